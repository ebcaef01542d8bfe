"""Running means and medians, as `scipy.ndimage` has them, in half its time.

Importing that, too, takes as long as listening to ten seconds of film.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

Table = npt.NDArray[np.float32]
Kind = TypeVar("Kind", bound=np.floating[Any])


def means(values: npt.NDArray[Kind], length: int, axis: int = -1) -> npt.NDArray[Kind]:
    """Means of `length` neighbours along an axis of a table, or of a single row.

    The ends are drawn out. Of an even number of neighbours one more lies before than after.
    """
    import cv2

    size = (1, length) if axis == 0 else (length, 1)
    table = np.atleast_2d(values)
    found = np.asarray(cv2.blur(table, size, borderType=cv2.BORDER_REPLICATE), values.dtype)
    return found.reshape(values.shape)


def medians(table: Table, length: int) -> Table:
    """The median of `length` (odd, from 3 on) neighbours in each row, the ends drawn out.

    Windows that overlap are sorted together, by comparisons of whole rows: two neighbours, then
    twos into fours and so on, as far as the median asks for it.
    """
    reach = length // 2
    drawn_out = np.pad(table, ((0, 0), (reach, reach)), mode="edge")
    # Rows are laid end to end; where one meets the next, the padding takes what is no median.
    return _ahead(drawn_out.ravel(), length).reshape(drawn_out.shape)[:, : table.shape[1]]


def _ahead(row: Table, length: int) -> Table:
    """The median of each place and the `length` - 1 after it, as far as there are so many."""
    steps, last = _steps(length)
    made, free = {0: row}, [np.empty_like(row)]
    for step in steps:
        count = len(row) - max(step.one.ahead, step.other.ahead)
        one, other = (made[each.step][each.ahead :][:count] for each in (step.one, step.other))
        made[step.number] = free.pop() if free else np.empty_like(row)
        step.pick(one, other, out=made[step.number][:count])
        free.extend(made.pop(number) for number in step.done if number)
    return made[last]


class _Value(NamedTuple):
    """What a step makes of the row (0: the row itself), `ahead` places further on."""

    step: int
    ahead: int


class _Step(NamedTuple):
    """The lesser or the greater of two values; those in `done` are not needed any more."""

    number: int
    pick: np.ufunc
    one: _Value
    other: _Value
    done: tuple[int, ...]


@cache
def _steps(length: int) -> tuple[tuple[_Step, ...], int]:
    """The steps to a median, and which of them makes it."""
    network = _Network()
    half = _largest_half(length)
    many, few = network.sorted(0, half), network.sorted(half, length - half)
    middle = many[length // 2]
    for rank, value in enumerate(few, start=1):  # of the few, that many are below the median
        above = network.step(np.maximum, many[length // 2 - rank], value)
        middle = network.step(np.minimum, middle, above)
    return network.towards(middle.step), middle.step


class _Network:
    """Comparisons of neighbours, each made once wherever it is wanted along the row."""

    def __init__(self) -> None:
        self._made: dict[tuple[np.ufunc, _Value, _Value], int] = {}

    def step(self, pick: np.ufunc, one: _Value, other: _Value) -> _Value:
        """The lesser or the greater of two values."""
        ahead = min(one.ahead, other.ahead)
        first, second = (_Value(each.step, each.ahead - ahead) for each in (one, other))
        return _Value(self._made.setdefault((pick, first, second), len(self._made) + 1), ahead)

    def sorted(self, first: int, count: int) -> list[_Value]:
        """`count` neighbours from `first` on, the least first."""
        if count == 1:
            return [_Value(0, first)]
        half = _largest_half(count)
        return self._merged(self.sorted(first, half), self.sorted(first + half, count - half))

    def _merged(self, one: list[_Value], other: list[_Value]) -> list[_Value]:
        """Two sorted lists in one (odd-even merge: Batcher 1968, AFIPS 32)."""
        if not one or not other:
            return one + other
        if len(one) == len(other) == 1:
            return [self.step(pick, one[0], other[0]) for pick in (np.minimum, np.maximum)]
        even, odd = self._merged(one[::2], other[::2]), self._merged(one[1::2], other[1::2])
        pairs = zip(odd, even[1:], strict=False)
        sorted_pairs = [self.step(p, *pair) for pair in pairs for p in (np.minimum, np.maximum)]
        return [even[0], *sorted_pairs, *odd[len(even) - 1 :], *even[len(odd) + 1 :]]

    def towards(self, last: int) -> tuple[_Step, ...]:
        """The steps that the last one needs, in order."""
        keys = {number: key for key, number in self._made.items()}
        needed = {last}
        final: dict[int, int] = {}  # the step after which a value is not needed any more
        for number in range(last, 0, -1):
            if number in needed:
                for value in keys[number][1:]:
                    needed.add(value.step)
                    final.setdefault(value.step, number)
        done = {number: tuple(v for v, at in final.items() if at == number) for number in needed}
        return tuple(_Step(n, *keys[n], done[n]) for n in sorted(needed) if n)


def _largest_half(count: int) -> int:
    """The largest power of two that is below a count."""
    return 1 << ((count - 1).bit_length() - 1)
