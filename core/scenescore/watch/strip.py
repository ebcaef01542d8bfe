"""The whole film as a strip of tiny images: what cuts and fades are found on."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from scenescore.media import View
from scenescore.timebase import Rate, to_frames
from scenescore.watch.gradual import LONGEST, Cells, Mix, best_of, mixes_in

_SIZE = (16, 9)
CELLS = _SIZE[0] * _SIZE[1]
Row = npt.NDArray[np.uint8]
"""The cells of one frame."""

_BLOCK = 2048
"""Frames that are searched for mixes at once; those before are forgotten."""


class Strip:
    """Keeps 16 × 9 grey cells of the latest frames, and of all the brightest spot.

    Frames of the film are counted as they are shown, without holes; `edit_frame` tells when. A
    frame that was left out is taken for the mix of those around it. Mixes are looked for as the
    film goes by, so that two hours take no more memory than two minutes.
    """

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._first = 0  # frame whose cells are the first that are kept
        self._cells = np.zeros((_BLOCK + LONGEST, CELLS), np.uint8)
        self._seen = np.zeros(len(self._cells), bool)
        self._peaks = bytearray()
        self._frames = array("q")
        self._mixes: list[Mix] = []
        self.latest: Row = np.zeros(CELLS, np.uint8)

    def frame(self, index: int, seconds: Fraction, view: View) -> None:
        """See the next frame, shown from `seconds` on."""
        import cv2

        small = cv2.resize(view.grey, _SIZE, interpolation=cv2.INTER_AREA)
        cells = self.latest = np.asarray(small, np.uint8).reshape(-1)
        peak, frame = int(view.grey.max()), to_frames(seconds, self._rate)
        if view.left_out:
            self._fill(view.left_out, cells, peak, frame)
        self._add(cells, peak, frame, seen=True)

    def _fill(self, count: int, cells: Row, peak: int, frame: int) -> None:
        """Take the mixes of the last frame and the next for those that were left out."""
        import cv2

        before, since = self._cells[len(self) - self._first - 1].copy(), self._frames[-1]
        peak = max(peak, self._peaks[-1])
        for step in range(1, count + 1):
            share = step / (count + 1)
            mixed = np.asarray(cv2.addWeighted(before, 1 - share, cells, share, 0.0), np.uint8)
            self._add(mixed.reshape(-1), peak, since + round((frame - since) * share), seen=False)

    def _add(self, cells: Row, peak: int, frame: int, *, seen: bool) -> None:
        if len(self) - self._first == len(self._cells):
            self._forget()
        place = len(self) - self._first
        self._cells[place], self._seen[place] = cells, seen
        self._peaks.append(peak)
        self._frames.append(frame)

    def _forget(self) -> None:
        """Look for mixes in all frames that are kept, and forget those that no mix needs now."""
        self._mixes = self.mixes()
        for kept in (self._cells, self._seen):
            kept[:LONGEST] = kept[-LONGEST:]
        self._first = len(self) - LONGEST

    def __len__(self) -> int:
        return len(self._frames)

    @property
    def peaks(self) -> npt.NDArray[np.uint8]:
        """The brightest spot of every frame, 0…255."""
        return np.frombuffer(self._peaks, np.uint8)

    def correct(self, frames: Sequence[int], peaks: npt.NDArray[np.uint8]) -> None:
        """Take what was seen of some frames for what was guessed of them."""
        for frame, peak in zip(frames, peaks.tolist(), strict=True):
            if frame < len(self):
                self._peaks[frame] = peak

    def edit_frame(self, index: int) -> int:
        """The frame of the edit at which frame `index` of the film is first shown."""
        return self._frames[min(index, len(self) - 1)]

    def cells(self, first: int, last: int) -> Cells:
        """The cells of frames [first, last), float32 of shape (n, CELLS), 0…255.

        Of those that have not been shown yet, or are forgotten, there are none.
        """
        low, high = (min(max(each, self._first), len(self)) for each in (first, last))
        return self._cells[low - self._first : high - self._first].astype(np.float32)

    def mixes(self) -> list[Mix]:
        """The mixes of the film so far, in order and apart."""
        seen = self._seen[: len(self) - self._first]
        new = mixes_in(self.cells(self._first, len(self)), seen, self._first)
        return best_of([*self._mixes, *new])
