"""Rows of blocks: shots, scenes, speech, the music that is there, markers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPolygon

from scenescore_ui.timeline.data import (
    MarkerFlag,
    MusicBlock,
    SceneBand,
    ShotBlock,
    SpokenLine,
    TimelineData,
)
from scenescore_ui.timeline.look import Look, colour
from scenescore_ui.timeline.rows.base import READABLE, BlockRow, Sight, Target, inside, place

PICTURE = 52
"""Height of a shot's image."""

_PICTURED = 20
"""A shot of fewer pixels shows no image: a sliver of one says nothing."""


class ShotRow(BlockRow[ShotBlock]):
    """Shots with their images; a soft cut slants."""

    title = "timeline_shots"

    def __init__(self, data: TimelineData, look: Look) -> None:
        super().__init__(data, look)
        pictured = any(shot.picture for shot in data.shots)
        self._image = PICTURE if pictured else 0
        self.height = self._image + look.line + 6

    @classmethod
    def of(cls, data: TimelineData) -> Sequence[ShotBlock]:
        return data.shots

    def says(self, block: ShotBlock, sight: Sight) -> str:
        return block.clip

    def block(
        self, painter: QPainter, area: QRect, block: ShotBlock, index: int, sight: Sight
    ) -> None:
        painter.fillRect(area, colour("shot_other" if index % 2 else "shot"))
        if block.picture and area.width() >= _PICTURED:
            self._show(painter, area, block, sight)
        painter.fillRect(QRect(area.left(), area.top(), 1, area.height()), colour("cut"))
        if block.cut != "hard" and area.width() > 8:
            self._slant(painter, area)
        if area.width() >= READABLE:
            name = inside(area, self._image, area.height() - self._image)
            sight.look.write(painter, name, block.clip)

    def _show(self, painter: QPainter, area: QRect, block: ShotBlock, sight: Sight) -> None:
        if block.picture is None:
            return
        image = sight.pictures.get(block.picture, round(PICTURE * sight.ratio))
        if image is None or image.isNull():
            return
        full = QRect(area.left(), area.top(), image.width() * PICTURE // image.height(), PICTURE)
        shown = full.intersected(area)
        source = QRect(0, 0, shown.width() * image.width() // full.width(), image.height())
        painter.drawPixmap(shown, image, source)

    def _slant(self, painter: QPainter, area: QRect) -> None:
        """The corner that a dissolve or a fade cuts off."""
        painter.setPen(colour("cut"))
        painter.drawLine(area.left(), area.bottom(), area.left() + 8, area.bottom() - 12)


class SceneRow(BlockRow[SceneBand]):
    """Scenes as bands; the chosen ones are framed."""

    title = "timeline_scenes"

    @classmethod
    def of(cls, data: TimelineData) -> Sequence[SceneBand]:
        return data.scenes

    def says(self, block: SceneBand, sight: Sight) -> str:
        return f"{block.id}  {block.summary}"

    def block(
        self, painter: QPainter, area: QRect, block: SceneBand, index: int, sight: Sight
    ) -> None:
        band = area.adjusted(0, 2, 0, -2)
        painter.fillRect(band, colour("scene_other" if index % 2 else "scene"))
        painter.fillRect(QRect(band.left(), band.top(), 1, band.height()), colour("cut"))
        if block.id in sight.scenes:
            painter.setPen(colour("chosen"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(band.adjusted(0, 0, -1, -1))
            painter.drawRect(band.adjusted(1, 1, -2, -2))
        name = self.says(block, sight) if area.width() > 60 else str(block.id)
        sight.look.write(painter, band, name)

    def target(self, x: float, y: float, sight: Sight) -> Target:
        found = place(x, sight, "scene")
        return found if found.scene is not None else place(x, sight)


class SpeechRow(BlockRow[SpokenLine]):
    """What is said, and the emotion of the words: a stripe in its colour, and its name."""

    title = "timeline_speech"

    def __init__(self, data: TimelineData, look: Look) -> None:
        super().__init__(data, look)
        self.height = 2 * look.line + 8

    @classmethod
    def of(cls, data: TimelineData) -> Sequence[SpokenLine]:
        return data.speech

    def says(self, block: SpokenLine, sight: Sight) -> str:
        return block.text

    def block(
        self, painter: QPainter, area: QRect, block: SpokenLine, index: int, sight: Sight
    ) -> None:
        body = area.adjusted(0, 2, -1, -2)
        painter.fillRect(body, colour("speech"))
        stripe = QRect(body.left(), body.top(), 3, body.height())
        painter.fillRect(stripe, colour(block.emotion or "dim"))
        if area.width() < READABLE:
            return
        text = body.adjusted(3, 0, 0, 0)
        half = text.height() // 2
        sight.look.write(painter, inside(text, 0, half), block.text)
        if block.emotion:
            word = sight.look.words(f"emotion_{block.emotion}")
            sight.look.write(painter, inside(text, half, half), word, "dim")

    def crowd(self, painter: QPainter, area: QRect) -> None:
        painter.fillRect(area.adjusted(0, 2, 0, -2), colour("dim"))


class MusicRow(BlockRow[MusicBlock]):
    """Music that the edit has already."""

    title = "timeline_music"

    @classmethod
    def of(cls, data: TimelineData) -> Sequence[MusicBlock]:
        return data.music

    def says(self, block: MusicBlock, sight: Sight) -> str:
        return block.label

    def block(
        self, painter: QPainter, area: QRect, block: MusicBlock, index: int, sight: Sight
    ) -> None:
        body = area.adjusted(0, 2, -1, -2)
        painter.fillRect(body, colour("music"))
        sight.look.write(painter, body, f"♪ {block.label}")


class MarkerRow(BlockRow[MarkerFlag]):
    """The edit's markers: a flag where each begins, with its name up to the next one."""

    title = "timeline_markers"

    @classmethod
    def of(cls, data: TimelineData) -> Sequence[MarkerFlag]:
        return data.markers

    def paint(self, painter: QPainter, area: QRect, sight: Sight) -> None:
        ends = [*(flag.start for flag in self.blocks), sight.data.duration][1:]
        for flag, end in zip(self.blocks, ends, strict=True):
            left, right = round(sight.view.x(flag.start)), round(sight.view.x(end))
            if right >= 0 and left <= sight.view.width:
                place = QRect(left, area.top() + 2, right - left, area.height() - 4)
                self._flag(painter, place, flag, sight)

    def _flag(self, painter: QPainter, area: QRect, flag: MarkerFlag, sight: Sight) -> None:
        x, y = area.left(), area.top()
        length = round((flag.end - flag.start) / sight.view.per_pixel)
        painter.fillRect(QRect(x, area.bottom() - 1, max(1, length), 2), colour("marker"))
        painter.setPen(colour("marker"))
        painter.setBrush(colour("marker"))
        painter.drawPolygon(QPolygon([QPoint(x, y), QPoint(x + 7, y + 4), QPoint(x, y + 8)]))
        painter.drawLine(x, y, x, area.bottom())
        sight.look.write(painter, area.adjusted(7, 0, 0, 0), flag.name)
