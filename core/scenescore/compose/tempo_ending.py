"""How the tempo closes: the steady bars after the last anchored barline, and what they cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

Closing: TypeAlias = Literal["exact", "near", "open"]

_PRICE_ODD_BAR = 0.6


@dataclass(frozen=True, slots=True)
class Ending:
    """How the last stretch closes: on a barline at `seconds`, or near it at a steady tempo.

    kind "exact": a barline falls on `seconds`; missing it costs `price`, and bars go on. kind
    "near": the last barline falls close to `seconds` and not after `latest`. kind "open": bars go
    on past `latest`.
    """

    kind: Closing
    seconds: float
    latest: float
    price: float = 6.0


def tails(
    kind: Closing, period: Floats, left: float, wish: float, home: int, *, last: bool
) -> list[tuple[Ints, Floats]]:
    """Ways to go on at a steady tempo after an anchored barline: (sixteenths, cost).

    `period` are seconds a beat at that barline, `left` and `wish` seconds from it to the latest and
    to the wished end; `home` are beats of the usual bar; `last` says whether it is the last anchor.
    """
    nothing = (np.zeros_like(period, dtype=np.int64), np.zeros_like(period))
    if kind == "near":
        return _near(period, left, wish, home)
    if kind == "exact" and last:
        return [nothing]
    bars = np.ceil(left / (home * period))
    return [((bars * home * 4).astype(np.int64), nothing[1])]


def _near(period: Floats, left: float, wish: float, home: int) -> list[tuple[Ints, Floats]]:
    """Tails whose last barline comes close to the ending's wish, not after its latest."""
    ways = [(np.zeros_like(period, dtype=np.int64), _near_cost(0.0, wish, period))]
    whole = np.floor(max(wish, 0) / period / home).astype(np.int64)
    for extra in (-1, 0, 1):
        for odd in (0, 2, 3) if home == 4 else (0, 2):
            beats = (whole + extra) * home + odd
            seconds = beats * period
            cost = _near_cost(seconds, wish, period) + (_PRICE_ODD_BAR if odd else 0.0)
            legal = (beats > 0) & (seconds <= left)
            ways.append(((beats * 4).astype(np.int64), np.where(legal, cost, np.inf)))
    return ways


def _near_cost(seconds: Floats | float, wish: float, period: Floats) -> Floats:
    """A last barline one bar off its wish costs as much as an odd bar or two."""
    return np.asarray(0.5 * ((seconds - wish) / (4 * period)) ** 2 + 0 * period)
