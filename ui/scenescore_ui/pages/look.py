"""How pages look: the timeline's colours as a palette, headings, what is said more quietly."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QLabel

from scenescore_ui.timeline.palette import COLOURS

_ROLES: dict[QPalette.ColorRole, str] = {
    QPalette.ColorRole.Window: "ground",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "row",
    QPalette.ColorRole.AlternateBase: "head",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "shot",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.PlaceholderText: "dim",
    QPalette.ColorRole.ToolTipBase: "ruler",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Highlight: "cue",
    QPalette.ColorRole.HighlightedText: "text",
    QPalette.ColorRole.Link: "cue_edge",
}
"""Roles of a palette and the colours that they have."""


def dark_palette() -> QPalette:
    """The panel's dark colours for widgets of any kind."""
    palette = QPalette(QColor(COLOURS["shot"]), QColor(COLOURS["ground"]))
    for role, name in _ROLES.items():
        palette.setColor(role, QColor(COLOURS[name]))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(COLOURS["tick"]))
    return palette


def large(label: QLabel) -> QLabel:
    """A heading."""
    return _in_font(label, 1.3, QFont.Weight.DemiBold)


def strong(label: QLabel) -> QLabel:
    """The first words of something."""
    return _in_font(label, 1.0, QFont.Weight.DemiBold)


def dim(label: QLabel) -> QLabel:
    """What is said beside the thing itself."""
    palette = label.palette()
    palette.setColor(QPalette.ColorRole.WindowText, QColor(COLOURS["dim"]))
    label.setPalette(palette)
    return label


def _in_font(label: QLabel, size: float, weight: QFont.Weight) -> QLabel:
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * size)
    font.setWeight(weight)
    label.setFont(font)
    return label
