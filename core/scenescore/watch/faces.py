"""Faces in a picture: how many there are, and how large the largest is."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]

_STEP = 1.25  # from one size of face to the next
_FRONT, _PROFILE = "haarcascade_frontalface_alt2.xml", "haarcascade_profileface.xml"
"""OpenCV's cascades; the second knows faces that look to the left."""
_SURE = 3  # finds side by side that make a face: fewer see faces in rocks
_SMALLEST = 0.16  # of the picture's height
_BLACK, _MOSTLY = 8, 0.4  # a face is not drawn on black, as a title is

Side = Literal["left", "right"]

Box = tuple[int, int, int, int]
"""Left, top, width, height in pixels."""


class Faces(NamedTuple):
    """How many faces, and the height of the largest as a share of the picture's."""

    number: int
    largest: float


class FaceFinder:
    """Finds faces from the front and from the side (Viola & Jones 2004, IJCV 57:137)."""

    def __init__(self) -> None:
        import cv2

        folder = Path(cv2.__file__).parent / "data"
        self._cascades = {
            name: cv2.CascadeClassifier(str(folder / name)) for name in (_FRONT, _PROFILE)
        }

    def find(self, grey: Grey, sides: Collection[Side] = ("left", "right")) -> Faces:
        """The faces in a grey image; 320 pixels across are enough for people in a room.

        Those that look aside are found where they look to one of the `sides`: each takes a third of
        the time.
        """
        height = grey.shape[0]
        boxes = [box for box in self._boxes(grey, sides) if _on_no_black(grey, box)]
        apart: list[Box] = []
        for box in sorted(boxes, key=lambda box: -box[2]):
            if not any(_overlap(box, other) for other in apart):
                apart.append(box)
        return Faces(len(apart), max((box[3] for box in apart), default=0) / height)

    def _boxes(self, grey: Grey, sides: Collection[Side]) -> list[Box]:
        """What looks like a face, inside the bars of black that a film may have around it."""
        import cv2

        least = max(20, round(grey.shape[0] * _SMALLEST))
        left, top, width, height = cv2.boundingRect(np.asarray(grey >= _BLACK, np.uint8))
        if min(width, height) < least:
            return []
        even = np.asarray(cv2.equalizeHist(grey), np.uint8)[top : top + height, left : left + width]
        found = self._seen_by(_FRONT, even, least)
        if "left" in sides:
            found += self._seen_by(_PROFILE, even, least)
        if "right" in sides:
            mirrored = self._seen_by(_PROFILE, np.ascontiguousarray(even[:, ::-1]), least)
            found += [(width - x - w, y, w, h) for x, y, w, h in mirrored]
        return [(x + left, y + top, w, h) for x, y, w, h in found]

    def _seen_by(self, name: str, even: Grey, least: int) -> list[Box]:
        cascade: Any = self._cascades[name]
        found = cascade.detectMultiScale(even, _STEP, _SURE, minSize=(least, least))
        return [(int(x), int(y), int(w), int(h)) for x, y, w, h in found]


def _on_no_black(grey: Grey, box: Box) -> bool:
    x, y, width, height = box
    return float((grey[y : y + height, x : x + width] < _BLACK).mean()) < _MOSTLY


def _overlap(one: Box, other: Box) -> bool:
    """Whether the middle of one lies within the other, or the reverse."""
    return _holds(one, other) or _holds(other, one)


def _holds(box: Box, other: Box) -> bool:
    x, y = other[0] + other[2] / 2, other[1] + other[3] / 2
    return box[0] <= x <= box[0] + box[2] and box[1] <= y <= box[1] + box[3]
