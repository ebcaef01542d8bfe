"""Reading edits of every format, and writing our lanes back into them."""

from scenescore.edit.exchange import write_exchange
from scenescore.edit.film import with_cuts
from scenescore.edit.lanes import refuse_overwriting, write_scored
from scenescore.edit.loading import load_timeline
from scenescore.edit.marking import mark_ours
from scenescore.edit.reading import read_edit
from scenescore.edit.reading_back import lanes_in
from scenescore.edit.told import (
    ToldBlend,
    ToldClip,
    ToldEdit,
    ToldMarker,
    ToldTrack,
    write_told,
)

__all__ = [
    "ToldBlend",
    "ToldClip",
    "ToldEdit",
    "ToldMarker",
    "ToldTrack",
    "lanes_in",
    "load_timeline",
    "mark_ours",
    "read_edit",
    "refuse_overwriting",
    "with_cuts",
    "write_exchange",
    "write_scored",
    "write_told",
]
