"""Undo: each step holds the work before and after it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from scenescore_ui.work.model import Work


class Step(QUndoCommand):
    """From one work to another; its text is the key of its words."""

    def __init__(self, name: str, before: Work, after: Work, show: Callable[[Work], None]) -> None:
        super().__init__(name)
        self._before, self._after, self._show = before, after, show

    def undo(self) -> None:
        self._show(self._before)

    def redo(self) -> None:
        self._show(self._after)
