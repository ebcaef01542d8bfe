"""From cuts to shots."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from scenescore.model import Cut, Edit, Shot
from scenescore.timebase import to_seconds


def shots_of(edit: Edit, cuts: Sequence[Cut]) -> tuple[Shot, ...]:
    """The shots between cuts, side by side from the first frame to the last; none without picture.

    Cuts that lie outside the edit, or on one another, are no shots.
    """
    if not edit.picture or edit.duration_frames <= 0:
        return ()
    kinds = {cut.frame: cut.kind for cut in cuts if 0 < cut.frame < edit.duration_frames}
    bounds = [0, *sorted(kinds), edit.duration_frames]
    return tuple(
        Shot(start, end, _clip_at(edit, start), kinds.get(start, "hard"))
        for start, end in pairwise(bounds)
    )


def _clip_at(edit: Edit, frame: int) -> str:
    """Name of the clip seen at a frame; empty in a gap."""
    moment = to_seconds(frame, edit.rate)
    place = bisect_right(edit.picture, moment, key=lambda clip: clip.record.start) - 1
    if place < 0 or not edit.picture[place].record.contains(moment):
        return ""
    return edit.picture[place].name
