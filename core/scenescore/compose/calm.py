"""Calm: which turns of a mood the music of a cue takes, as a film composer would.

One figure, one mode and one theme go through a cue; what stirs in the mood is heard in level,
register, layers and harmony. New material only where the mood turns far and for long.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scenescore.model import Cue, Mood, MoodPoint

_SHORTEST = 8.0
"""Seconds that a section lasts at least: what is shorter carries colour, no arc (MUSIC 1.4)."""

_TURN = 6.0
"""Price of a turn, in squared distance of valence, arousal and tension times seconds: a turn by 1
is taken where both sides last 12 s, one by 1.3 from the shortest on [D]."""

Floats = NDArray[np.float64]


def calmed(cue: Cue) -> Cue:
    """The cue with the emotions of its sections; valence, arousal and tension move as they did."""
    if len(cue.moods) < 2:
        return cue
    values = np.array([(p.mood.valence, p.mood.arousal, p.mood.tension) for p in cue.moods])
    starts = [point.seconds for point in cue.moods]
    ends = [*starts[1:], max(starts[-1], float(cue.span.duration))]
    lasting = np.maximum(np.subtract(ends, starts), 1e-6)
    moods: list[MoodPoint] = []
    runs = _sections(values, lasting)
    for first, last in runs:
        alone = len(runs) == 1
        emotion = (
            cue.mood.emotion if alone else _leading(cue.moods[first:last], lasting[first:last])
        )
        moods += [
            replace(point, mood=_named(point.mood, emotion)) for point in cue.moods[first:last]
        ]
    return replace(cue, moods=tuple(moods))


def _sections(values: Floats, lasting: Floats) -> list[tuple[int, int]]:
    """Runs of points of least squared distance from their own means, a turn costing its price.

    `values` (n, 3), `lasting` (n,) seconds. Exact, by dynamic programming over the last run's
    beginning.
    """
    count = len(values)
    time = np.concatenate([[0.0], np.cumsum(lasting)])
    sums = np.vstack([np.zeros(3), np.cumsum(values * lasting[:, None], axis=0)])
    squares = np.concatenate([[0.0], np.cumsum((values**2).sum(axis=1) * lasting)])
    best = np.full(count + 1, np.inf)
    best[0] = -_TURN
    begun = np.zeros(count + 1, dtype=int)
    for end in range(1, count + 1):
        length = time[end] - time[:end]
        spread = squares[end] - squares[:end] - ((sums[end] - sums[:end]) ** 2).sum(1) / length
        whole = length >= min(_SHORTEST, time[-1] - 1e-9)
        cost = np.where(whole, best[:end] + spread + _TURN, np.inf)
        begun[end] = int(np.argmin(cost))
        best[end] = cost[begun[end]]
    runs = []
    end = count
    while end:
        runs.append((int(begun[end]), end))
        end = int(begun[end])
    return runs[::-1]


def _leading(points: Sequence[MoodPoint], lasting: Floats) -> str:
    """The emotion that leads for longest."""
    seconds: defaultdict[str, float] = defaultdict(float)
    for point, length in zip(points, lasting, strict=True):
        seconds[point.mood.emotion] += length
    return max(seconds, key=lambda emotion: seconds[emotion])


def _named(mood: Mood, emotion: str) -> Mood:
    return mood if mood.emotion == emotion else replace(mood, emotion=emotion)
