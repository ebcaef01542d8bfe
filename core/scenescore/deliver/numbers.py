"""Numbers as JSON can hold them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction

from scenescore.timebase import Span


def number(value: float | Fraction | None, digits: int = 6) -> float | None:
    """A number for JSON: microseconds are exact enough, and what is not finite is unknown."""
    if value is None or not math.isfinite(value):
        return None
    return round(float(value), digits)


def bounds(span: Span) -> dict[str, float | None]:
    """Start and end of a span in seconds."""
    return {"start": number(span.start), "end": number(span.end)}


def numbers(values: Iterable[float], digits: int = 6) -> list[float | None]:
    """Numbers for JSON."""
    return [number(value, digits) for value in values]
