"""What may be done to a motif: every operation returns another motif (MUSIC 4.5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

from scenescore.compose.theme import Motif

Operation = Callable[[Motif], Motif]

_LONG, _SHORT = Fraction(3, 2), Fraction(1, 2)
"""Beats from which a note has room for a turn, and those of the turn's two notes."""


def inverted(motif: Motif) -> Motif:
    """Upside down round its first note."""
    first = motif.degrees[0]
    return replace(motif, degrees=tuple(2 * first - degree for degree in motif.degrees))


def retrograde(motif: Motif) -> Motif:
    """The notes backwards in the old rhythm, by which it is still known."""
    return replace(motif, degrees=motif.degrees[::-1])


def moved(motif: Motif, by: int) -> Motif:
    """A sequence: the whole motif some degrees higher or lower."""
    return replace(motif, degrees=tuple(degree + by for degree in motif.degrees))


def stretched(motif: Motif, factor: Fraction) -> Motif:
    """Augmented (factor above 1) or diminished."""
    return replace(motif, rhythm=tuple(length * factor for length in motif.rhythm))


def doubled(motif: Motif) -> Motif:
    """Diminished and said twice, the second time a degree higher."""
    fast = stretched(motif, Fraction(1, 2))
    higher = tuple(degree + 1 for degree in fast.degrees)
    return Motif(fast.degrees + higher, fast.rhythm * 2)


def head(motif: Motif, notes: int) -> Motif:
    """A fragment: the first notes, the last of them held as long as the motif went on."""
    rest = sum(motif.rhythm[notes - 1 :], Fraction(0))
    return Motif(motif.degrees[:notes], (*motif.rhythm[: notes - 1], rest))


def without_last(motif: Motif) -> Motif:
    """All but its last note, two at least."""
    return head(motif, max(2, len(motif.rhythm) - 1))


def turned(motif: Motif) -> Motif:
    """Ornamented: a last note that is long turns over its upper neighbour, the rest stays."""
    last, end = motif.degrees[-1], motif.rhythm[-1]
    if end < _LONG:
        return motif
    rhythm = (*motif.rhythm[:-1], end - 2 * _SHORT, _SHORT, _SHORT)
    return Motif((*motif.degrees, last + 1, last), rhythm)


def veered(motif: Motif) -> Motif:
    """As it was up to its middle, from there upside down."""
    middle = (len(motif.degrees) - 1) // 2
    pivot = motif.degrees[middle]
    tail = tuple(2 * pivot - degree for degree in motif.degrees[middle + 1 :])
    return replace(motif, degrees=(*motif.degrees[: middle + 1], *tail))


def lifted(motif: Motif) -> Motif:
    """As it was up to its middle, from there a third higher."""
    middle = (len(motif.degrees) - 1) // 2
    tail = tuple(degree + 2 for degree in motif.degrees[middle + 1 :])
    return replace(motif, degrees=(*motif.degrees[: middle + 1], *tail))


def fitted(motif: Motif, beats: Fraction) -> Motif:
    """The motif in some beats: notes that begin later fall away, the last one fills."""
    kept = max(1, sum(onset < beats for onset in motif.onsets))
    return Motif(motif.degrees[:kept], (*motif.rhythm[: kept - 1], beats - motif.onsets[kept - 1]))


def filled(motif: Motif, notes: int) -> Motif:
    """The motif with passing and neighbour notes inside its longest ones, up to some notes."""
    degrees, rhythm = [*motif.degrees], [*motif.rhythm]
    while len(degrees) < notes and max(rhythm) >= 1:
        place = rhythm.index(max(rhythm))
        here, after = degrees[place], degrees[min(place + 1, len(degrees) - 1)]
        half = _half(rhythm[place])
        degrees.insert(place + 1, (here + after) // 2 if abs(after - here) > 1 else here + 1)
        rhythm[place : place + 1] = [half, rhythm[place] - half]
    return Motif(tuple(degrees), tuple(rhythm))


def _half(length: Fraction) -> Fraction:
    """About half of a length, on the grid of eighths."""
    return max(Fraction(1, 2), Fraction(round(length), 2))


OPERATIONS: Mapping[str, Operation] = MappingProxyType(
    {
        "inversion": inverted,
        "retrograde": retrograde,
        "diminution": doubled,
        "augmentation": lambda motif: stretched(motif, Fraction(2)),
        "sequence": lambda motif: moved(motif, 1),
    }
)
"""What a contrasting phrase does with its theme, by the name of the operation."""
