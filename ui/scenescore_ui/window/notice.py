"""What there is to tell: a line above the edit that waits to be read and never blocks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout

from scenescore_ui.icons import icon
from scenescore_ui.strings import Strings, Telling
from scenescore_ui.texts import Texts

_BUTTONS = 3
"""As many as a message has at most."""


@dataclass(frozen=True, slots=True)
class Way:
    """A button that does something about a message; `key` names its words."""

    key: str
    do: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Message:
    """What happened, what to do, and what can be done about it here."""

    said: Telling
    hint: Telling
    ways: tuple[Way, ...] = ()

    def words(self, say: Strings) -> tuple[str, str]:
        """The message and its hint."""
        return self.said(say), self.hint(say)


def nothing(say: Strings) -> str:
    """No hint."""
    return ""


class Notice(QFrame):
    """One message at a time, the newest first; closing it, or a way of it, shows the one before."""

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
        self.count = QLabel()
        self.count.setObjectName("quiet")
        self.buttons = tuple(QPushButton() for _ in range(_BUTTONS))
        for place, button in enumerate(self.buttons):
            button.clicked.connect(partial(self._go, place))
        self.close_button = QToolButton()
        self.close_button.setIcon(icon("close"))
        self.close_button.setIconSize(QSize(16, 16))
        texts.put(self.close_button.setAccessibleName, "dismiss")
        texts.put(self.close_button.setToolTip, "dismiss")
        self.close_button.clicked.connect(self.dismiss)
        texts.after(self._show)
        self._lay_out()
        self._show()

    def tell(self, said: Telling, hint: Telling = nothing, *ways: Way) -> None:
        """Show a message before those that wait; the same one is not told twice."""
        new, say = Message(said, hint, ways), self._texts.strings
        self.waiting = [each for each in self.waiting if each.words(say) != new.words(say)]
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

    def _go(self, place: int) -> None:
        way = self.waiting[-1].ways[place]
        self.dismiss()
        way.do()

    def _show(self) -> None:
        self.setVisible(bool(self.waiting))
        if not self.waiting:
            return
        shown, more, say = self.waiting[-1], len(self.waiting) - 1, self._texts.strings
        message, hint = shown.words(say)
        self.message.setText(message)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        for place, button in enumerate(self.buttons):
            button.setVisible(place < len(shown.ways))
        for button, way in zip(self.buttons, shown.ways, strict=False):
            button.setText(say(way.key))
        self.count.setText(say("more_messages", count=more) if more else "")
        self.setAccessibleName(f"{message} {hint}".strip())

    def _lay_out(self) -> None:
        lines = QVBoxLayout()
        lines.setSpacing(1)
        lines.addWidget(self.message)
        lines.addWidget(self.hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.addLayout(lines, 1)
        for widget in (self.count, *self.buttons, self.close_button):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
