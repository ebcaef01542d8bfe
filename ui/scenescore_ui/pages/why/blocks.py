"""Sections as widgets: a title, its lines with their bars, figures that unfold."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from scenescore_ui.pages.sheet import label
from scenescore_ui.pages.why.bars import Bars, ShapeOfTake
from scenescore_ui.pages.why.section import Line, Section, headed
from scenescore_ui.strings import Strings

_LINE_GAP, _BESIDE = 7, 12


def block_of(section: Section, say: Strings, unfolded: bool = False) -> QWidget:
    """A section; `unfolded` shows its figures from the start."""
    block = QWidget()
    column = QVBoxLayout(block)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(_LINE_GAP)
    column.addWidget(label(headed(section.title), strong=True))
    if section.shape:
        column.addWidget(ShapeOfTake(section.shape))
    for line in section.lines:
        column.addWidget(_row(line))
    if section.details:
        column.addWidget(Fold(say("why_details"), section, unfolded))
    column.addSpacing(_LINE_GAP)
    column.addWidget(_rule())
    block.setAccessibleName(section.title)
    return block


def _rule() -> QFrame:
    """A thin line, as quiet as the frames of the timeline."""
    rule = QFrame()
    rule.setFixedHeight(1)
    rule.setBackgroundRole(QPalette.ColorRole.Mid)
    rule.setAutoFillBackground(True)
    return rule


def _row(line: Line) -> QWidget:
    """What stands before it quietly above the words, bars at the right of both."""
    row = QWidget()
    across = QHBoxLayout(row)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(_BESIDE)
    words = QVBoxLayout()
    words.setSpacing(1)
    head = " · ".join(part for part in (headed(line.head), line.aside) if part)
    if head:
        words.addWidget(label(head, quiet=True))
    words.addWidget(label(line.text))
    across.addLayout(words, 1)
    if line.bars:
        across.addWidget(Bars(line.bars), 0, Qt.AlignmentFlag.AlignVCenter)
    return row


class Fold(QWidget):
    """Figures below a button that shows and hides them."""

    def __init__(self, title: str, section: Section, unfolded: bool) -> None:
        super().__init__()
        self.button = QToolButton()
        self.button.setText(title)
        self.button.setCheckable(True)
        self.button.setChecked(unfolded)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setAccessibleName(f"{title}: {section.title}")
        self._details = section.details
        self._figures: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.button.toggled.connect(self._turn)
        self._turn(unfolded)

    def _turn(self, open_: bool) -> None:
        self.button.setArrowType(Qt.ArrowType.DownArrow if open_ else Qt.ArrowType.RightArrow)
        if open_ and self._figures is None:
            self._figures = self._made()
            self._column.addWidget(self._figures)
        if self._figures:
            self._figures.setVisible(open_)

    def _made(self) -> QWidget:
        """The figures, which are many and are made only for who asks for them."""
        figures = QWidget()
        form = QFormLayout(figures)
        form.setContentsMargins(_BESIDE, 0, 0, 0)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignTop)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for what, told in self._details:
            form.addRow(_short(headed(what)), label(told))
        return figures


def _short(what: str) -> QLabel:
    made = label(what, quiet=True)
    made.setWordWrap(False)
    return made
