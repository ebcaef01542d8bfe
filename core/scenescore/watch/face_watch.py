"""When the pictures of a film are searched for faces."""

from __future__ import annotations

from fractions import Fraction
from itertools import cycle
from typing import Literal

from scenescore.media import Image
from scenescore.watch.faces import FaceFinder, Faces, Side
from scenescore.watch.measures import grey_of

_EVERY, _SELDOM = Fraction(2), Fraction(6)
"""Seconds between two searches for faces in one picture: the wait doubles while they agree, as a
search takes longer than all the rest of a glance."""
_BOTH: tuple[Side, Side] = ("left", "right")
_NEW = Fraction(1)  # seconds between searches of pictures that are new at every glance


class FaceWatch:
    """Searches pictures for faces when they are new, and then from time to time.

    Those that look aside are looked for on one side and then the other, as not all looks at a shot
    need agree; on both sides of a picture that is seen alone.
    """

    def __init__(self) -> None:
        self._finder = FaceFinder()
        self._at = -_SELDOM
        self._wait = _NEW
        self._number = 0
        self._sides = cycle((side,) for side in _BOTH)

    def look(
        self, seconds: Fraction, image: Image, seen: Literal["alone", "new", "goes on"]
    ) -> Faces | None:
        """The faces in the picture shown at `seconds`, if it is worth searching."""
        if seen != "goes on":
            self._wait = _NEW
        if seconds - self._at < self._wait:
            return None
        sides = _BOTH if seen == "alone" else next(self._sides)
        found = self._finder.find(grey_of(image), sides)
        goes_on = self._wait > _NEW and found.number == self._number
        self._wait = min(2 * self._wait, _SELDOM) if goes_on else _EVERY
        self._at, self._number = seconds, found.number
        return found
