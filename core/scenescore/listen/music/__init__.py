"""Music that the edit already holds: where it is, its tempo and key, how it sounds and feels."""

from scenescore.listen.music.finding import find_music
from scenescore.listen.music.key import FoundKey, named_key
from scenescore.listen.music.meter import MusicMeter, Traces

__all__ = ["FoundKey", "MusicMeter", "Traces", "find_music", "named_key"]
