"""The edit's picture as the player plays it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from scenescore_ui.controller.resting import resting
from scenescore_ui.player.asking import act
from scenescore_ui.player.frames import Picture
from scenescore_ui.player.player import Player
from scenescore_ui.texts import Texts
from scenescore_ui.timeline.keys import action_of
from scenescore_ui.timeline.look import colour, painting

_FIT_AFTER_MS = 150
"""While its size changes the old pictures are stretched."""

_SMALLEST, _USUAL = QSize(160, 90), QSize(480, 270)
_EDGE = 8


class PictureView(QWidget):
    """Shows the frame that is heard, whole, between black bars; says what is missing in it."""

    def __init__(self, player: Player, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._player, self._texts = player, texts
        self._picture: Picture | None = None
        self._fitting = resting(self, _FIT_AFTER_MS, self._fit)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(_SMALLEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        texts.put(self.setAccessibleName, "player_picture")
        texts.after(self.update)
        player.pictured.connect(self.show_picture)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return _USUAL

    def show_picture(self, picture: Picture | None) -> None:
        """Show a picture, or none."""
        self._picture = picture
        self.update()

    # --- what Qt tells it -------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        with painting(self) as painter:
            painter.fillRect(self.rect(), Qt.GlobalColor.black)
            if picture := self._picture:
                self._paint(painter, picture)
            if line := self._line():
                self._write(painter, line)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self._fitting.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        action = action_of(event)
        if action is None or not act(self._player, action):
            super().keyPressEvent(event)

    # --- inside -----------------------------------------------------------------------------------

    def _fit(self) -> None:
        ratio = self.devicePixelRatioF()
        self._player.fit_picture(round(self.width() * ratio), round(self.height() * ratio))

    def _paint(self, painter: QPainter, picture: Picture) -> None:
        height, width = picture.pixels.shape[:2]
        kind = QImage.Format.Format_RGB32
        image = QImage(picture.pixels.data, width, height, 4 * width, kind)
        size = image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, image)

    def _line(self) -> str:
        """What there is to say instead of a picture."""
        say = self._texts.strings
        if self._player.edit is None:
            return say("player_no_edit")
        if self._picture and self._picture.lacking:
            return say("player_lacking", name=", ".join(self._picture.lacking))
        return "" if self._player.edit.picture else say("player_no_picture")

    def _write(self, painter: QPainter, line: str) -> None:
        room = self.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.setPen(colour("text"))
        painter.drawText(room, flags, line)
