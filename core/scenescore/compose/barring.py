"""Bars for a number of beats: which metres fill a stretch between two barlines, and at what price.

Lengths are counted in sixteenths, the smallest unit a bar may be made of.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Unit = Literal[4, 8, 16]
"""The smallest note value a bar may be counted in: 4 allows 5/4, 8 also 7/8, 16 also 13/16."""

SIXTEENTHS_PER_BEAT = 4

_HOME_COST = 0.0
_METRES: dict[Unit, tuple[tuple[int, int, float], ...]] = {
    4: ((4, 4, 0.3), (3, 4, 0.4), (2, 4, 0.5), (5, 4, 0.7)),
    8: ((7, 8, 1.8), (5, 8, 1.95), (3, 8, 2.1)),
    16: ((15, 16, 3.6), (13, 16, 3.6), (11, 16, 3.6), (9, 16, 3.6), (7, 16, 3.6)),
}
"""(numerator, denominator, price of leaving the home metre). Quarter prices are those of MUSIC 2.5
twice over: an odd bar breaks the figure that a cue goes on in. Eighths are for hits of weight."""

_GROUP_COST = (0.0, 0.2, 0.06, 0.2)
"""Price of a stretch by its number of bars modulo 4: phrases like 2, 4 and 8 bars."""


@dataclass(frozen=True, slots=True)
class Barring:
    """Bars (numerator, denominator) in order, and what leaving the home metre costs."""

    bars: tuple[tuple[int, int], ...]
    cost: float

    @property
    def sixteenths(self) -> tuple[int, ...]:
        return tuple(16 * top // bottom for top, bottom in self.bars)


@lru_cache(maxsize=65536)
def best_barring(sixteenths: int, home: int = 4, unit: Unit = 8) -> Barring | None:
    """The cheapest bars that last exactly that long, odd ones last; None where none exist.

    `home` is the number of quarters of the usual bar (3 or 4).
    """
    long = 6 * home * SIXTEENTHS_PER_BEAT
    plain = max(0, (sixteenths - long) // (home * SIXTEENTHS_PER_BEAT) + 1)
    rest = _cheapest(sixteenths - plain * home * SIXTEENTHS_PER_BEAT, home, unit)
    if rest is None:
        return None
    return Barring(((home, 4),) * plain + rest.bars, rest.cost)


@lru_cache(maxsize=4096)
def _cheapest(sixteenths: int, home: int, unit: Unit) -> Barring | None:
    if sixteenths == 0:
        return Barring((), 0.0)
    best: Barring | None = None
    for top, bottom, price in _allowed(home, unit):
        length = 16 * top // bottom
        before = _cheapest(sixteenths - length, home, unit) if length <= sixteenths else None
        if before is not None and (best is None or before.cost + price < best.cost - 1e-9):
            best = Barring(_home_first((*before.bars, (top, bottom)), home), before.cost + price)
    return best


def _home_first(bars: tuple[tuple[int, int], ...], home: int) -> tuple[tuple[int, int], ...]:
    """The odd bar comes right before the barline that made it necessary."""
    return tuple(sorted(bars, key=lambda bar: bar != (home, 4)))


@lru_cache(maxsize=8)
def _allowed(home: int, unit: Unit) -> tuple[tuple[int, int, float], ...]:
    metres = [metre for size, group in _METRES.items() if size <= unit for metre in group]
    others = [(top, bottom, cost) for top, bottom, cost in metres if (top, bottom) != (home, 4)]
    return ((home, 4, _HOME_COST), *others)


@dataclass(frozen=True, slots=True)
class BarTable:
    """What the tempo solver asks of the barrings of several lengths at once, one entry a length.

    `beats` in quarters; `cost` is infinite where no barring exists; `longest`, `first` and `last`
    are lengths of bars in quarters.
    """

    sixteenths: NDArray[np.int64]
    beats: NDArray[np.float64]
    cost: NDArray[np.float64]
    longest: NDArray[np.float64]
    first: NDArray[np.float64]
    last: NDArray[np.float64]


def bar_table(sixteenths: NDArray[np.int64], home: int, unit: Unit) -> BarTable:
    """`BarTable` of the given lengths."""
    rows = np.array([_row(int(n), home, unit) for n in sixteenths], dtype=float).reshape(-1, 4)
    beats = sixteenths / SIXTEENTHS_PER_BEAT
    return BarTable(sixteenths, beats, rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3])


@lru_cache(maxsize=65536)
def _row(sixteenths: int, home: int, unit: Unit) -> tuple[float, float, float, float]:
    barring = best_barring(sixteenths, home, unit)
    if barring is None or not barring.bars:
        return (np.inf, 1.0, 1.0, 1.0)
    lengths = [length / SIXTEENTHS_PER_BEAT for length in barring.sixteenths]
    cost = barring.cost + _GROUP_COST[len(lengths) % 4]
    return (cost, max(lengths), lengths[0], lengths[-1])
