"""The look: every colour that Qt is told, every icon, fonts for every sign; contrast as painted."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QIcon, QPalette
from PySide6.QtWidgets import QApplication
from tests.ui.timeline.test_palette import contrast

from scenescore_ui.icons import icon
from scenescore_ui.theme import palette, sheet, with_families
from scenescore_ui.timeline.palette import COLOURS, SHAPE, TEXT

ICONS = sorted(
    each.name.removesuffix(".svg")
    for each in (files("scenescore_resources") / "icons").iterdir()
    if each.name.endswith(".svg")
)
ROLE = QPalette.ColorRole
READ = (
    (ROLE.WindowText, ROLE.Window),
    (ROLE.Text, ROLE.Base),
    (ROLE.Text, ROLE.AlternateBase),
    (ROLE.ButtonText, ROLE.Button),
    (ROLE.HighlightedText, ROLE.Highlight),
    (ROLE.ToolTipText, ROLE.ToolTipBase),
    (ROLE.PlaceholderText, ROLE.Base),
)


@pytest.mark.parametrize(("front", "back"), READ)
def test_words_in_the_palette_can_be_read(
    front: QPalette.ColorRole, back: QPalette.ColorRole
) -> None:
    colours = palette()
    assert contrast(colours.color(front).name(), colours.color(back).name()) >= TEXT
    if front in (ROLE.WindowText, ROLE.Text, ROLE.ButtonText):
        faint = colours.color(QPalette.ColorGroup.Disabled, front).name()
        assert contrast(faint, colours.color(back).name()) >= SHAPE


def test_the_sheet_has_only_colours_of_the_palette() -> None:
    text = sheet()
    assert "$" not in text
    assert set(re.findall(r"#[0-9a-f]{6}", text)) <= set(COLOURS.values())


def test_words_in_the_sheet_can_be_read() -> None:
    """Wherever a rule names both a colour and a background."""
    rules = re.findall(r"{([^}]*)}", sheet())
    pairs = [
        (front[1], back[1])
        for rule in rules
        if (front := re.search(r"[ ;]color: (#\w+)", rule))
        and (back := re.search(r"background: (#\w+)", rule))
    ]
    assert len(pairs) >= 4
    for front, back in pairs:
        assert contrast(front, back) >= (SHAPE if front == COLOURS["faint"] else TEXT), (
            front,
            back,
        )


@pytest.mark.parametrize("name", ICONS)
@pytest.mark.parametrize("side", [16, 48])
def test_an_icon_is_drawn_at_any_size(qapp: QApplication, name: str, side: int) -> None:
    plain, off = (
        icon(name).pixmap(QSize(side, side), mode).toImage()
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled)
    )
    assert plain.size() == QSize(side, side)
    seen = {plain.pixelColor(x, y).name() for x in range(side) for y in range(side)}
    assert COLOURS["text"] in seen
    assert plain != off


def test_no_icon_that_there_is_not() -> None:
    with pytest.raises(FileNotFoundError):
        icon("nothing like it")


def test_fonts_have_korean_signs_after_the_users_own(qapp: QApplication) -> None:
    font = with_families(QFont("Their Own"))
    assert font.families()[0] == "Their Own"
    assert "Malgun Gothic" in font.families()
