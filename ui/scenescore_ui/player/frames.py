"""The edit's picture, drawn ahead in a thread of its own: what is wanted now first, late ones not.

Qt-free: pixels are arrays as QImage takes them.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from threading import Condition, Thread
from typing import NamedTuple

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace, VideoReformatter
from numpy.typing import NDArray

from scenescore.errors import Cancelled, MediaUnreadable
from scenescore.job import Job
from scenescore.media import Canvas, Conform, Size, probe
from scenescore.model import Edit

log = logging.getLogger(__name__)

_AHEAD_BYTES = 64 << 20
_AHEAD = (4, 16)
"""Fewest and most pictures drawn ahead."""

_NEAR = 48
"""Frames from the one that is being drawn to the one wanted up to which it is drawn to its end: it
lies on the way, and something is to be seen while the mouse moves."""

_NOTHING = np.zeros((2, 8, 4), np.uint8)
"""The pixels of a picture that cannot be drawn."""

_USUAL_SIZE = (1280, 720)
_ASKED = 8
"""Files asked for their size before the usual one is taken."""

_HD = 720
"""Lines from which on colours are coded by BT.709, below by BT.601: what most files do not say."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A frame of the edit: pixels (height, width, 4) in blue, green, red, and nothing.

    `lacking` names the media that are missing or unreadable in it.
    """

    frame: int
    pixels: NDArray[np.uint8]
    lacking: tuple[str, ...] = ()


@dataclass(slots=True)
class Frames:
    """Draws what is planned, in that order; a new plan takes the place of the old one.

    `arrived` is called in the thread when `best` may have changed.
    """

    arrived: Callable[[], None]
    best: Picture | None = None
    """The picture of the frame wanted now, or the last one before it that was done."""

    _edit: Edit | None = None
    _room: Size = (960, 540)
    _plan: Sequence[int] = ()
    _ready: dict[int, Picture] = field(default_factory=dict)
    _drawing: tuple[int, Job] | None = None
    _fresh: bool = False
    _ahead: int = _AHEAD[0]
    _late: int = 0
    _changed: Condition = field(default_factory=Condition)
    _thread: Thread | None = None
    _closed: bool = False

    @property
    def ahead(self) -> int:
        """How many pictures are worth planning."""
        return self._ahead

    def open(self, edit: Edit | None) -> None:
        """Show another edit, or none."""
        with self._changed:
            self._edit, self.best = edit, None
            self._begin_anew()

    def fit(self, room: Size) -> None:
        """Draw pictures that fit into so many pixels."""
        with self._changed:
            if room != self._room and min(room) > 0:
                self._room = room
                self._begin_anew()

    def plan(self, frames: Sequence[int]) -> None:
        """Want the first frame now, and the others after it."""
        with self._changed:
            self._plan = frames
            if (now := self._ready.pop(frames[0], None)) is not None:
                self.best = now
            self._ready = {k: self._ready[k] for k in frames if k in self._ready}
            if self._drawing and not self._leads_to(self._drawing[0], frames):
                self._drawing[1].cancel()
            self._changed.notify()
        if self._thread is None and not self._closed:
            self._thread = Thread(target=self._run, name="frames", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """End the thread and close all files."""
        with self._changed:
            self._closed = True
            self._begin_anew()
        if self._thread:
            self._thread.join()

    def _begin_anew(self) -> None:
        self._fresh, self._late = True, 0
        self._ready.clear()
        if self._drawing:
            self._drawing[1].cancel()
        self._changed.notify()

    @staticmethod
    def _leads_to(drawn: int, frames: Sequence[int]) -> bool:
        """Whether a frame is still worth drawing: wanted, or just before what is."""
        way = frames[0] - drawn
        back = len(frames) > 1 and frames[1] < frames[0]
        return drawn in frames or 0 <= (-way if back else way) <= _NEAR

    # --- in the thread ----------------------------------------------------------------------------

    def _run(self) -> None:
        painter: _Painter | None = None
        while (wish := self._next()) is not None:
            if painter and not painter.fits(wish):
                painter.close()
                painter = None
            if wish.edit is None:
                continue
            try:
                painter = painter or _Painter(wish.edit, wish.room)
                self._ahead = painter.ahead
                self._keep(painter.paint(wish.frame, wish.job))
            except Cancelled:
                continue
            except Exception:  # the outermost loop: this picture is lost, the next one may come
                log.exception("frame %d cannot be drawn", wish.frame)
                self._keep(Picture(wish.frame, _NOTHING))
            self.arrived()
        if painter:
            painter.close()

    def _next(self) -> _Wish | None:
        """Wait for something to draw, or another edit; None at the end."""
        with self._changed:
            self._drawing = None
            while not self._closed:
                frame = self._missing()
                if (frame is not None) if self._edit else self._fresh:
                    self._fresh = False
                    wish = _Wish(self._edit, self._room, frame or 0, Job())
                    self._drawing = wish.frame, wish.job
                    return wish
                self._changed.wait()
            return None

    def _missing(self) -> int | None:
        """The first planned frame that is not drawn, without those that would come too late."""
        there = {self.best.frame} if self.best and not self._fresh else set()
        late = min(self._late, len(self._plan) - 1)
        wanted = (k for k in self._plan[late:] if k not in self._ready and k not in there)
        return next(wanted, None)

    def _keep(self, picture: Picture) -> None:
        with self._changed:
            if self._fresh:
                return
            late = len(self._plan) > 1 and picture.frame not in self._plan
            self._late = min(self._late + 1, self._ahead - 1) if late else max(self._late - 1, 0)
            if picture.frame in self._plan[1:]:
                self._ready[picture.frame] = picture
            else:
                self.best = picture


class _Wish(NamedTuple):
    """A frame to draw; with no edit there is none."""

    edit: Edit | None
    room: Size
    frame: int
    job: Job


class _Painter:
    """Draws frames of one edit at one size."""

    def __init__(self, edit: Edit, room: Size) -> None:
        self.edit, self.room = edit, room
        whole = _shape_of(edit)
        self._conform = Conform(edit, _within(whole, room))
        self._colours = Colorspace.ITU709 if whole[1] >= _HD else Colorspace.ITU601
        self._scaler = VideoReformatter()
        width, height = _within(whole, room)
        self.ahead = min(max(_AHEAD_BYTES // (4 * width * height), _AHEAD[0]), _AHEAD[1])

    def fits(self, wish: _Wish) -> bool:
        return wish.edit is self.edit and wish.room == self.room

    def paint(self, frame: int, job: Job) -> Picture:
        """Raises Cancelled."""
        pixels = self._coloured(self._conform.draw(frame, job))
        return Picture(frame, pixels, self._conform.lacking(frame))

    def close(self) -> None:
        self._conform.close()

    def _coloured(self, canvas: Canvas) -> NDArray[np.uint8]:
        frame = VideoFrame.from_ndarray(canvas, format="yuv420p")
        shown = self._scaler.reformat(frame, format="bgra", src_colorspace=self._colours)
        return shown.to_ndarray().astype(np.uint8, copy=False)


def _shape_of(edit: Edit) -> Size:
    """The size of the file that is seen longest, of those that can be read.

    Asking all files of a long edit would take longer than anybody waits for a picture.
    """
    used: Counter[str] = Counter()
    for clip in edit.picture:
        if clip.media and not clip.media.missing:
            used[clip.media.path] += round(clip.record.duration * edit.rate.fps)
    for path, _ in used.most_common(_ASKED):
        with suppress(MediaUnreadable):
            if picture := probe(Path(path)).picture:
                return picture.shown
    return _USUAL_SIZE


def _within(whole: Size, room: Size) -> Size:
    """The size that fits into a room and is no larger than the whole.

    Whole columns of eight: swscale leaves what is over them in a row of RGB as it finds it.
    """
    scale = min(Fraction(room[0], whole[0]), Fraction(room[1], whole[1]), Fraction(1))
    width, height = (int(length * scale) for length in whole)
    return max(8, width // 8 * 8), max(2, height // 2 * 2)
