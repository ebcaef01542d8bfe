"""The mood curve: valence, arousal and tension, which can be grasped and bent."""

from __future__ import annotations

from typing import TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QRect
from PySide6.QtGui import QPainter, QPen

from scenescore_ui.timeline.data import AXES, TimelineData
from scenescore_ui.timeline.look import Look, colour
from scenescore_ui.timeline.rows.base import Row, Sight, Target, inside, place
from scenescore_ui.timeline.view import View

Floats: TypeAlias = npt.NDArray[np.float64]
V = TypeVar("V", float, Floats)

GRASP = 6.0
"""Pixels from a curve at which it can be grasped."""

_STEP = 3
"""Pixels between two points of a drawn curve."""

_FINE = 1.5
"""Pixels of the screen in one of Qt's from which stairs are too small to be worth the smoothing,
which costs five times the drawing."""

_AIR = 6
"""Pixels above +1 and below -1."""

_BAND = 4
"""Height of the stripe of an ordered mood."""


class Curve:
    """One axis over time, ready to be drawn at any size."""

    def __init__(self, frames: tuple[int, ...], values: tuple[float, ...]) -> None:
        self._frames = np.asarray(frames, float)
        self._values = np.asarray(values, float)
        steps = np.diff(self._frames) * (self._values[1:] + self._values[:-1]) / 2
        self._area = np.concatenate([[0.0], np.cumsum(steps)])

    def at(self, frame: float) -> float:
        """The value at a frame."""
        return float(np.interp(frame, self._frames, self._values))

    def seen(self, view: View, step: int = _STEP) -> tuple[Floats, Floats]:
        """Pixels every `step` within the curve, and its value there.

        Where a pixel holds several values it is their mean, so that a whole film shows its course
        and not whichever moment falls upon a pixel.
        """
        last = min(view.width, view.x(self._frames[-1]))
        xs = np.append(np.arange(max(0.0, view.x(self._frames[0])), last, step), last)
        frames = view.left + xs * view.per_pixel
        half = step * view.per_pixel / 2
        if self._frames.size < 2 or 2 * half < self._frames[1] - self._frames[0]:
            return xs, np.interp(frames, self._frames, self._values)
        low = np.clip(frames - half, self._frames[0], self._frames[-1])
        high = np.clip(frames + half, self._frames[0], self._frames[-1])
        area = np.interp(high, self._frames, self._area) - np.interp(low, self._frames, self._area)
        return xs, area / np.maximum(high - low, 1e-9)


class MoodRow(Row):
    """Three curves between -1 and +1."""

    title = "timeline_mood"
    grows = 120

    def __init__(self, data: TimelineData, look: Look) -> None:
        self.height = 104
        mood = data.mood
        self.curves = {axis: Curve(mood.frames, mood.values(axis)) for axis in AXES}

    @classmethod
    def wanted(cls, data: TimelineData) -> bool:
        return bool(data.mood.frames)

    def y(self, value: V) -> V:
        """Pixels below the row's upper edge at which a value, or each of many, lies."""
        return _AIR + (1 - value) / 2 * (self.height - 2 * _AIR)

    def value(self, y: float) -> float:
        """The value at a height, kept in -1 … 1."""
        return min(max(1 - 2 * (y - _AIR) / (self.height - 2 * _AIR), -1.0), 1.0)

    def paint(self, painter: QPainter, area: QRect, sight: Sight) -> None:
        for value in (-1, 0, 1):
            y = area.top() + round(self.y(value))
            painter.fillRect(area.left(), y, sight.filled, 1, colour("rule"))
        self._ordered(painter, area, sight)
        for axis, curve in self.curves.items():
            self.draw(painter, area, curve, axis, sight.view)

    def _ordered(self, painter: QPainter, area: QRect, sight: Sight) -> None:
        """Stretches whose mood was ordered: a veil of its colour, and its name."""
        for band in sight.data.moods:
            left = max(0, round(sight.view.x(band.start)))
            right = min(sight.view.width, round(sight.view.x(band.end)))
            if right > left:
                place = QRect(left, area.top(), right - left, area.height())
                painter.fillRect(place, colour(band.emotion, 28))
                painter.fillRect(inside(place, 0, _BAND), colour(band.emotion))
                name = inside(place, _BAND, sight.look.line + 2)
                sight.look.write(painter, name, sight.look.words(f"emotion_{band.emotion}"))

    def draw(
        self, painter: QPainter, area: QRect, curve: Curve, axis: str, view: View, wide: int = 1
    ) -> None:
        """Draw one curve; `wide` is the width of its line.

        Piece by piece: Qt strokes a long polyline that is wider than a pixel of the screen as one
        shape, which takes half a second for a film.
        """
        xs, values = curve.seen(view)
        ys = area.top() + self.y(values)
        ends = (each.tolist() for each in (xs[:-1], ys[:-1], xs[1:], ys[1:]))
        smooth = painter.device().devicePixelRatioF() < _FINE
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
        painter.setPen(QPen(colour(axis), wide))
        painter.drawLines(list(map(QLineF, *ends)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def head(self, painter: QPainter, area: QRect, look: Look) -> None:
        super().head(painter, area, look)
        for index, axis in enumerate(AXES, start=1):
            top = area.top() + 6 + index * (look.line + 3)
            painter.fillRect(area.left() + 8, top + look.line // 2, 10, 2, colour(axis))
            line = QRect(area.left() + 18, top, area.width() - 18, look.line)
            look.write(painter, line, look.words(f"timeline_{axis}"), axis)

    def target(self, x: float, y: float, sight: Sight) -> Target:
        found = place(x, sight)
        frame = sight.view.exact(x)
        near = {axis: abs(self.y(curve.at(frame)) - y) for axis, curve in self.curves.items()}
        axis = min(near, key=lambda each: near[each])
        if near[axis] > GRASP:
            return found
        return Target("curve", found.frame, found.scene, axis=axis)
