"""Composing: a cue becomes a score, step by step as a composer works."""

from scenescore.compose.binding import with_themes
from scenescore.compose.composer import compose, takes
from scenescore.compose.hand import DIALS, Hand, Locks
from scenescore.compose.let_go import hits_let_go
from scenescore.compose.theme import Motif, themes_in
from scenescore.compose.themefile import load_themes, read_themes, write_themes

__all__ = [
    "DIALS",
    "Hand",
    "Locks",
    "Motif",
    "compose",
    "hits_let_go",
    "load_themes",
    "read_themes",
    "takes",
    "themes_in",
    "with_themes",
    "write_themes",
]
