"""The window as its user meets it: dropped files, scenes, languages, cancelling, closing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot
from tests.ui.conftest import drop, shown
from tests.worker.conftest import SMALL_FONT

from scenescore.words import LANGUAGES
from scenescore.worker.orders import Studio
from scenescore_ui.app import make_window
from scenescore_ui.strings import Strings
from scenescore_ui.window import MainWindow
from scenescore_ui.window.progress import ProgressLine, time_left
from scenescore_ui.window.scenes import SceneList

PATIENCE_MS = 120_000


@pytest.fixture(params=LANGUAGES)
def say(request: pytest.FixtureRequest) -> Strings:
    return Strings(request.param)


@pytest.fixture
def window(qtbot: QtBot, one_cache: None, say: Strings) -> Iterator[MainWindow]:
    window = make_window(say.language)
    window.show()
    yield window
    window.close()
    window.deleteLater()


def _rows(window: MainWindow) -> list[list[str]]:
    table = _scenes(window).table
    columns = range(table.columnCount())
    return [[str(table.index(row, c).data()) for c in columns] for row in range(table.rowCount())]


def _scenes(window: MainWindow) -> SceneList:
    window.side.open("scenes")
    page = window.side.page("scenes")
    assert isinstance(page, SceneList)
    return page


def test_an_empty_window_says_what_to_do(window: MainWindow, say: Strings) -> None:
    assert window.windowTitle() == "SceneScore"
    for key in ("empty", "empty_hint", "empty_open"):
        assert say(key) in shown(window)
    assert window.pages.currentWidget() is window.empty


def test_a_dropped_film_is_analysed_and_its_scenes_are_listed(
    window: MainWindow, say: Strings, qtbot: QtBot, own_film: Path
) -> None:
    drop(window, own_film)
    assert window.windowTitle() == f"{own_film.name} – SceneScore"
    assert say("analysing") in shown(window)
    line = window.findChild(ProgressLine)
    assert line is not None
    assert line.isVisible()
    assert say("work_analyse") in line.label.text()
    qtbot.waitUntil(lambda: window.session.report is not None, timeout=PATIENCE_MS)
    assert not line.isVisible()
    assert window.pages.currentWidget() is window.desk
    rows = _rows(window)
    length = say("seconds", seconds="6.0")
    assert rows[0][:3] == [say("scene", number=1), "00:00:00:00", length]
    picture = window.stage.height()
    window.resize(window.width(), window.height() + 400)
    qtbot.waitUntil(lambda: window.stage.height() > picture + 100)
    _scenes(window).selectRow(0)
    assert window.session.view.selection is not None
    assert window.session.view.selection.scene == 1
    assert window.timeline.scenes == {1}
    other = next(language for language in LANGUAGES if language != say.language)
    window.speak(other)
    assert _rows(window)[0][0] == Strings(other)("scene", number=1)
    assert window.texts.strings.language == other
    window.close_edit.trigger()
    assert Strings(other)("empty") in shown(window)


def test_cancelling_stops_and_says_so(
    window: MainWindow, say: Strings, qtbot: QtBot, new_film: Path
) -> None:
    drop(window, new_film)
    line = window.findChild(ProgressLine)
    assert line is not None
    work = window.session.engine
    qtbot.waitUntil(lambda: bool(work.long_work and work.long_work.stage), timeout=PATIENCE_MS)
    qtbot.mouseClick(line.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: work.long_work is None, timeout=PATIENCE_MS)
    assert window.notice.message.text() == say("stopped")
    assert window.notice.isVisible()
    assert say("not_analysed") in shown(window)
    (again,) = [b for b in window.findChildren(QPushButton) if b.text() == say("analyse_now")]
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    assert say("analysing") in shown(window)
    qtbot.waitUntil(lambda: window.session.report is not None, timeout=PATIENCE_MS)


def test_what_cannot_be_opened_is_said_in_the_window(window: MainWindow, say: Strings) -> None:
    drop(window, Path("/없는 곳/편집.otio"))
    assert window.notice.message.text() == say("edit_missing", name="편집.otio")
    assert window.notice.hint.text() == say("edit_missing_hint")


def test_the_menu_opens_a_file(
    window: MainWindow, own_film: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        QFileDialog, "getOpenFileName", staticmethod(lambda *a: (str(own_film), ""))
    )
    window.doors.open()
    assert window.session.path == own_film


def test_the_language_is_remembered(window: MainWindow, say: Strings, qtbot: QtBot) -> None:
    actions = {action.text(): action for action in window.findChildren(QAction)}
    actions[say("language_ko")].trigger()
    assert window.texts.strings.language == "ko"
    again = make_window()
    assert again.texts.strings.language == "ko"
    again.close()
    again.deleteLater()


def test_time_left_is_said_in_seconds_or_minutes(say: Strings) -> None:
    assert time_left(None, say) == ""
    assert "59" in time_left(59, say)
    assert "2" in time_left(61, say)
    assert time_left(61, say) == say("time_left_minutes", minutes=2)


def test_beside_an_edit_that_is_closed_nothing_is_written(
    window: MainWindow,
    say: Strings,
    qtbot: QtBot,
    own_film: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = tmp_path / "내 자리"
    monkeypatch.setenv("XDG_DATA_HOME", str(own))
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    before = sorted(own_film.parent.iterdir())
    drop(window, own_film)
    (folder,) = (own / "scenescore").iterdir()
    assert window.notice.message.text() == say("saved_elsewhere")
    assert window.notice.hint.text() == say("saved_elsewhere_hint", folder=folder)
    qtbot.waitUntil(lambda: window.session.report is not None, timeout=PATIENCE_MS)
    window.session.edits.set_studio(Studio(soundfont=SMALL_FONT))
    window.session.score(frames=(0, 120))
    qtbot.waitUntil(lambda: bool(window.session.work.cues), timeout=PATIENCE_MS)
    with qtbot.waitSignal(window.session.accepted, timeout=PATIENCE_MS):
        window.doors.accept()
    assert (folder / f"{own_film.stem} scored" / "scored.otio").is_file()
    assert sorted(own_film.parent.iterdir()) == before


def test_media_that_are_missing_are_told_with_a_way_on(
    window: MainWindow, say: Strings, qtbot: QtBot, tmp_path: Path
) -> None:
    edit = tmp_path / "미디어 없음.otio"
    demo = Path(__file__).resolve().parents[2] / "examples" / "demo" / "demo.otio"
    edit.write_bytes(demo.read_bytes())
    drop(window, edit)
    qtbot.waitUntil(lambda: window.session.report is not None, timeout=PATIENCE_MS)
    report = window.session.report
    assert report is not None
    skipped = [note for note in report.notes if note.skipped]
    assert window.notice.message.text() == say.sentence(skipped[0].message)
    assert window.notice.hint.text() == say.sentence(skipped[0].hint)
    assert window.notice.buttons[0].text() == say("analyse_again")
    for _ in skipped:
        assert window.notice.isVisible()
        window.notice.close_button.click()
    assert not window.notice.isVisible()
    window.again.trigger()
    assert window.session.engine.long_work is not None
