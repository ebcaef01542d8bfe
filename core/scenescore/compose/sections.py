"""Sections: where the mood of a cue turns, and at which bars the music turns with it."""

from __future__ import annotations

from scenescore.compose.tempo import Plan
from scenescore.cue_mood import mood_at
from scenescore.model import Cue

SLACK = 0.02
"""Seconds by which a barline on the turn of a mood may miss it."""


def arrivals(plan: Plan) -> frozenset[int]:
    """Indices of the bars that begin with a hit."""
    return frozenset(hit.bar - 1 for hit in plan.hits if hit.on_barline and hit.hit.kind != "soft")


def section_starts(cue: Cue, plan: Plan, final: int) -> tuple[int, ...]:
    """First bars of the sections, from bar 0; a turn moves to a hit's bar next to it.

    A section is a mood that lasts: `cue` is a calmed one.
    """
    hits = arrivals(plan)
    starts, current = [0], mood_at(cue, 0.0).emotion
    for index in range(1, final):
        emotion = mood_at(cue, float(plan.seconds(plan.bars[index].beat)) + SLACK).emotion
        if emotion == current:
            continue
        bar = next((bar for bar in (index, index + 1, index - 1) if bar in hits), index)
        if starts[-1] < bar < final:
            starts.append(bar)
            current = emotion
    return tuple(starts)
