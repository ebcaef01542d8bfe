"""Parallels: what two independent voices never do (MUSIC 4.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

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


def joined(before: Sequence[int], now: Sequence[int]) -> list[Move]:
    """Which pitch of a chord the ear hears go on to which of the next, both from the bottom up.

    Outer voices go on to outer ones, inner ones the shortest way; those too many begin or end.
    """
    if len(before) > len(now):
        return [(a, b) for b, a in joined(now, before)]
    outer = {now[0], now[-1]} if len(before) > 1 else set()
    ways = [way for way in combinations(now, len(before)) if outer <= set(way)]
    shortest = min(ways, key=lambda way: sum(abs(a - b) for a, b in zip(before, way, strict=True)))
    return list(zip(before, shortest, strict=True))
