"""The mood curve as a hand draws it: strokes over one axis, and moods ordered for a stretch."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

Axis = Literal["valence", "arousal", "tension"]
AXES: tuple[Axis, ...] = get_args(Axis)


@dataclass(frozen=True, slots=True)
class Stroke:
    """One drag over an axis: (seconds, value -1…1) in order of time, straight between.

    From its first to its last point it stands for the curve.
    """

    axis: Axis
    points: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        if not self.points:
            raise ValueError("a stroke needs a point")
        if any(after[0] <= before[0] for before, after in pairwise(self.points)):
            raise ValueError("the points of a stroke must lie in order of time")
        if not all(-1 <= value <= 1 for _, value in self.points):
            raise ValueError("a mood lies between -1 and 1")

    @property
    def start(self) -> float:
        return self.points[0][0]

    @property
    def end(self) -> float:
        return self.points[-1][0]

    def at(self, seconds: float) -> float:
        """The value at a moment; beyond its ends that of the end."""
        after = bisect_right(self.points, seconds, key=lambda point: point[0])
        if after == 0:
            return self.points[0][1]
        if after == len(self.points):
            return self.points[-1][1]
        (t0, low), (t1, high) = self.points[after - 1 : after + 1]
        return low + (high - low) * (seconds - t0) / (t1 - t0)


@dataclass(frozen=True, slots=True)
class SpanMood:
    """An emotion ordered for the frames [start_frame, end_frame), with its strength 0…1."""

    start_frame: int
    end_frame: int
    emotion: str
    strength: float = 1.0


def drawn(
    times: Sequence[float], values: Sequence[float], axis: Axis, strokes: Iterable[Stroke]
) -> list[float]:
    """The values of an axis with all strokes drawn over it, the last one uppermost.

    `times` in seconds, rising, as many as `values`.
    """
    out = list(values)
    for stroke in strokes:
        if stroke.axis == axis:
            first, last = bisect_left(times, stroke.start), bisect_right(times, stroke.end)
            out[first:last] = [stroke.at(moment) for moment in times[first:last]]
    return out
