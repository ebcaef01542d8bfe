"""A page's sheet: a sentence that says what it is for, and a column that scrolls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from scenescore_ui.texts import Texts

_EDGE, _GAP = 14, 10

QUIET = "quiet"
"""Name of what is said beside the thing itself, in the panel's sheet of styles."""


class Sheet(QScrollArea):
    """`column` takes what the page shows, below its `hint`."""

    def __init__(self, texts: Texts, title: str, hint: str) -> None:
        super().__init__()
        self.texts = texts
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        self.column.setSpacing(_GAP)
        self.hint = label(quiet=True)
        texts.put(self.hint.setText, hint)
        texts.put(self.setAccessibleName, title)
        self.column.addWidget(self.hint)
        self.setWidget(inside)


def label(text: str = "", *, quiet: bool = False, strong: bool = False) -> QLabel:
    """Words that wrap and can be selected."""
    made = QLabel(text)
    made.setWordWrap(True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if quiet:
        made.setObjectName(QUIET)
    if strong:
        font = made.font()
        font.setWeight(QFont.Weight.DemiBold)
        made.setFont(font)
    return made


def cleared(column: QBoxLayout, keep: int = 0) -> None:
    """Take everything out of a layout but its first `keep` entries."""
    while item := column.takeAt(keep):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
