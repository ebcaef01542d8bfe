"""Every page: made in each language, switched, usable by keyboard and screen reader, readable."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot
from tests.ui.pages.conftest import PATIENCE_MS, Make, said
from tests.ui.timeline.test_palette import contrast

from scenescore_ui.icons import icon
from scenescore_ui.pages import PAGES, Desk, EnginesPage, Page, SettingsPage, SetupPage
from scenescore_ui.pages.setup.page import _SIGNS
from scenescore_ui.pages.sheet import Sheet
from scenescore_ui.pages.why.section import Bar
from scenescore_ui.strings import Strings
from scenescore_ui.timeline.palette import COLOURS, SHAPE, TEXT

_LINE = 8
"""Pixels by which what stands in a line may differ in height."""


def _filled(page: QWidget, qtbot: QtBot) -> None:
    """Wait until a page has all that it asks for."""
    if isinstance(page, EnginesPage):
        qtbot.waitUntil(lambda: bool(page.rows), timeout=PATIENCE_MS)
    if isinstance(page, SetupPage):
        qtbot.waitUntil(lambda: bool(page.findings()), timeout=PATIENCE_MS)
    if isinstance(page, SettingsPage):
        qtbot.waitUntil(lambda: page.choices["words"].box.count() > 1, timeout=PATIENCE_MS)


@pytest.mark.parametrize("say", ["ko"], indirect=True)
@pytest.mark.parametrize("row", PAGES, ids=lambda row: row.id)
def test_a_page_speaks_both_languages_and_can_be_used_without_a_mouse(
    row: Page, make: Make, desk: Desk, say: Strings, other: Strings, qtbot: QtBot
) -> None:
    page = make(row.id)
    _filled(page, qtbot)
    assert page.accessibleName() == say(row.title)
    before = said(page)
    desk.texts.speak(other)
    assert page.accessibleName() == other(row.title)
    assert said(page) != before
    desk.texts.speak(say)
    assert said(page) == before
    assert isinstance(page, Sheet)
    _nothing_is_cut(page, qtbot)
    _focus_goes_as_the_eye_does(page)
    for each in page.findChildren(QWidget):
        if isinstance(each, QAbstractButton | QComboBox) and each.isVisibleTo(page):
            assert each.focusPolicy() & Qt.FocusPolicy.TabFocus
            words = each.accessibleName() or (each.text() if hasattr(each, "text") else "")
            assert len(words) > 1, each


def _nothing_is_cut(page: Sheet, qtbot: QtBot) -> None:
    """All words have the room that they take, at the width of the window's side."""
    qtbot.wait(1)
    assert page.widget().width() <= page.width()
    for each in page.findChildren(QLabel):
        if each.isVisibleTo(page) and each.text() and each.wordWrap():
            assert each.heightForWidth(each.width()) <= each.height(), each.text()


def _focus_goes_as_the_eye_does(page: Sheet) -> None:
    """The tabulator goes from line to line, and from left to right."""
    inside, chain = page.widget(), []
    each = page.nextInFocusChain()
    while each is not page:
        if inside.isAncestorOf(each) and each.isVisibleTo(page) and _takes_focus(each):
            place = each.mapTo(inside, each.rect().center())
            chain.append((place.y(), place.x()))
        each = each.nextInFocusChain()
    for (y, x), (below, right) in pairwise(chain):
        assert below > y + _LINE or (abs(below - y) <= _LINE and right > x), chain


def _takes_focus(widget: QWidget) -> bool:
    wanted = Qt.FocusPolicy.TabFocus
    return isinstance(widget, QAbstractButton | QComboBox) and bool(widget.focusPolicy() & wanted)


def test_icons_are_there() -> None:
    for row in PAGES:
        assert not icon(row.icon).pixmap(24, 24).isNull()


def test_marks_and_bars_are_readable() -> None:
    for _, name in _SIGNS.values():
        assert contrast(COLOURS[name], COLOURS["ground"]) >= TEXT
    for name in ("valence", "arousal", "tension", "hit"):
        assert contrast(COLOURS[Bar("", 0.0, name).colour], COLOURS["rule"]) >= SHAPE
    for name in ("stem_wave", "theme"):
        assert contrast(COLOURS[name], COLOURS["field"]) >= SHAPE
