"""The ruler: the edit's own timecode."""

from __future__ import annotations

from math import floor

from PySide6.QtCore import QLineF, QRect
from PySide6.QtGui import QPainter

from scenescore_ui.timeline.data import TimelineData
from scenescore_ui.timeline.look import Look, colour
from scenescore_ui.timeline.rows.base import Row, Sight, Target, place
from scenescore_ui.timeline.ticks import Ticks, step_for

_LABELLED, _BARE = 1.4, 9.0
"""Widths of a timecode between two that are written; pixels between two ticks without one."""


class RulerRow(Row):
    """Ticks at round timecodes, some of them named. A click or a drag moves the playhead."""

    title = "timeline_timecode"

    def __init__(self, data: TimelineData, look: Look) -> None:
        self.height = look.line + 12
        self._ticks = Ticks(data)

    def paint(self, painter: QPainter, area: QRect, sight: Sight) -> None:
        view, data = sight.view, sight.data
        painter.fillRect(area, colour("ruler"))
        first, last = floor(view.left) - 1, min(data.duration, floor(view.left + view.span) + 1)
        wide = sight.look.width("00:00:00:00") * _LABELLED
        painter.setPen(colour("tick"))
        low = area.bottom()
        bare = self._ticks.between(first, last, step_for(view.per_pixel, data.rate, _BARE))
        xs = [floor(view.x(frame)) + 0.5 for frame, _ in bare]
        painter.drawLines([QLineF(x, low - 3, x, low) for x in xs])
        reach = floor(wide * view.per_pixel) + 1
        step = step_for(view.per_pixel, data.rate, wide)
        for frame, timecode in self._ticks.between(max(0, first - reach), last, step):
            x = floor(view.x(frame))
            painter.fillRect(x, low - 8, 1, 9, colour("dim"))
            sight.look.write(painter, QRect(x, area.top(), round(wide), low - 6), timecode)

    def target(self, x: float, y: float, sight: Sight) -> Target:
        return place(x, sight, "ruler")
