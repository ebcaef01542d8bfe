"""Parallels: what two independent voices never do (MUSIC 4.4)."""

from __future__ import annotations

from collections.abc import Iterable

Move = tuple[int, int]
"""A pitch and the one that follows it."""


def parallel(one: Move, other: Move) -> bool:
    """Whether two voices go the same way into the fifth, octave or unison that they come from."""
    interval = abs(one[1] - other[1]) % 12
    along = (one[1] - one[0]) * (other[1] - other[0]) > 0
    return along and interval in (0, 7) and abs(one[0] - other[0]) % 12 == interval


def follows(move: Move, others: Iterable[Move]) -> bool:
    """Whether a voice goes along with any of the others in fifths, octaves or unison."""
    return any(parallel(move, other) for other in others)
