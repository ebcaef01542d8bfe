"""Waveforms: of the edit's sound, and of what a lane holds."""

from __future__ import annotations

from collections.abc import Iterable
from math import floor

import numpy as np
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage, QPainter

from scenescore_ui.timeline.data import CueBlock, TimelineData
from scenescore_ui.timeline.look import Look, colour
from scenescore_ui.timeline.peaks import Floats
from scenescore_ui.timeline.rows.base import Row, Sight

EDIT = "edit"
"""The key of the edit's own sound among the peaks; a cue's is its uid, a stem's `uid/stem`."""

NARROWEST = 24
"""A cue of fewer pixels is drawn without its waveform, so that a hundred cost no more than one."""


def draw_wave(
    painter: QPainter, area: QRect, low: Floats, high: Floats, name: str, ratio: float
) -> None:
    """Fill the outline into `area`, one column of the screen for each of `low` and `high`.

    Heights are square roots, so that music under dialogue can be seen: -24 dB is a quarter.
    """
    rows = max(1, round(area.height() * ratio))
    middle = (rows - 1) / 2
    low, high = (np.sign(side) * np.sqrt(np.abs(side)) for side in (low, high))
    y = np.arange(rows, dtype=np.float32)[:, None]
    filled = (y >= np.floor(middle - high * middle)) & (y <= np.ceil(middle - low * middle))
    filled &= high > low
    paint = np.where(filled, np.uint32(colour(name).rgba()), np.uint32(0))
    picture = np.ascontiguousarray(paint)
    form = QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(picture.data, len(low), rows, picture.strides[0], form)
    image.setDevicePixelRatio(ratio)
    painter.drawImage(QPoint(area.left(), area.top()), image)


class SoundRow(Row):
    """The edit's own sound."""

    title = "timeline_sound"

    def __init__(self, data: TimelineData, look: Look) -> None:
        self.height = 38

    def paint(self, painter: QPainter, area: QRect, sight: Sight) -> None:
        middle = area.center().y()
        painter.fillRect(area.left(), middle, sight.filled, 1, colour("rule"))
        if peaks := sight.outline(EDIT):
            view = sight.view
            count = round(view.width * sight.ratio)
            low, high = peaks.columns(view.left, view.per_pixel / sight.ratio, count)
            draw_wave(painter, area.adjusted(0, 2, 0, -2), low, high, "wave", sight.ratio)


def draw_cues(
    painter: QPainter, area: QRect, cues: Iterable[CueBlock], stem: str, name: str, sight: Sight
) -> None:
    """The waveforms of cues in view, or of one stem of theirs, as one image across `area`."""
    view, ratio = sight.view, sight.ratio
    width = round(view.width * ratio)
    low, high = np.zeros(width, np.float32), np.zeros(width, np.float32)
    for cue in cues:
        first = max(0, floor(view.x(cue.lane_start) * ratio))
        last = min(width, floor(view.x(cue.lane_end) * ratio))
        if last - first < NARROWEST * ratio:
            continue
        peaks = sight.outline(f"{cue.uid}/{stem}" if stem else cue.uid)
        if peaks is None:
            continue
        step = view.per_pixel / ratio
        columns = peaks.columns(view.left + first * step, step, last - first)
        low[first:last], high[first:last] = columns
    if high.any() or low.any():
        draw_wave(painter, area, low, high, name, ratio)
