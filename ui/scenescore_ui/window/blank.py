"""Pages for when there is nothing to see yet: what is so, and what to do next."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from scenescore_ui.icons import icon
from scenescore_ui.texts import Texts

_WIDEST = 460
_SIGN = 44


def blank(
    texts: Texts,
    sign: str,
    lines: Sequence[str],
    action: str = "",
    do: Callable[[], object] | None = None,
) -> QWidget:
    """A page with an icon, lines (keys of words), the first one large, and a button."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setSpacing(10)
    column.addStretch(2)
    picture = QLabel()
    picture.setPixmap(icon(sign).pixmap(QSize(_SIGN, _SIGN)))
    column.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
    for key in lines:
        column.addWidget(_line(texts, key, large=key == lines[0]), 0, Qt.AlignmentFlag.AlignHCenter)
    if do:
        button = QPushButton()
        button.setObjectName("main")
        texts.put(button.setText, action)
        button.clicked.connect(do)
        column.addSpacing(6)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
    else:  # who waits here stands nowhere else: not on a button that the next key would press
        page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    column.addStretch(3)
    return page


def _line(texts: Texts, key: str, *, large: bool) -> QLabel:
    label = QLabel()
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    label.setMinimumWidth(_WIDEST)
    texts.put(label.setText, key)
    if large:
        font = label.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        label.setFont(font)
    else:
        label.setObjectName("quiet")
    return label
