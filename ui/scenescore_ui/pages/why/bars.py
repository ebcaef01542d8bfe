"""Small bars and the shape of a take, painted."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from scenescore_ui.pages.why.section import Bar, Shape, percent, signed
from scenescore_ui.timeline.look import colour, painting

_BAR, _APART, _WIDE = 4, 3, 72
_SHAPE_HEIGHT, _MARK = 44, 3


class Bars(QWidget):
    """Bars one below the other; what they say is in the tip and the accessible name."""

    def __init__(self, bars: Sequence[Bar]) -> None:
        super().__init__()
        self._bars = tuple(bars)
        spoken = "\n".join(f"{bar.name} {_figure(bar)}" for bar in bars)
        self.setToolTip(spoken)
        self.setAccessibleName(spoken.replace("\n", ", "))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(_WIDE, len(self._bars) * (_BAR + _APART) + _APART)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        with painting(self) as painter:
            for number, bar in enumerate(self._bars):
                top = _APART + number * (_BAR + _APART)
                paint_bar(painter, QRectF(0, top, self.width(), _BAR), bar)


def paint_bar(painter: QPainter, area: QRectF, bar: Bar) -> None:
    """The whole range dimly, the value on it; a signed one grows from the middle."""
    painter.fillRect(area, colour("rule"))
    value = max(-1.0 if bar.signed else 0.0, min(1.0, bar.value))
    zero = area.center().x() if bar.signed else area.left()
    reach = value * (area.width() / 2 if bar.signed else area.width())
    filled = QRectF(zero, area.top(), reach, area.height()).normalized()
    painter.fillRect(filled, colour(bar.colour))
    if bar.signed:
        painter.fillRect(QRectF(zero - 0.5, area.top() - 1, 1, area.height() + 2), colour("tick"))


class ShapeOfTake(QWidget):
    """How full each bar of a take is, with a mark where a theme is heard."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self._shape = shape
        self.setToolTip(shape.spoken)
        self.setAccessibleName(shape.spoken)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(_WIDE, _SHAPE_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        bars, room = self._shape.bars, self.height() - _MARK - 2
        first, last = bars[0][0], bars[-1][0]
        across = self.width() / max(last - first, 1e-9)
        with painting(self) as painter:
            painter.fillRect(self.rect(), colour("field"))
            for (start, fullness), (end, _) in pairwise(bars):
                left, right = (start - first) * across, (end - first) * across
                height = max(1.0, fullness * room)
                area = QRectF(left, self.height() - height, max(1.0, right - left - 1), height)
                painter.fillRect(area, colour("stem_wave"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("theme"))
            for start in self._shape.themes:
                painter.drawRect(QRectF((start - first) * across, 0, 2 * _MARK, _MARK))


def _figure(bar: Bar) -> str:
    return signed(bar.value) if bar.signed else percent(bar.value)
