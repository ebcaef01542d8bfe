"""What there is to tell: a line above the edit that waits to be read and never blocks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout

from scenescore_ui.icons import icon
from scenescore_ui.texts import Texts


@dataclass(frozen=True, slots=True)
class Message:
    """What happened, what to do, and a button that does something about it."""

    said: str
    hint: str = ""
    button: str = ""
    do: Callable[[], object] | None = None


class Notice(QFrame):
    """One message at a time, the newest first; closing it shows the one before."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._texts = texts
        self.waiting: list[Message] = []
        self.message, self.hint = QLabel(), QLabel()
        self.hint.setObjectName("quiet")
        for label in (self.message, self.hint):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        font = self.message.font()
        font.setBold(True)
        self.message.setFont(font)
        self.action, self.count = QPushButton(), QLabel()
        self.count.setObjectName("quiet")
        self.action.clicked.connect(self._act)
        self.close_button = QToolButton()
        self.close_button.setIcon(icon("close"))
        self.close_button.setIconSize(QSize(16, 16))
        texts.put(self.close_button.setAccessibleName, "dismiss")
        texts.put(self.close_button.setToolTip, "dismiss")
        self.close_button.clicked.connect(self.dismiss)
        self._lay_out()
        self.hide()

    def tell(
        self,
        message: str,
        hint: str = "",
        button: str = "",
        do: Callable[[], object] | None = None,
    ) -> None:
        """Show a message before those that wait; the same one is not told twice."""
        new = Message(message, hint, button, do)
        same = (message, hint)
        self.waiting = [each for each in self.waiting if (each.said, each.hint) != same]
        self.waiting.append(new)
        self._show()

    def dismiss(self) -> None:
        """This one is read."""
        if self.waiting:
            self.waiting.pop()
        self._show()

    def clear(self) -> None:
        """Nothing is to be told any more."""
        self.waiting.clear()
        self._show()

    def _act(self) -> None:
        if self.waiting and (do := self.waiting[-1].do):
            do()

    def _show(self) -> None:
        self.setVisible(bool(self.waiting))
        if not self.waiting:
            return
        shown, more = self.waiting[-1], len(self.waiting) - 1
        self.message.setText(shown.said)
        self.hint.setText(shown.hint)
        self.hint.setVisible(bool(shown.hint))
        self.action.setText(shown.button)
        self.action.setVisible(bool(shown.button))
        self.count.setText(self._texts.strings("more_messages", count=more) if more else "")
        self.setAccessibleName(f"{shown.said} {shown.hint}".strip())

    def _lay_out(self) -> None:
        lines = QVBoxLayout()
        lines.setSpacing(1)
        lines.addWidget(self.message)
        lines.addWidget(self.hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.addLayout(lines, 1)
        for widget in (self.count, self.action, self.close_button):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
