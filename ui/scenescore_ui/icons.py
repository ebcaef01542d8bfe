"""The panel's icons: lines drawn by us, in the colour that is wanted, sharp at every size."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from scenescore_ui.timeline.palette import COLOURS

_INK = re.compile('"#[0-9a-f]+"')
"""The one colour of a drawing, which gives way to the one that is wanted."""


@lru_cache(maxsize=128)
def icon(name: str) -> QIcon:
    """The icon of this name in the resources; dimmer where it is disabled, bright where it is on.

    Raises FileNotFoundError for a name that there is not.
    """
    drawing = (files("scenescore_resources") / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return QIcon(_Drawn(drawing))


def swatch(name: str, side: int = 12) -> QIcon:
    """A patch of one of the palette's colours."""
    image = QPixmap(side, side)
    image.fill(QColor(COLOURS[name]))
    return QIcon(image)


class _Drawn(QIconEngine):
    """Draws at the size and in the colour that is asked for, instead of scaling an image."""

    def __init__(self, drawing: str) -> None:
        super().__init__()
        self._drawing = drawing

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        _renderer(self._drawing, _colour(mode, state)).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        image = QPixmap(size)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        try:
            self.paint(painter, image.rect(), mode, state)
        finally:
            painter.end()
        return image

    def clone(self) -> QIconEngine:
        return _Drawn(self._drawing)


def _colour(mode: QIcon.Mode, state: QIcon.State) -> str:
    if mode == QIcon.Mode.Disabled:
        return COLOURS["faint"]
    lit = state == QIcon.State.On or mode == QIcon.Mode.Active
    return COLOURS["chosen"] if lit else COLOURS["text"]


@lru_cache(maxsize=256)
def _renderer(drawing: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_INK.sub(f'"{colour}"', drawing).encode()))
