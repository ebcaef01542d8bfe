"""Doing something when nothing has happened for a while."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def resting(parent: QObject, milliseconds: int, call: Callable[[], None]) -> QTimer:
    """A timer that calls once, so long after its last `start`; it ends with `parent`."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(call)
    return timer
