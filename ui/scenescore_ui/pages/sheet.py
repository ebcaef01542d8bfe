"""A page's sheet: a heading, a sentence that says what it is for, a column that scrolls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from scenescore_ui.pages.look import dark_palette, dim, large
from scenescore_ui.texts import Texts

_EDGE, _GAP = 16, 10


class Sheet(QScrollArea):
    """`column` takes what the page shows; its heading and its `hint` speak every language."""

    def __init__(self, texts: Texts, title: str, hint: str) -> None:
        super().__init__()
        self.texts = texts
        self.setPalette(dark_palette())
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setAutoFillBackground(True)
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        self.column.setSpacing(_GAP)
        self.heading, self.hint = large(QLabel()), dim(QLabel())
        self.hint.setWordWrap(True)
        texts.put(self.heading.setText, title)
        texts.put(self.hint.setText, hint)
        texts.put(self.setAccessibleName, title)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.hint)
        self.setWidget(inside)
