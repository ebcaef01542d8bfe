"""Dissolves and fades: stretches in which one picture is mixed into another.

Halfway through a mix the picture is the mean of its ends, at a third it is two thirds of the first
and one of the last, and so on; a moving camera does not do that. So every stretch of some length is
compared with the mix of its own first and last frame. This is the linear model of dissolves of
Zhang, Kankanhalli & Smoliar (1993), tested on the pictures themselves, at 16 × 9.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Cells = npt.NDArray[np.float32]
"""Tiny grey images, one a row, 0…255."""

Seen = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]
Values = npt.NDArray[np.float32]

_LENGTHS = (6, 8, 12, 16, 24, 32, 48, 72, 96)
LONGEST = max(_LENGTHS)
_TESTED = 5  # frames inside a stretch that are compared with the mix …
_FEWEST = 2  # … of which so many were seen

_MISFIT = 0.3  # largest difference from the mix, as a share of the change from end to end
_CHANGE = 8.0  # least mean change from end to end, of 255
_ALIKE = 0.65  # ends that correlate more show the same scene: a title over it, a slow move
_GAIN = 7.0  # change explained, of 255, below which a mix is not believed
_EMPTY = 4.0  # deviation of the cells, of 255, below which a frame is one colour
_STEADY = 4.0  # keeps the correlation of two empty frames near 0


@dataclass(frozen=True, slots=True)
class Mix:
    """A stretch [start, end] of frames in which the first is mixed into the last.

    `change` is the mean change from end to end, 0…255; `from_empty` and `to_empty` tell ends of one
    colour: a mix from or to such an end is a fade.
    """

    start: int
    end: int
    change: float
    gain: float
    from_empty: bool
    to_empty: bool

    @property
    def middle(self) -> int:
        return (self.start + self.end + 1) // 2


def mixes_in(cells: Cells, seen: Seen, first: int) -> list[Mix]:
    """Every stretch of these frames, numbered from `first`, that fits the mix of its ends.

    Of frames that were not `seen`, the cells are a guess: they speak for no mix.
    """
    run = _run_of(cells, seen)
    return [mix for length in _LENGTHS for mix in _mixes(run, length, first)]


def best_of(found: Iterable[Mix]) -> list[Mix]:
    """Mixes in order and apart; of those that overlap, the best is kept."""
    apart: list[Mix] = []
    for mix in sorted(found, key=lambda mix: -mix.gain):
        place = bisect_left(apart, mix.start, key=lambda other: other.start)
        beside = apart[max(0, place - 1) : place + 1]
        if all(mix.end <= other.start or other.end <= mix.start for other in beside):
            apart.insert(place, mix)
    return apart


class _Run(NamedTuple):
    """Frames in a row, and what the comparisons of any two of them share.

    `shades` is each frame's cells less their mean, `deviation` (n,) how much they differ, 0…255.
    """

    cells: Cells
    seen: Seen
    shades: Cells
    deviation: npt.NDArray[np.float32]

    @property
    def empty(self) -> npt.NDArray[np.bool_]:
        """Whether each frame is of one colour (n,)."""
        return self.deviation < _EMPTY


def _run_of(cells: Cells, seen: Seen) -> _Run:
    shades = cells - cells.mean(axis=1, keepdims=True)
    return _Run(
        cells, seen, shades, np.sqrt(np.einsum("ij,ij->i", shades, shades) / cells.shape[1])
    )


def _mixes(run: _Run, length: int, offset: int) -> list[Mix]:
    """Every stretch of `length` frames that fits the mix of its ends well enough."""
    places, change, correlation = _different(run, length)
    misfit = _misfit(run, places, length) / change
    gain = change * (1 - misfit / _MISFIT) * (1 - np.clip(correlation, 0, 1) / 2)
    return [
        Mix(
            start=offset + int(places[i]),
            end=offset + int(places[i]) + length,
            change=float(change[i]),
            gain=float(gain[i]),
            from_empty=bool(run.empty[places[i]]),
            to_empty=bool(run.empty[places[i] + length]),
        )
        for i in np.flatnonzero((misfit < _MISFIT) & (gain > _GAIN))
    ]


def _different(run: _Run, length: int) -> tuple[Places, Values, Values]:
    """Where stretches begin whose ends show two pictures, how much these differ and correlate.

    Most of a film goes on, or stands still. One end of a single colour resembles nothing.
    """
    change = np.abs(run.cells[length:] - run.cells[:-length]).mean(axis=1)
    places = np.flatnonzero(change > _CHANGE)
    correlation = _correlation(run, places, places + length)
    empty = run.empty[places] | run.empty[places + length]
    kept = empty | (correlation < _ALIKE)
    return places[kept], change[places[kept]], correlation[kept]


def _misfit(run: _Run, places: Places, length: int) -> Values:
    """Mean difference between the frames of each stretch and the mix of its ends.

    That of the frames that were seen counts if it is larger, as those between them are guessed to
    mix; infinite where too few were seen.
    """
    start, end = run.cells[places], run.cells[places + length]
    every, total, count = np.zeros((3, len(places)), np.float32)
    for step in range(1, _TESTED + 1):
        within = round(length * step / (_TESTED + 1))
        share = within / length
        mixed = start * (1 - share) + end * share
        misfit = np.abs(run.cells[places + within] - mixed).mean(axis=1)
        told = run.seen[places + within]
        every += misfit
        total += misfit * told
        count += told
    misfit = np.maximum(every / _TESTED, total / np.maximum(count, 1))
    return np.where(count < _FEWEST, np.float32(np.inf), misfit)


def _correlation(run: _Run, starts: Places, ends: Places) -> Values:
    norms = run.deviation[starts] * run.deviation[ends]
    together = np.einsum("ij,ij->i", run.shades[starts], run.shades[ends]) / run.cells.shape[1]
    correlation: Values = together / np.maximum(norms, _STEADY)
    return correlation
