"""Composing: a cue becomes a score, step by step as a composer works."""

from scenescore.compose.composer import compose, takes
from scenescore.compose.hand import Hand, Locks

__all__ = ["Hand", "Locks", "compose", "takes"]
