"""The whole film as a strip of tiny images: what cuts and fades are found on."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from scenescore.media import View
from scenescore.timebase import Rate, to_frames

_SIZE = (16, 9)
CELLS = _SIZE[0] * _SIZE[1]
_DETAIL = (64, 36)  # fine enough that a line of white titles is not black
_BLOCK = 8192

Cells = npt.NDArray[np.float32]


class Strip:
    """Keeps 16 × 9 grey cells and the brightest spot of every frame: 13 MB an hour at 24 fps.

    Frames of the film are counted as they are shown, without holes; `edit_frame` tells when.
    """

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._cells = bytearray()
        self._peaks = array("B")
        self._frames = array("q")

    def frame(self, index: int, seconds: Fraction, view: View) -> None:
        """See the next frame, shown from `seconds` on."""
        import cv2

        grey = cv2.cvtColor(view.rough, cv2.COLOR_BGR2GRAY)
        self._cells += cv2.resize(grey, _SIZE, interpolation=cv2.INTER_AREA).tobytes()
        self._peaks.append(int(cv2.resize(grey, _DETAIL, interpolation=cv2.INTER_AREA).max()))
        self._frames.append(to_frames(seconds, self._rate))

    def __len__(self) -> int:
        return len(self._frames)

    @property
    def peaks(self) -> npt.NDArray[np.uint8]:
        """The brightest spot of every frame, 0…255."""
        return np.frombuffer(self._peaks, np.uint8)

    def edit_frame(self, index: int) -> int:
        """The frame of the edit at which frame `index` of the film is first shown."""
        return self._frames[min(index, len(self) - 1)]

    def cells(self, first: int, last: int) -> Cells:
        """The cells of frames [first, last) inside the film, float32 of shape (n, CELLS), 0…255."""
        whole = np.frombuffer(self._cells, np.uint8).reshape(-1, CELLS)
        return whole[max(0, first) : max(0, last)].astype(np.float32)

    def blocks(self, reach: int) -> Iterator[tuple[int, Cells]]:
        """(first frame, cells) of stretches that overlap by `reach` frames, over the whole film."""
        for first in range(0, max(1, len(self) - reach), _BLOCK):
            yield first, self.cells(first, first + _BLOCK + reach)
