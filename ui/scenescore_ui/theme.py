"""How the panel looks: Qt's Fusion style a dark palette, one small sheet, fonts for all signs."""

from __future__ import annotations

from importlib.resources import files
from string import Template

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from scenescore_ui.timeline.look import FAMILIES
from scenescore_ui.timeline.palette import COLOURS

ROLES: dict[QPalette.ColorRole, str] = {
    QPalette.ColorRole.Window: "ground",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "field",
    QPalette.ColorRole.AlternateBase: "row",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "chosen",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.PlaceholderText: "dim",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "chosen",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "range",
    QPalette.ColorRole.Light: "edge",
    QPalette.ColorRole.Midlight: "rule",
    QPalette.ColorRole.Mid: "rule",
    QPalette.ColorRole.Dark: "field",
    QPalette.ColorRole.Shadow: "field",
}
"""Qt's names of what is painted, and our colours for it."""

_WORDS = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
    QPalette.ColorRole.HighlightedText,
)


def dress(app: QApplication) -> None:
    """Give the program its look."""
    app.setStyle("Fusion")
    app.setPalette(palette())
    app.setFont(with_families(app.font()))
    app.setStyleSheet(sheet())


def palette() -> QPalette:
    """The colours of all widgets; words that do not apply now are fainter."""
    made = QPalette()
    for role, name in ROLES.items():
        made.setColor(role, QColor(COLOURS[name]))
    for role in _WORDS:
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(COLOURS["faint"]))
    return made


def sheet() -> str:
    """The style sheet with its colours filled in. Raises KeyError for a colour there is not."""
    text = (files("scenescore_resources") / "panel.css").read_text(encoding="utf-8")
    return Template(text).substitute(COLOURS)


def with_families(font: QFont) -> QFont:
    """The user's font, and after it those that have Korean, Japanese and Chinese signs."""
    font.setFamilies([*dict.fromkeys([*font.families(), *FAMILIES])])
    return font
