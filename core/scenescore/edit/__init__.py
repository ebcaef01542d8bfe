"""Reading edits of every format, and writing our lanes back into them."""

from scenescore.edit.film import with_cuts
from scenescore.edit.loading import load_timeline
from scenescore.edit.reading import read_edit

__all__ = ["load_timeline", "read_edit", "with_cuts"]
