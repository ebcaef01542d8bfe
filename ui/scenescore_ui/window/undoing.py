"""The menu that goes back and forth: each line says which step it is."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence, QUndoStack
from PySide6.QtWidgets import QMenu

from scenescore_ui.texts import Texts


class UndoLines(QObject):
    """Two lines of a menu, kept up with a stack of steps."""

    def __init__(self, menu: QMenu, stack: QUndoStack, texts: Texts) -> None:
        super().__init__(menu)
        self._stack, self._texts = stack, texts
        self.back = self._line(menu, QKeySequence.StandardKey.Undo)
        self.again = self._line(menu, QKeySequence.StandardKey.Redo)
        self.back.triggered.connect(stack.undo)
        self.again.triggered.connect(stack.redo)
        stack.indexChanged.connect(self.show_steps)
        texts.after(self.show_steps)
        self.show_steps()

    def show_steps(self) -> None:
        """Say what would be undone and done again, and whether anything would."""
        say, stack = self._texts.strings, self._stack
        lines = (
            (self.back, "undo", stack.canUndo(), stack.undoText()),
            (self.again, "redo", stack.canRedo(), stack.redoText()),
        )
        for line, key, able, step in lines:
            line.setText(f"{say(key)}: {say(step)}" if able else say(key))
            line.setEnabled(able)

    def _line(self, menu: QMenu, keys: QKeySequence.StandardKey) -> QAction:
        line = menu.addAction("")
        line.setShortcuts(keys)
        return line
