"""Score to sound: stems, mix, and the gain that keeps out of the way of dialogue."""

from scenescore.render.audition import write_wav
from scenescore.render.balance import SpeechMargin
from scenescore.render.level import gain_at, level_cues
from scenescore.render.programme import Programme, ProgrammeSound, programme
from scenescore.render.raw import RawCue, render_cue
from scenescore.render.soundfont import (
    describe_soundfont,
    find_soundfont,
    installed_soundfonts,
    load_soundfont,
)

__all__ = [
    "Programme",
    "ProgrammeSound",
    "RawCue",
    "SpeechMargin",
    "describe_soundfont",
    "find_soundfont",
    "gain_at",
    "installed_soundfonts",
    "level_cues",
    "load_soundfont",
    "programme",
    "render_cue",
    "write_wav",
]
