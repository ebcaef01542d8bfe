"""The events of a mouse, as a hand makes them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from scenescore_ui.timeline import Timeline

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def move(timeline: Timeline, place: QPoint, held: Qt.KeyboardModifier = NONE) -> None:
    where = QPointF(place)
    on_screen = QPointF(timeline.viewport().mapToGlobal(place))
    event = QMouseEvent(QEvent.Type.MouseMove, where, on_screen, LEFT, LEFT, held)
    QApplication.sendEvent(timeline.viewport(), event)


def drag(
    timeline: Timeline, start: QPoint, *places: QPoint, held: Qt.KeyboardModifier = NONE
) -> None:
    QTest.mousePress(timeline.viewport(), LEFT, held, start)
    for place in places:
        move(timeline, place, held)
    QTest.mouseRelease(timeline.viewport(), LEFT, held, places[-1])


def wheel(timeline: Timeline, place: QPoint, dy: int, held: Qt.KeyboardModifier = NONE) -> None:
    event = QWheelEvent(
        QPointF(place),
        QPointF(timeline.viewport().mapToGlobal(place)),
        QPoint(),
        QPoint(0, dy),
        Qt.MouseButton.NoButton,
        held,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(timeline.viewport(), event)


def ask_menu(timeline: Timeline, place: QPoint) -> None:
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place, timeline.viewport().mapToGlobal(place)
    )
    QApplication.sendEvent(timeline.viewport(), event)


def hits_below(timeline: Timeline) -> int:
    """Pixels from a lane's upper edge to the middle of its hits."""
    return timeline.look.line + 6 + 5
