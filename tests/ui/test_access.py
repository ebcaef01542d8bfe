"""The window without a mouse and without eyes: everything has a name and is reached by Tab."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from scenescore.words import LANGUAGES
from scenescore_ui.app import make_window
from scenescore_ui.strings import Strings
from scenescore_ui.window import MainWindow

INSIDE = ("qt_scrollarea_viewport", "qt_spinbox_lineedit")
"""Parts of widgets that Qt makes; the widget around them has the name."""


@pytest.fixture(params=LANGUAGES)
def window(
    request: pytest.FixtureRequest, qtbot: QtBot, one_cache: None, scored_film: Path
) -> Iterator[MainWindow]:
    window = make_window(request.param)
    window.show()
    assert window.session.open(scored_film)
    yield window
    window.close()
    window.deleteLater()


def _reached(window: MainWindow) -> list[QWidget]:
    """What Tab comes by that can be seen now."""
    return [
        each
        for each in window.findChildren(QWidget)
        if each.isVisibleTo(window)
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.objectName() not in INSIDE
    ]


def test_whatever_has_the_focus_has_a_name(window: MainWindow, qtbot: QtBot) -> None:
    for page in ("", *window.side.actions_by_page):
        window.side.open(page)
        for each in _reached(window):
            text = each.text() if isinstance(each, QAbstractButton) else ""
            assert each.accessibleName() or text, f"{each} on page “{page}”"


def test_tab_goes_round_all_that_is_enabled(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    window.timeline.setFocus()
    qtbot.waitUntil(window.strip.score.isEnabled)
    wanted = {id(each) for each in _reached(window) if each.isEnabled()}
    seen: set[int] = set()
    for _ in range(3 * len(wanted)):
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.add(id(focus))
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert id(window.timeline) in seen
    assert id(window.strip.score) in seen
    assert id(window.stage.transport.play) in seen


def test_the_window_is_found_again_as_it_was_left(
    window: MainWindow, qtbot: QtBot, scored_film: Path
) -> None:
    window.side.open("scenes")
    window.desk.setSizes([100, 700])
    QApplication.processEvents()
    height = window.desk.sizes()[0]
    window.close()
    again = make_window()
    again.show()
    assert again.side.open_page == "scenes"
    assert again.session.open(scored_film)
    QApplication.processEvents()
    assert again.desk.sizes()[0] == pytest.approx(height, abs=4)
    again.close()
    again.deleteLater()


def test_while_it_waits_no_key_stops_it(qtbot: QtBot, one_cache: None, new_film: Path) -> None:
    window = make_window("en")
    window.show()
    window.activateWindow()
    assert window.session.open(new_film)
    assert window.pages.currentWidget() is window.waiting
    focus = QApplication.focusWidget()
    assert focus is None or focus is window.waiting
    qtbot.keyClick(window.waiting, Qt.Key.Key_Space)
    work = window.session.engine.long_work
    assert work is not None
    assert not work.cancelling
    window.close()
    window.deleteLater()


def test_every_empty_state_says_what_to_do(window: MainWindow, qtbot: QtBot) -> None:
    say = Strings(window.texts.strings.language)
    told = {
        window.empty: ("empty", "empty_hint", "empty_open"),
        window.stopped: ("not_analysed", "analyse_now"),
        window.waiting: ("analysing", "analysing_hint"),
        window.nothing: ("no_scenes", "no_scenes_hint"),
    }
    for page, keys in told.items():
        words = [str(each.text()) for each in page.findChildren(QWidget) if hasattr(each, "text")]
        assert {say(key) for key in keys} <= set(words)
    window.session.edits.delete_cue(window.session.work.cues[0].uid)
    qtbot.waitUntil(lambda: window.strip.line.accessibleName() == say("next_score"))
