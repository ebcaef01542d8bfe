"""Retelling: how freely what was sung comes back, chosen by how much of the melody then does.

A tune that hardly comes back is not remembered, one that does nothing else tires. So a melody is
measured as listeners' music was: by the share of its moves that recur.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol, TypeVar

from scenescore.compose.tones import Tone

_GRAM = 6
"""Moves in a row that are heard as the same thing again."""

_FEWEST = _GRAM + 5
"""Notes from which a melody can say anything again: an idea of four notes twice, and its next."""

_LEAST, _MOST = 0.28, 0.57
"""Share of a melody's 6-grams that come back: a little inside the .25-.60 of MUSIC 5.2."""


@dataclass(frozen=True, slots=True)
class Retelling:
    """How what was heard before is told again.

    `repeats` says whether the ideas of a phrase are one said again, None that chance decides.
    An answer ends otherwise every `varied`-th time, 0 for never; `ornamented` is the time from
    which a theme is ornamented, and the same for one in the place of a contrast; every `rounds`-th
    time a phrase is developed instead, 0 for never.
    """

    repeats: bool | None = None
    varied: int = 2
    ornamented: tuple[int, int] = (4, 2)
    rounds: int = 3


_NEVER = 99

USUAL = Retelling()
_PLAINER = (
    Retelling(varied=0, ornamented=(_NEVER, _NEVER), rounds=0),
    Retelling(repeats=True, varied=0, ornamented=(_NEVER, _NEVER), rounds=0),
)
_FREER = (
    Retelling(varied=1, ornamented=(3, 1)),
    Retelling(varied=1, ornamented=(2, 1), rounds=2),
    Retelling(repeats=False, varied=1, ornamented=(2, 1), rounds=2),
)


class Told(Protocol):
    """Something with a melody, notes in order."""

    @property
    def tune(self) -> Sequence[Tone]: ...


T = TypeVar("T", bound=Told)


def told(tell: Callable[[Retelling], T]) -> T:
    """What is told as usual, or plainer or more freely by steps until enough of it comes back.

    Where no way of telling hits the band, the nearest.
    """
    best = tell(USUAL)
    off = _missed(best.tune)
    for retelling in _PLAINER if off < 0 else _FREER:
        if not off:
            break
        other = tell(retelling)
        now = _missed(other.tune)
        if abs(now) < abs(off):
            best, off = other, now
    return best


def recurrence(tune: Sequence[Tone]) -> float:
    """Share of a melody's 6-grams of moves, in semitones and beats, that come back (MUSIC 5.1)."""
    moves = [(b.pitch - a.pitch, b.beat - a.beat) for a, b in pairwise(tune)]
    found = Counter(tuple(moves[i : i + _GRAM]) for i in range(len(moves) - _GRAM + 1))
    return sum(count for count in found.values() if count > 1) / max(1, found.total())


def _missed(tune: Sequence[Tone]) -> float:
    """How far the recurrence lies outside its band: below 0 too little, above too much."""
    if len(tune) < _FEWEST:
        return 0.0
    share = recurrence(tune)
    return min(0.0, share - _LEAST) + max(0.0, share - _MOST)
