"""A cue whose edges, mood or hits a hand has moved: what lies under it is read anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from scenescore.errors import BadArgument
from scenescore.model import Cue, Edit, Heard, Hit, MoodCurve, Scene, Seen
from scenescore.spotting.assemble import dialogue_of, points_of
from scenescore.spotting.spot import standing


def reshaped(
    cue: Cue,
    edit: Edit,
    seen: Seen,
    scenes: tuple[Scene, ...],
    heard: Heard,
    mood: MoodCurve,
) -> Cue:
    """The cue with the mood and the lines of dialogue that lie between its edges now.

    Its hits are kept inside the edges, one a frame, the heaviest; the entry moves to the in point
    and a stop with the end. Everything else stays, so that a cue that nobody moved comes back as it
    was spotted. Raises BadArgument where it does not lie inside the edit.
    """
    if not 0 <= cue.in_frame < cue.out_frame <= edit.duration_frames:
        raise BadArgument(
            f"Cue {cue.id} does not lie inside the edit.", "Move its edges back into it."
        )
    ground, _, _ = standing(edit, seen, scenes, heard, mood)
    return replace(
        cue,
        mood=ground.mood(cue.in_frame, cue.out_frame),
        moods=points_of(ground, cue.in_frame, cue.out_frame),
        dialogue=dialogue_of(ground, cue.in_frame, cue.out_frame),
        hits=_inside(cue, cue.hits),
        themes=tuple(each for each in cue.themes if cue.in_frame <= each.frame < cue.out_frame),
    )


def _inside(cue: Cue, hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Hits in order, the entry first and a stop that ends the cue last."""
    entry = Hit(cue.in_frame, "entry", 1.0, "start")
    kept: dict[int, Hit] = {}
    for hit in hits:
        if hit.kind == "entry":
            entry = replace(hit, frame=cue.in_frame)
            continue
        if hit.kind == "stop" and cue.ending == "stop":
            hit = replace(hit, frame=cue.out_frame)
        there = kept.get(hit.frame)
        ends = hit.kind == "stop" and hit.frame == cue.out_frame
        inside = cue.in_frame < hit.frame < cue.out_frame or ends
        if inside and (there is None or hit.weight > there.weight):
            kept[hit.frame] = hit
    return (entry, *(kept[frame] for frame in sorted(kept)))
