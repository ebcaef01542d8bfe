"""Feeling: what was seen and heard in, a curve of valence, arousal and tension out."""

from scenescore.mood.feeling import feel
from scenescore.mood.orders import place_of

__all__ = ["feel", "place_of"]
