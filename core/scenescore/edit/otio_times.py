"""OTIO's times as exact seconds."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

from scenescore.timebase import Rate

_WHOLE = 1e-6
"""A value this near to a whole number is one: writers go through floats."""
_FINEST = 10**6


@lru_cache(maxsize=4096)
def _seconds(value: float, rate: float) -> Fraction:
    if value == 0:
        return Fraction(0)
    whole = round(value)
    exact = Fraction(whole) if abs(value - whole) < _WHOLE else Fraction(value)
    return exact.limit_denominator(_FINEST) / Rate.of(rate).fps


def seconds(time: Any) -> Fraction:
    """A RationalTime in exact seconds; 23.976 and 23.98 are read as 24000/1001."""
    return _seconds(time.value, time.rate)


def exact_speed(scalar: float) -> Fraction:
    """A time warp's scalar as the fraction it stands for (0.333333… is 1/3)."""
    return Fraction(scalar).limit_denominator(10_000)


def rational(moment: Fraction, rate: Rate) -> Any:
    """Seconds as a RationalTime at `rate`."""
    import opentimelineio as otio

    return otio.opentime.RationalTime(float(moment * rate.fps), float(rate.fps))


def time_range(start: Fraction, duration: Fraction, rate: Rate) -> Any:
    """Seconds as a TimeRange at `rate`."""
    import opentimelineio as otio

    return otio.opentime.TimeRange(rational(start, rate), rational(duration, rate))
