"""When the pictures of a film are searched for faces."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from scenescore.media import Image
from scenescore.watch.faces import Faces, Side, find_faces
from scenescore.watch.measures import Grey, grey_of

_EVERY, _SELDOM = Fraction(3), Fraction(6)
"""Seconds between two searches for faces in one picture: the wait doubles while they agree, as a
search takes longer than all the rest of a glance."""
_NEW = Fraction(3, 4)  # seconds between searches of pictures that are new at every glance
_ALIKE = 0.3  # correlation of two pictures: over a cut, or when all has moved, it is about 0
_FLAT = 0.04  # standard deviation of luma, 0…1: no face is seen in black, in fog, or in a fade


class FaceWatch:
    """Searches pictures for faces when they are new, and then from time to time.

    Those that look aside are looked for on one side, and on the other after a search that found
    none, as not all looks at a shot need agree; on both sides of a picture that is seen alone.
    """

    def __init__(self) -> None:
        self._at = -_SELDOM
        self._wait = _NEW
        self._searched: Grey | None = None
        self._number = 0
        self._sides: tuple[Side, Side] = ("left", "right")

    def look(self, seconds: Fraction, image: Image, afar: Grey, *, alone: bool) -> Faces | None:
        """The faces in the picture shown at `seconds`, if it is worth searching.

        `afar` is the picture from afar as `measures.unit` gives it.
        """
        since = seconds - self._at
        picture = _standard(afar) if since >= _NEW else None
        if picture is None:
            return None
        new = alone or self._searched is None or not _alike(self._searched, picture)
        if since < self._wait and not new:
            return None
        found = find_faces(grey_of(image), self._sides if alone else self._sides[:1])
        agree = not new and found.number == self._number
        self._wait = min(2 * self._wait, _SELDOM) if agree else _EVERY
        self._at, self._searched, self._number = seconds, picture, found.number
        if not found.number:
            self._sides = self._sides[1], self._sides[0]
        return found


def _standard(afar: Grey) -> Grey | None:
    """The picture with mean 0 and deviation 1, as a fade does not change it; none if it is flat."""
    import cv2

    mean, deviation = (float(value[0, 0]) for value in cv2.meanStdDev(afar))
    return None if deviation < _FLAT else (afar - np.float32(mean)) / np.float32(deviation)


def _alike(one: Grey, other: Grey) -> bool:
    """Whether two standard pictures correlate (Pearson's r)."""
    return float(np.vdot(one, other)) / one.size >= _ALIKE
