"""Dissolves and fades: stretches in which one picture is mixed into another.

Halfway through a mix the picture is the mean of its ends, at a third it is two thirds of the first
and one of the last, and so on; a moving camera does not do that. So every stretch of some length is
compared with the mix of its own first and last frame. This is the linear model of dissolves of
Zhang, Kankanhalli & Smoliar (1993), tested on the pictures themselves, at 16 × 9.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenescore.watch.strip import Cells, Strip

_LENGTHS = (6, 8, 12, 16, 24, 32, 48, 72, 96)
_LONGEST = max(_LENGTHS)
_TESTED = 5  # frames inside a stretch that are compared with the mix

_MISFIT = 0.3  # largest difference from the mix, as a share of the change from end to end
_CHANGE = 8.0  # least mean change from end to end, of 255
_ALIKE = 0.65  # ends that correlate more show the same scene: a title over it, a slow move
_GAIN = 7.0  # change explained, of 255, below which a mix is not believed
_EMPTY = 4.0  # deviation of the cells, of 255, below which a frame is one colour
_STEADY = 4.0  # keeps the correlation of two empty frames near 0


@dataclass(frozen=True, slots=True)
class Mix:
    """A stretch [start, end] of frames in which the first is mixed into the last.

    `from_empty` and `to_empty` tell ends of one colour: a mix from or to such an end is a fade.
    """

    start: int
    end: int
    gain: float
    from_empty: bool
    to_empty: bool

    @property
    def middle(self) -> int:
        return (self.start + self.end + 1) // 2


def find_mixes(strip: Strip) -> list[Mix]:
    """The mixes of a film, in order and apart; of those that overlap, the best is kept."""
    found = [
        mix
        for first, cells in strip.blocks(_LONGEST)
        for length in _LENGTHS
        for mix in _mixes(cells, length, first)
    ]
    apart: list[Mix] = []
    for mix in sorted(found, key=lambda mix: -mix.gain):
        if all(mix.end <= other.start or other.end <= mix.start for other in apart):
            apart.append(mix)
    return sorted(apart, key=lambda mix: mix.start)


def _mixes(cells: Cells, length: int, offset: int) -> list[Mix]:
    """Every stretch of `length` frames that fits the mix of its ends well enough."""
    count = len(cells) - length
    if count <= 0:
        return []
    start, end = cells[:count], cells[length:]
    change = np.abs(end - start).mean(axis=1)
    misfit = _misfit(cells, length) / np.maximum(change, 1e-3)
    spread = np.stack((start.std(axis=1), end.std(axis=1)))
    alike = _correlation(start, end)
    gain = change * (1 - misfit / _MISFIT) * (1 - np.clip(alike, 0, 1) / 2)
    empty = spread < _EMPTY
    different = (alike < _ALIKE) | empty.any(axis=0)
    good = different & (misfit < _MISFIT) & (change > _CHANGE) & (gain > _GAIN)
    return [
        Mix(offset + i, offset + i + length, float(gain[i]), bool(empty[0, i]), bool(empty[1, i]))
        for i in map(int, np.flatnonzero(good))
    ]


def _misfit(cells: Cells, length: int) -> npt.NDArray[np.float32]:
    """Mean difference between the frames of each stretch and the mix of its ends."""
    count = len(cells) - length
    start, end = cells[:count], cells[length:]
    total = np.zeros(count, np.float32)
    for step in range(1, _TESTED + 1):
        place = round(length * step / (_TESTED + 1))
        share = place / length
        mixed = start * (1 - share) + end * share
        total += np.abs(cells[place : place + count] - mixed).mean(axis=1)
    return total / np.float32(_TESTED)


def _correlation(start: Cells, end: Cells) -> npt.NDArray[np.float32]:
    first = start - start.mean(axis=1, keepdims=True)
    last = end - end.mean(axis=1, keepdims=True)
    norms = np.sqrt((first**2).mean(axis=1) * (last**2).mean(axis=1))
    together: npt.NDArray[np.float32] = (first * last).mean(axis=1) / np.maximum(norms, _STEADY)
    return together
