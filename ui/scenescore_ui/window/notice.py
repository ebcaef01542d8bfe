"""What there is to tell: a line above the edit that waits to be read and never blocks."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from scenescore_ui.texts import Texts


class Notice(QWidget):
    """One message and its hint; the next one takes its place."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.message, self.hint = QLabel(), QLabel()
        for label in (self.message, self.hint):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        font = self.message.font()
        font.setBold(True)
        self.message.setFont(font)
        close = QToolButton()
        close.setText("×")
        close.setAutoRaise(True)
        texts.put(close.setAccessibleName, "dismiss")
        texts.put(close.setToolTip, "dismiss")
        close.clicked.connect(self.hide)
        lines = QVBoxLayout()
        lines.addWidget(self.message)
        lines.addWidget(self.hint)
        row = QHBoxLayout(self)
        row.addLayout(lines, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def tell(self, message: str, hint: str = "") -> None:
        self.message.setText(message)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self.setAccessibleName(f"{message} {hint}".strip())
        self.show()
