"""Beats to seconds and back through a tempo map, exactly.

Between two knots the tempo is constant; beyond the first and the last knot theirs goes on.
"""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction
from operator import itemgetter

from scenescore.model import TempoMap

_BEAT, _SECONDS = 0, 1


def seconds_at(tempo: TempoMap, beat: Fraction | int) -> Fraction:
    """Exact seconds from the cue's in point at which `beat` (in quarter notes) falls."""
    return _cross(tempo, Fraction(beat), _BEAT, _SECONDS)


def beat_at(tempo: TempoMap, seconds: Fraction | int) -> Fraction:
    """The exact beat (in quarter notes) that sounds `seconds` after the cue's in point."""
    return _cross(tempo, Fraction(seconds), _SECONDS, _BEAT)


def seconds_per_beat(tempo: TempoMap, beat: Fraction | int) -> Fraction:
    """How long a quarter note lasts at `beat`; on a knot, the tempo that begins there."""
    lower, upper = _segment(tempo, Fraction(beat), _BEAT)
    return (upper[_SECONDS] - lower[_SECONDS]) / (upper[_BEAT] - lower[_BEAT])


Knot = tuple[Fraction, Fraction]


def _segment(tempo: TempoMap, value: Fraction, axis: int) -> tuple[Knot, Knot]:
    """The two neighbouring knots whose line holds `value`, outermost ones reaching beyond."""
    knots = tempo.knots
    upper = bisect_right(knots, value, key=itemgetter(axis))
    upper = min(max(upper, 1), len(knots) - 1)
    return knots[upper - 1], knots[upper]


def _cross(tempo: TempoMap, value: Fraction, known: int, wanted: int) -> Fraction:
    lower, upper = _segment(tempo, value, known)
    slope = (upper[wanted] - lower[wanted]) / (upper[known] - lower[known])
    return lower[wanted] + (value - lower[known]) * slope
