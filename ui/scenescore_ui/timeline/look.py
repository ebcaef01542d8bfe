"""Fonts, colours and words as the rows paint with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPaintDevice, QPainter

from scenescore_ui.strings import Strings
from scenescore_ui.timeline.palette import COLOURS

FAMILIES = (
    "Inter",
    "SF Pro Text",
    "Segoe UI",
    "Noto Sans",
    "DejaVu Sans",
    "Apple SD Gothic Neo",
    "Malgun Gothic",
    "Noto Sans CJK KR",
    "Noto Sans KR",
    "NanumGothic",
    "Hiragino Sans",
    "Noto Sans CJK JP",
    "Microsoft YaHei",
)
"""Latin first, then Korean before Japanese and Chinese, whose fonts draw shared signs otherwise."""

_SMALL = 0.88

_PADDING = 4

_FEWEST = 3
"""Signs of a text that is cut, counting its …, that still say something."""


@lru_cache(maxsize=64)
def colour(name: str, alpha: int = 255) -> QColor:
    """A colour of the palette, `alpha` 0 … 255."""
    made = QColor(COLOURS[name])
    made.setAlpha(alpha)
    return made


@contextmanager
def painting(device: QPaintDevice) -> Iterator[QPainter]:
    """A painter that has always ended: Qt ends the process where one outlives what it paints on."""
    painter = QPainter(device)
    try:
        yield painter
    finally:
        painter.end()


class Look:
    """The fonts of a widget, in the sizes of the user's own, and the words to write in them."""

    def __init__(self, font: QFont, words: Strings) -> None:
        self.words = words
        self.text = QFont(font)
        self.text.setFamilies([*dict.fromkeys([*font.families(), *FAMILIES])])
        self.small = QFont(self.text)
        if font.pixelSize() > 0:
            self.small.setPixelSize(max(9, round(font.pixelSize() * _SMALL)))
        else:
            self.small.setPointSizeF(font.pointSizeF() * _SMALL)
        self.small_metrics = QFontMetrics(self.small)
        self._short: dict[tuple[str, int], str] = {}

    @property
    def line(self) -> int:
        """Pixels that a line of small text takes, so that rows grow with the user's font."""
        return self.small_metrics.height()

    def width(self, text: str) -> int:
        """Pixels that a small text takes."""
        return self.small_metrics.horizontalAdvance(text)

    def write(self, painter: QPainter, area: QRect, text: str, name: str = "text") -> None:
        """Small text on one line at the left of `area`, cut with … where it does not fit."""
        room = area.width() - 2 * _PADDING
        if room < self.line or not text:
            return
        shown = self._fitted(text, room)
        if len(shown) < min(len(text), _FEWEST):
            return
        painter.setPen(colour(name))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        place = area.adjusted(_PADDING, 0, -_PADDING, 0)
        painter.drawText(place, flags | Qt.TextFlag.TextSingleLine, shown)

    def _fitted(self, text: str, room: int) -> str:
        """A text as it fits; in steps of width, so that a zoom does not measure each anew."""
        key = (text, room // 8)
        if key not in self._short:
            if len(self._short) > 4000:
                self._short.clear()
            elided = Qt.TextElideMode.ElideRight
            self._short[key] = self.small_metrics.elidedText(text, elided, key[1] * 8)
        return self._short[key]
