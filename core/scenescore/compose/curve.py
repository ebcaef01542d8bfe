"""A curve over beats: decibels from each of its points on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from fractions import Fraction

Point = tuple[Fraction, float]


class Curve:
    """Points in order, one a beat; made to be bent in places."""

    def __init__(self, points: Iterable[Point]) -> None:
        self._beats: list[Fraction] = []
        self._levels: list[float] = []
        for beat, level in points:
            self._beats.append(beat)
            self._levels.append(level)

    def copy(self) -> Curve:
        return Curve(self.points())

    def points(self) -> Iterable[Point]:
        """Beat and level, in order."""
        return zip(self._beats, self._levels, strict=True)

    def at(self, beat: Fraction) -> float:
        """The level at a beat; 0 before the first point."""
        place = bisect_right(self._beats, beat)
        return self._levels[place - 1] if place else 0.0

    def set(self, beat: Fraction, level: float) -> None:
        """One point, anew."""
        self.replace(beat, beat, [(beat, level)])

    def replace(self, low: Fraction, high: Fraction, points: Iterable[Point]) -> None:
        """Other points from one beat to another, both included."""
        here = slice(bisect_left(self._beats, low), bisect_right(self._beats, high))
        fresh = [*points]
        self._beats[here] = [beat for beat, _ in fresh]
        self._levels[here] = [level for _, level in fresh]

    def bend(self, low: Fraction, high: Fraction, more: Callable[[Fraction], float]) -> None:
        """Add something to the points from one beat up to, not including, another."""
        for place in range(bisect_left(self._beats, low), bisect_left(self._beats, high)):
            self._levels[place] += more(self._beats[place])
