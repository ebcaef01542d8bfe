"""The mood curve as cues need it: means, turns and points, with the markers' orders blended in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, dist

import numpy as np
from numpy.typing import NDArray

from scenescore.model import Mood, MoodCurve, MoodPoint
from scenescore.mood.orders import obey
from scenescore.settings import EMOTIONS, MoodOrder
from scenescore.timebase import Span

_NOTHING = np.array([0.0, 0.0, 0.0] + [float(name == "neutral") for name in EMOTIONS])
_TURN_WINDOW = 4.0
"""Seconds on each side that a turn of mood compares: moods settle in 1–3 s (MUSIC 1.4)."""
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Feeling:
    """A mood curve as running sums, so that the mean of any stretch costs two look-ups.

    `times` (n,) seconds; `sums` (n + 1, 10): valence, arousal, tension, seven emotions.
    """

    times: NDArray[np.float64]
    sums: NDArray[np.float64]

    def mean(self, start: float, end: float) -> NDArray[np.float64]:
        """The mean of the ten values over [start, end) seconds; of the nearest sample if none."""
        count = len(self.times)
        if count == 0:
            return _NOTHING
        first = min(int(np.searchsorted(self.times, start)), count - 1)
        last = max(int(np.searchsorted(self.times, end)), first + 1)
        mean: NDArray[np.float64] = (self.sums[last] - self.sums[first]) / (last - first)
        return mean

    def emotions(self, start: float, end: float) -> dict[str, float]:
        """Mean probability of each of the seven over [start, end)."""
        return dict(zip(EMOTIONS, map(float, self.mean(start, end)[3:]), strict=True))

    def mood(self, start: float, end: float) -> Mood:
        """The mean mood over [start, end) seconds and its most likely emotion."""
        return _mood_of(self.mean(start, end))

    def turn(self, moment: float) -> float:
        """How far the mood moves over a moment: distance in valence, arousal and tension."""
        before = self.mean(moment - _TURN_WINDOW, moment)
        return dist(before[:3], self.mean(moment, moment + _TURN_WINDOW)[:3])

    def points(
        self, start: float, end: float, *, step: float, window: float, dwell: float
    ) -> tuple[MoodPoint, ...]:
        """Mood every `step` seconds: the mean over `window`, the emotion over `dwell` seconds."""
        # A point on the out frame itself, but for rounding, would be one too many.
        count = max(ceil(round((end - start) / step, _DIGITS)), 1)
        points = []
        for seconds in (step * i for i in range(count)):
            now = start + seconds
            mean = self._centred(now, window, start, end).copy()
            mean[3:] = self._centred(now, dwell, start, end)[3:]
            points.append(MoodPoint(seconds, _mood_of(mean)))
        return tuple(points)

    def _centred(self, now: float, width: float, start: float, end: float) -> NDArray[np.float64]:
        return self.mean(max(now - width / 2, start), min(now + width / 2, end))


def distance(one: Mood, other: Mood) -> float:
    """How different two moods are: 0 … 3.5 in valence, arousal and tension."""
    return dist(
        (one.valence, one.arousal, one.tension), (other.valence, other.arousal, other.tension)
    )


def feeling_of(curve: MoodCurve, orders: Iterable[tuple[Span, MoodOrder]] = ()) -> Feeling:
    """The curve, each span with an ordered mood drawn towards it as a run's `--mood` draws all."""
    rows = np.column_stack(
        [curve.valence, curve.arousal, curve.tension, *(curve.emotions[e] for e in EMOTIONS)]
    ).astype(np.float64)
    times = np.asarray(curve.times, dtype=np.float64)
    for span, order in orders:
        here = (times >= float(span.start)) & (times < float(span.end))
        if here.any():
            rows[here] = np.hstack(obey(rows[here, :3], rows[here, 3:], order))
    sums = np.concatenate([np.zeros((1, rows.shape[1])), np.cumsum(rows, axis=0)])
    return Feeling(times, sums)


def _mood_of(mean: NDArray[np.float64]) -> Mood:
    valence, arousal, tension = (round(float(value), _DIGITS) for value in mean[:3])
    return Mood(valence, arousal, tension, EMOTIONS[int(np.argmax(np.round(mean[3:], _DIGITS)))])
