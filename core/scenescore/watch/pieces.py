"""Files looked at side by side: each in a few pieces, and each piece by a thread of its own.

Two threads that decode one picture at a time take less of the processor's time than one that shares
each picture out among two, and wait for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from scenescore.watch.choosing import Moments
from scenescore.watch.glances import STEP

AT_ONCE = 2
"""Pieces looked at side by side: always as many, so that every machine sees the same."""

_PARTED = 2  # times that a file is halved: pieces of one length may differ much in what they cost
_WORTH = 8  # moments of a piece from which on it is parted: opening a file costs some pictures


@dataclass(frozen=True, slots=True)
class Piece:
    """Some moments of a file, rising, in seconds from its first picture."""

    path: str
    moments: tuple[Fraction, ...]

    @property
    def length(self) -> Fraction:
        """Seconds of the file that it spans: how long it takes to look at, roughly."""
        return self.moments[-1] - self.moments[0]


def pieces_of(wanted: Moments) -> Iterator[Piece]:
    """The pieces of every file, in order.

    A file is parted where it is not looked at for a while, if there is such a place in its middle
    half, and each half again. Where there is none, the moment before is in both pieces: it tells
    what moves after it.
    """
    for path, times in wanted.items():
        for moments in _parted(tuple(sorted(times)), _PARTED):
            yield Piece(path, moments)


def _parted(moments: tuple[Fraction, ...], times: int) -> Iterator[tuple[Fraction, ...]]:
    if not times or len(moments) < _WORTH:
        yield moments
        return
    at = _parting(moments)
    follows = moments[at] - moments[at - 1] <= STEP
    yield from _parted(moments[:at], times - 1)
    yield from _parted(moments[at - follows :], times - 1)


def _parting(moments: tuple[Fraction, ...]) -> int:
    """The place of the first moment after the widest gap, the one nearest to the middle."""
    count = len(moments)
    places = range(count // 4, count - count // 4)
    return max(places, key=lambda at: (moments[at] - moments[at - 1], -abs(2 * at - count)))
