"""A page's sheet: a sentence that says what it is for, and a column that scrolls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from scenescore_ui.controller.resting import resting
from scenescore_ui.texts import Texts

_EDGE, _GAP = 14, 10

QUIET = "quiet"
"""Name of what is said beside the thing itself, in the panel's sheet of styles."""


_REST_MS = 120
"""A drag changes the work many times a second; it is shown when it rests."""


class Sheet(QScrollArea):
    """`column` takes what the page shows, below its `hint`; `fill` makes it.

    A page that nobody sees is made anew when it is next seen.
    """

    def __init__(self, texts: Texts, title: str, hint: str) -> None:
        super().__init__()
        self.texts = texts
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        self.column.setSpacing(_GAP)
        self.hint = label(quiet=True)
        texts.put(self.hint.setText, hint)
        texts.put(self.setAccessibleName, title)
        self.column.addWidget(self.hint)
        self.setWidget(inside)
        self._stale = True
        self._resting = resting(self, _REST_MS, self.refresh)
        texts.after(self.refresh)

    def fill(self) -> None:
        """Show what there is to show, in the language of now."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Fill the page now, or when it is next seen."""
        self._resting.stop()
        self._stale = not self.isVisible()
        if not self._stale:
            self.fill()

    def renew(self, *_: object) -> None:
        """Fill the page when whatever changes has come to rest."""
        self._resting.start()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if self._stale:
            self.refresh()


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
