"""Faces in a picture: how many there are, and how large the largest is."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from threading import local
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]

_WINDOW = 20  # pixels across of the faces that the cascades learned from
_STEP, _FINE = 1.4, 1.1  # from one size of face to the next: to suspect a face, and to make sure
_AROUND, _SMALLER, _LARGER = 0.4, 0.7, 1.4  # of a suspected face: where and how large it may be
_BLACK, _MOSTLY = 8, 0.4  # a face is not drawn on black, as a title is


class _Kind(NamedTuple):
    """A cascade of OpenCV and how it is asked, as found best on the sample films.

    `smallest` is the smallest face that is suspected, a share of the picture's shorter side; `sure`
    the finds side by side that make one: with fewer there are faces in rocks and in letters; `even`
    whether it is made sure of where all greys are equally frequent.
    """

    cascade: str
    smallest: float
    sure: int
    even: bool


_FRONT = _Kind("haarcascade_frontalface_alt2.xml", 0.2, 3, even=True)
_PROFILE = _Kind("haarcascade_profileface.xml", 0.18, 6, even=False)
"""Knows faces that look to the left."""

Side = Literal["left", "right"]

Box = tuple[int, int, int, int]
"""Left, top, width, height in pixels."""


class Faces(NamedTuple):
    """How many faces, and the height of the largest as a share of the picture's."""

    number: int
    largest: float


class _Cascades(local):
    """The cascades that a thread has read, as each looks through one picture at a time; reading one
    takes longer than a search."""

    def __init__(self) -> None:
        self._read: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._read:
            import cv2

            self._read[name] = cv2.CascadeClassifier(str(Path(cv2.__file__).parent / "data" / name))
        return self._read[name]


_cascades = _Cascades()


def find_faces(grey: Grey, sides: Collection[Side] = ("left", "right")) -> Faces:
    """The faces in a grey image; 320 pixels across are enough for people in a room.

    Faces are suspected in a picture as small as can be, where a search is short, and made sure of
    around each place in the picture itself (by the cascades of Viola & Jones 2004, IJCV 57:137).
    Where none is seen from the front, those that look to one of the `sides` are looked for: each
    takes longer than all from the front.
    """
    faces = apart([box for box in _boxes(grey, sides) if _on_no_black(grey, box)])
    return Faces(len(faces), max((box[3] for box in faces), default=0) / grey.shape[0])


def _boxes(grey: Grey, sides: Collection[Side]) -> list[Box]:
    """What looks like a face, inside the bars of black that a film may have around it."""
    import cv2

    left, top, width, height = cv2.boundingRect(np.asarray(grey >= _BLACK, np.uint8))
    lit, shorter = grey[top : top + height, left : left + width], min(grey.shape)
    found = _seen_by(_FRONT, lit, shorter)
    if "left" in sides and not found:
        found = _seen_by(_PROFILE, lit, shorter)
    if "right" in sides and not found:
        mirrored = _seen_by(_PROFILE, np.ascontiguousarray(lit[:, ::-1]), shorter)
        found = [(width - x - w, y, w, h) for x, y, w, h in mirrored]
    return [(x + left, y + top, w, h) for x, y, w, h in found]


def _seen_by(kind: _Kind, lit: Grey, shorter: int) -> list[Box]:
    """The faces that a cascade is sure of, in a picture with so many pixels to its shorter side."""
    import cv2

    least = max(_WINDOW, shorter * kind.smallest)
    if min(lit.shape) < least:
        return []
    small, scale = _shrunk(lit, least)
    boxes = _matches(kind, small, _STEP, 0, (_WINDOW, max(small.shape)))
    suspected = apart([_scaled(box, scale) for box in boxes])
    if suspected and kind.even:
        lit = np.asarray(cv2.equalizeHist(lit), np.uint8)
    return [face for box in suspected for face in _sure(kind, lit, box)]


def _sure(kind: _Kind, grey: Grey, box: Box) -> list[Box]:
    """The face at about the place and size of a box, if there is one."""
    x, y, width, height = box
    margin = round(width * _AROUND)
    left, top = max(0, x - margin), max(0, y - margin)
    around = grey[top : y + height + margin, left : x + width + margin]
    sizes = max(_WINDOW, int(width * _SMALLER)), int(width * _LARGER)
    found = _matches(kind, around, _FINE, kind.sure, sizes)
    return [(u + left, v + top, w, h) for u, v, w, h in found]


def _matches(kind: _Kind, image: Grey, step: float, sure: int, sizes: tuple[int, int]) -> list[Box]:
    """Where a cascade matches `sure` times side by side, at sizes between two."""
    least, most = ((size, size) for size in sizes)
    cascade = _cascades[kind.cascade]
    found = cascade.detectMultiScale(image, step, sure, minSize=least, maxSize=most)
    return [(int(x), int(y), int(w), int(h)) for x, y, w, h in found]


def _shrunk(grey: Grey, least: float) -> tuple[Grey, float]:
    """An image where a face of `least` pixels is `_WINDOW` across, and how many times smaller it
    is."""
    import cv2

    scale = least / _WINDOW
    size = round(grey.shape[1] / scale), round(grey.shape[0] / scale)
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8), scale


def _scaled(box: Box, scale: float) -> Box:
    left, top, width, height = (round(part * scale) for part in box)
    return left, top, width, height


def apart(boxes: list[Box]) -> list[Box]:
    """The larger ones of those that overlap, in whatever order threads of OpenCV's found them."""
    kept: list[Box] = []
    for box in sorted(boxes, key=lambda box: (-box[2], box[1], box[0])):
        if not any(_overlap(box, other) for other in kept):
            kept.append(box)
    return kept


def _on_no_black(grey: Grey, box: Box) -> bool:
    x, y, width, height = box
    return float((grey[y : y + height, x : x + width] < _BLACK).mean()) < _MOSTLY


def _overlap(one: Box, other: Box) -> bool:
    """Whether the middle of one lies within the other, or the reverse."""
    return _holds(one, other) or _holds(other, one)


def _holds(box: Box, other: Box) -> bool:
    x, y = other[0] + other[2] / 2, other[1] + other[3] / 2
    return box[0] <= x <= box[0] + box[2] and box[1] <= y <= box[1] + box[3]
