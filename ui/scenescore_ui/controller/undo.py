"""Undo: each step holds the work before and after it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from scenescore_ui.work.model import Work

_NO_MERGE = -1


class Step(QUndoCommand):
    """From one work to another. Steps of one gesture (a drag) become one."""

    def __init__(
        self, text: str, before: Work, after: Work, show: Callable[[Work], None], gesture: int
    ) -> None:
        super().__init__(text)
        self._before, self._after = before, after
        self._show, self._gesture = show, gesture

    def undo(self) -> None:
        self._show(self._before)

    def redo(self) -> None:
        self._show(self._after)

    def id(self) -> int:
        return self._gesture or _NO_MERGE

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802 - Qt's name
        if not isinstance(other, Step) or other._gesture != self._gesture:
            return False
        self._after = other._after
        self.setObsolete(self._after == self._before)
        return True
