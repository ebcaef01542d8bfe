"""What is usual for a measure: by its table, and in this film."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

_MAD = 1.4826
"""A median absolute deviation to a standard deviation, for a normal distribution (Hampel 1974)."""


def unrest(values: Sequence[float]) -> float:
    """The standard deviation of values, whatever outliers are among them; 0 for none."""
    if not len(values):
        return 0.0
    middle = median(values)
    return float(_MAD * median(abs(value - middle) for value in values))


def usual(
    values: Sequence[float], centre: float, spread: float, share: float, least: int
) -> tuple[float, float]:
    """(centre, spread) of a measure, drawn by `share` from the table's towards the film's own.

    A viewer or listener adapts to a film and still feels it change (Helson 1964). Fewer values than
    `least` say nothing of what is usual; the spread never falls below half of the table's.
    """
    if len(values) < least:
        return centre, spread
    moved = centre + share * (float(median(values)) - centre)
    return moved, max(spread / 2, spread + share * (unrest(values) - spread))
