"""Sections: where the mood of a cue turns, and at which bars the music turns with it."""

from __future__ import annotations

from scenescore.compose.feel import mood_at
from scenescore.compose.tempo import Plan
from scenescore.model import Cue, Mood

_DWELL = 6.0
"""Seconds that a mood must last to make a section (MUSIC 1.4)."""

SLACK = 0.02
"""Seconds by which a barline on the turn of a mood may miss it."""

_DRIFT = 0.9
"""Distance in valence and arousal over which a mood of one emotion is another section."""


def arrivals(plan: Plan) -> frozenset[int]:
    """Indices of the bars that begin with a hit."""
    return frozenset(hit.bar - 1 for hit in plan.hits if hit.on_barline and hit.hit.kind != "soft")


def section_starts(cue: Cue, plan: Plan, final: int) -> tuple[int, ...]:
    """First bars of the sections, from bar 0; a turn moves to a hit's bar next to it."""
    hits = arrivals(plan)
    starts, current = [0], mood_at(cue, 0.0)
    since = last = 0.0  # of this section, and of this emotion
    for index in range(1, final):
        seconds = float(plan.seconds(plan.bars[index].beat))
        mood = mood_at(cue, seconds + SLACK)
        other = mood.emotion != current.emotion
        if seconds - (last if other else since) < _DWELL or not turned(current, mood):
            continue
        bar = next((bar for bar in (index, index + 1, index - 1) if bar in hits), index)
        if starts[-1] < bar < final:
            starts.append(bar)
            current, since = mood, seconds
            last = seconds if other else last
    return tuple(starts)


def turned(before: Mood, now: Mood) -> bool:
    """Whether a mood is another one: another emotion, or far off in valence and arousal."""
    moved = abs(before.valence - now.valence) + abs(before.arousal - now.arousal)
    return before.emotion != now.emotion or moved > _DRIFT
