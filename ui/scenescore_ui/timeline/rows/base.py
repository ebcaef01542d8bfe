"""What every row is: it paints what is seen of it, and says what lies under the pointer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Generic, TypeAlias, TypeVar

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from scenescore_ui.timeline.data import Block, TimelineData
from scenescore_ui.timeline.look import Look, colour
from scenescore_ui.timeline.peaks import Peaks
from scenescore_ui.timeline.pictures import Pictures
from scenescore_ui.timeline.view import View

NARROWEST = 3
"""Blocks of fewer pixels are drawn together: of 90 minutes on a screen no shot is much wider."""

READABLE = 28
"""Blocks of fewer pixels have no room for words."""

B = TypeVar("B", bound=Block)

Seen: TypeAlias = tuple[int, int, int | None]
"""Pixels [left, right) and number of a block in view; None for a narrow crowd."""


@dataclass(frozen=True, slots=True)
class Target:
    """What lies under the pointer.

    `kind` is one of: ruler, scene, range, cue, hit, edge, curve, lane (an empty place of one), fold
    (a lane's heading) and time (any other place). The fields that belong to it are filled; `scene`
    and `frame` always are, where there is one.
    """

    kind: str
    frame: int
    scene: int | None = None
    cue: str = ""
    hit: int = -1
    edge: str = ""
    axis: str = ""
    lane: str = ""


@dataclass(frozen=True, slots=True)
class Sight:
    """All that a row needs to paint: what there is, what part is seen, and in which look.

    `ratio` is the pixels of the screen in one of Qt's.
    """

    data: TimelineData
    view: View
    look: Look
    peaks: Mapping[str, Peaks]
    pictures: Pictures
    scenes: frozenset[int] = frozenset()
    cue: str = ""
    ratio: float = 1.0
    missed: Callable[[str], object] | None = None

    def outline(self, key: str) -> Peaks | None:
        """The waveform of a key; `missed` is told of one that is wanted and not there."""
        found = self.peaks.get(key)
        if found is None and self.missed:
            self.missed(key)
        return found

    @property
    def filled(self) -> int:
        """Pixels of the view up to the end of the edit."""
        return min(self.view.width, round(self.view.x(self.data.duration)))


class Row(ABC):
    """One row. `title` is the key of its name, `height` is in pixels, `grows` how much more of them
    it can use where there is room."""

    title = ""
    grows = 0

    def __init__(self, data: TimelineData, look: Look) -> None:
        self.height = look.line + 8

    @classmethod
    def wanted(cls, data: TimelineData) -> bool:
        """Whether the edit has anything for this row to show."""
        return True

    @abstractmethod
    def paint(self, painter: QPainter, area: QRect, sight: Sight) -> None:
        """Draw into `area`, whose left edge is the view's pixel 0."""

    def head(self, painter: QPainter, area: QRect, look: Look) -> None:
        """Draw the row's name into `area`, at its left."""
        line = QRect(area.left() + 4, area.top() + 3, area.width() - 4, look.line)
        look.write(painter, line, look.words(self.title), "dim")

    def target(self, x: float, y: float, sight: Sight) -> Target:
        """What lies at pixel `x` of the view, `y` below the row's upper edge."""
        return place(x, sight)

    def tip(self, x: float, y: float, sight: Sight) -> str:
        """What to say where the pointer rests, or nothing."""
        return ""


def place(x: float, sight: Sight, kind: str = "time") -> Target:
    """A place in time, and the scene there."""
    frame = sight.view.frame(x)
    at = min(max(0, floor(sight.view.exact(x))), max(0, sight.data.duration - 1))
    scene = sight.data.scene_at(at)
    return Target(kind, frame, scene=scene.id if scene else None)


class BlockRow(Row, Generic[B]):
    """A row of blocks in order. A row says how one looks, and how a crowd of narrow ones does."""

    def __init__(self, data: TimelineData, look: Look, blocks: Sequence[B] | None = None) -> None:
        super().__init__(data, look)
        self.blocks: Sequence[B] = self.of(data) if blocks is None else blocks
        self._starts = [block.start for block in self.blocks]
        ends = [block.end for block in self.blocks]
        self._seen: tuple[View, list[Seen]] | None = None
        self._bounds = np.array([self._starts, ends], float).reshape(2, len(ends))

    @classmethod
    def of(cls, data: TimelineData) -> Sequence[B]:
        """The blocks of the edit that this row shows, where it is not given others."""
        return ()

    @classmethod
    def wanted(cls, data: TimelineData) -> bool:
        return bool(cls.of(data))

    def block(self, painter: QPainter, area: QRect, block: B, index: int, sight: Sight) -> None:
        """Draw one block, cut at the view's edges, into `area`."""
        raise NotImplementedError  # a row that paints all its blocks at once needs none

    def says(self, block: B, sight: Sight) -> str:
        """What a block is, in full: shown where the pointer rests on it."""
        return ""

    def tip(self, x: float, y: float, sight: Sight) -> str:
        block = self.at(sight.view.exact(x))
        return self.says(block, sight) if block else ""

    def crowd(self, painter: QPainter, area: QRect) -> None:
        """Draw blocks that are too narrow to be drawn one by one."""
        painter.fillRect(area, colour("cut"))

    def paint(self, painter: QPainter, area: QRect, sight: Sight) -> None:
        for left, right, index in self.seen(sight.view):
            place = QRect(left, area.top(), right - left, area.height())
            if index is None:
                self.crowd(painter, place)
            else:
                self.block(painter, place, self.blocks[index], index, sight)

    def seen(self, view: View) -> list[Seen]:
        """What is in view, in order."""
        if self._seen is None or self._seen[0] != view:
            self._seen = (view, list(self._look(view)))
        return self._seen[1]

    def _look(self, view: View) -> Iterator[Seen]:
        first = max(0, bisect_right(self._starts, view.left) - 1)
        last = bisect_left(self._starts, ceil(view.left + view.span))
        edges = np.floor((self._bounds[:, first:last] - view.left) / view.per_pixel)
        lefts, rights = np.clip(edges, 0, view.width).astype(int).tolist()
        crowd: tuple[int, int] | None = None
        for index, left, right in zip(range(first, last), lefts, rights, strict=True):
            if right == 0:
                continue
            narrow = right - left < NARROWEST
            if crowd and (not narrow or left > crowd[1] + 1):
                yield *crowd, None
                crowd = None
            if narrow:
                crowd = (crowd[0] if crowd else left, max(right, left + 1))
            else:
                yield left, right, index
        if crowd:
            yield *crowd, None

    def at(self, frame: float) -> B | None:
        """The block that holds a frame, or None."""
        index = bisect_right(self._starts, frame) - 1
        if index >= 0 and frame < self.blocks[index].end:
            return self.blocks[index]
        return None


def inside(area: QRect, top: int, height: int) -> QRect:
    """A band of a block, `top` below its upper edge."""
    return QRect(area.left(), area.top() + top, area.width(), height)
