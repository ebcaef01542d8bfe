"""What a hand does with the mouse held down: `DRAGS` names it by what lay under the pointer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from scenescore_ui.timeline.bending import Point, bent
from scenescore_ui.timeline.data import CueBlock
from scenescore_ui.timeline.look import colour
from scenescore_ui.timeline.rows import MoodRow, Target
from scenescore_ui.timeline.rows.mood import Curve
from scenescore_ui.timeline.view import View

if TYPE_CHECKING:
    from scenescore_ui.timeline.hand import Timeline

SNAP = 6.0
"""Pixels from a cut at which what is dragged jumps to it."""

_REACH = 60.0
"""Pixels over which a curve flows into what was drawn on it, at any zoom."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the pointer is: the frame, and pixels below the edge of the row that was grasped.

    `free` says that the user does not want it to jump to cuts.
    """

    y: float
    frame: int
    free: bool = False


def snapped(frame: int, view: View, marks: Sequence[int]) -> int:
    """The nearest of `marks` (in order) within a few pixels, or else the frame itself."""
    index = bisect_left(marks, frame)
    near = min(marks[max(0, index - 1) : index + 1], key=lambda m: abs(m - frame), default=frame)
    return near if abs(near - frame) <= SNAP * view.per_pixel else frame


class Drag:
    """One drag from press to release; given up with Escape, it leaves everything as it was."""

    def __init__(self, timeline: Timeline, target: Target, spot: Spot) -> None:
        self.timeline = timeline
        self.target = target
        self.first = self.last = spot
        self.moved(spot)

    def moved(self, spot: Spot) -> None:
        """The pointer is somewhere else."""
        self.last = spot

    def dropped(self) -> None:
        """The button was let go."""

    def given_up(self) -> None:
        """Escape."""

    def paint(self, painter: QPainter, area: QRect, top: int) -> None:
        """What would become of it, over the view in `area`; the row begins at pixel `top`."""


class Scrub(Drag):
    """The playhead follows the pointer."""

    def moved(self, spot: Spot) -> None:
        self.timeline.move_playhead(spot.frame)


class Sweep(Drag):
    """A range from where the button was pressed to where the pointer is."""

    def moved(self, spot: Spot) -> None:
        super().moved(spot)
        ends = (self.timeline.snapped(each.frame, spot.free) for each in (self.first, spot))
        self.timeline.select_range(*sorted(ends))

    def given_up(self) -> None:
        self.timeline.clear_selection()


class _Line(Drag, ABC):
    """Something that moves in time alone; a line shows where it would be."""

    @property
    def cue(self) -> CueBlock | None:
        """The cue that it belongs to, as it is now."""
        return self.timeline.data.cue(self.target.cue) if self.timeline.data else None

    @abstractmethod
    def origin(self, cue: CueBlock) -> int:
        """The frame at which it was."""

    @abstractmethod
    def told(self, cue: CueBlock, frame: int) -> None:
        """Tell the frame at which it is to be."""

    def wanted(self, cue: CueBlock) -> int:
        """The frame to which it was moved, wherever it was grasped."""
        moved = self.origin(cue) + self.last.frame - self.first.frame
        return self.timeline.snapped(moved, self.last.free)

    def dropped(self) -> None:
        cue = self.cue
        if cue is not None and self.wanted(cue) != self.origin(cue):
            self.told(cue, self.wanted(cue))

    def paint(self, painter: QPainter, area: QRect, top: int) -> None:
        timeline, cue = self.timeline, self.cue
        if cue is None or timeline.data is None:
            return
        frame = self.wanted(cue)
        x = area.left() + round(timeline.view.x(frame))
        painter.fillRect(x, area.top(), 1, area.height(), colour("chosen"))
        text = timeline.data.timecode(frame)
        line = QRect(x + 2, area.top() + 2, timeline.look.width(text) + 12, timeline.look.line + 4)
        painter.fillRect(line, colour("ground"))
        timeline.look.write(painter, line, text)


class MoveHit(_Line):
    """A hit to another frame."""

    def origin(self, cue: CueBlock) -> int:
        return cue.hits[self.target.hit].frame

    def told(self, cue: CueBlock, frame: int) -> None:
        self.timeline.hit_dragged.emit(cue.uid, self.target.hit, frame)


class MoveEdge(_Line):
    """A cue's in or out to another frame, never past its other edge."""

    def origin(self, cue: CueBlock) -> int:
        return cue.start if self.target.edge == "in" else cue.end

    def wanted(self, cue: CueBlock) -> int:
        frame = super().wanted(cue)
        return min(frame, cue.end - 1) if self.target.edge == "in" else max(frame, cue.start + 1)

    def told(self, cue: CueBlock, frame: int) -> None:
        self.timeline.cue_edge_dragged.emit(cue.uid, self.target.edge, frame)


class Bend(Drag):
    """Drawing on a curve: every frame that the pointer passes takes its height."""

    def __init__(self, timeline: Timeline, target: Target, spot: Spot) -> None:
        self.points: dict[int, float] = {}
        super().__init__(timeline, target, spot)

    def moved(self, spot: Spot) -> None:
        super().moved(spot)
        if row := self._row():
            self.points[spot.frame] = row.value(spot.y)

    def dropped(self) -> None:
        drawn: tuple[Point, ...] = tuple(sorted(self.points.items()))
        self.timeline.curve_dragged.emit(self.target.axis, drawn, self.reach)

    @property
    def reach(self) -> int:
        """Frames over which the curve flows into what was drawn."""
        return max(1, round(_REACH * self.timeline.view.per_pixel))

    def _row(self) -> MoodRow | None:
        return next((row for row in self.timeline.rows if isinstance(row, MoodRow)), None)

    def paint(self, painter: QPainter, area: QRect, top: int) -> None:
        row, data = self._row(), self.timeline.data
        if row is None or data is None:
            return
        axis, frames = self.target.axis, data.mood.frames
        after = bent(frames, data.mood.values(axis), tuple(self.points.items()), self.reach)
        painter.translate(area.left(), 0)
        band = QRect(0, top, area.width(), row.height)
        row.draw(painter, band, Curve(frames, after), axis, self.timeline.view, wide=2)
        painter.translate(-area.left(), 0)


DRAGS: dict[str, type[Drag]] = {
    "ruler": Scrub,
    "curve": Bend,
    "hit": MoveHit,
    "edge": MoveEdge,
}
"""By the kind of what was grasped; anything else sweeps a range."""
