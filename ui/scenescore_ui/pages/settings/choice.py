"""One setting: its name, what can be chosen, and a sentence about what is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from scenescore_ui.pages.sheet import label

Value = str | Path | None


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be chosen; `sentence` says what it does."""

    value: Value
    text: str
    sentence: str = ""


class Choice(QWidget):
    """`chosen` tells what the person chose; what the program shows by `show_value` is not told."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._options: tuple[Option, ...] = ()
        self.title, self.sentence = label(strong=True), label(quiet=True)
        self.box = _Box()
        self.beside = QHBoxLayout()
        self.beside.addWidget(self.box, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addLayout(self.beside)
        column.addWidget(self.sentence)
        self.box.activated.connect(self._choose)

    @property
    def value(self) -> Value:
        """What is chosen now."""
        at = self.box.currentIndex()
        return self._options[at].value if at >= 0 else None

    def offer(self, title: str, options: Sequence[Option], value: Value) -> None:
        """What can be chosen, and what is."""
        self._options = tuple(options)
        self.title.setText(title)
        self.box.setAccessibleName(title)
        self.box.clear()
        self.box.addItems([option.text for option in options])
        self.show_value(value)

    def show_value(self, value: Value) -> None:
        """Show what is chosen; nothing where it is not among the options."""
        values = [option.value for option in self._options]
        self.box.setCurrentIndex(values.index(value) if value in values else -1)
        self._explain()

    def button(self) -> QPushButton:
        """A button beside the box."""
        made = QPushButton(self)
        QWidget.setTabOrder(self.box, made)
        self.beside.addWidget(made)
        return made

    def _choose(self, at: int) -> None:
        self._explain()
        self.chosen.emit(self._options[at].value)

    def _explain(self) -> None:
        at = self.box.currentIndex()
        text = self._options[at].sentence if at >= 0 else ""
        self.sentence.setText(text)
        self.sentence.setVisible(bool(text))
        self.box.setAccessibleDescription(text)


class _Box(QComboBox):
    """Leaves the wheel to the page, so that scrolling over it changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        event.ignore()
