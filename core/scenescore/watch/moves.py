"""What moves from picture to picture, noted while a file is decoded for other reasons."""

from __future__ import annotations

from fractions import Fraction

from scenescore.media import View
from scenescore.watch.measures import Grey, change, unit

ROUGH = 96
"""Pixels across at which every picture is watched: enough for movement, and for cuts."""

_FOLLOWS = Fraction(1, 2)  # seconds: pictures farther apart were sought, and tell no movement


class MoveNotes:
    """Notes how much changes in every picture of one file since the one before it.

    An observer of pictures as they are decoded, with leaps where the file was sought.
    """

    def __init__(self) -> None:
        self._moved: dict[int, float] = {}
        self._before: tuple[int, Fraction, Grey] | None = None

    def frame(self, index: int, seconds: Fraction, view: View) -> None:
        """See the next picture, shown from `seconds` on.

        What moved in pictures that were left out before it is shared out evenly among them.
        """
        now = unit(view.grey)
        if self._before:
            last, then, before = self._before
            if last < index and 0 < seconds - then <= _FOLLOWS:
                share = change(before, now) / (index - last)
                self._moved.update(dict.fromkeys(range(last + 1, index + 1), share))
        self._before = index, seconds, now

    def take(self, other: MoveNotes) -> None:
        """Add what was noted of other parts of the file."""
        self._moved |= other._moved

    def between(self, one: int, other: int) -> float | None:
        """What moved from one picture to another, either way; None where it was not seen."""
        first, last = sorted((one, other))
        moved = [self._moved.get(number) for number in range(first + 1, last + 1)]
        known = [move for move in moved if move is not None]
        return sum(known) if known or first == last else None
