"""Composing: a cue becomes a score, step by step as a composer works."""

from scenescore.compose.composer import compose

__all__ = ["compose"]
