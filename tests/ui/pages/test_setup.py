"""Check set-up with the real doctor: what is in order, what is wrong, the log."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot
from tests.ui.pages.conftest import PATIENCE_MS, Make, button, said

from scenescore.worker.answers import FindingSaid
from scenescore_ui.pages import Desk, SetupPage
from scenescore_ui.pages.setup.own import own_findings
from scenescore_ui.pages.setup.page import end_of, state_of
from scenescore_ui.strings import Strings
from scenescore_ui.worker.process import ProcessTransport


def _page(make: Make) -> SetupPage:
    page = make("setup")
    assert isinstance(page, SetupPage)
    return page


@pytest.mark.parametrize("say", ["ko"], indirect=True)
def test_a_fault_is_said_first_with_its_cure_and_is_gone_when_it_is_mended(
    make: Make, say: Strings, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").write_text("")
    monkeypatch.setenv("SCENESCORE_CACHE", str(tmp_path / "a file"))
    page = _page(make)
    assert page.summary.text() == say("setup_looking")
    assert not page.again.isEnabled()
    qtbot.waitUntil(lambda: bool(page.findings()), timeout=PATIENCE_MS)
    worst = page.findings()[0]
    assert (worst.what, state_of(worst)) == (say.sentence("Cache folder"), "fault")
    assert worst.cure in said(page)
    monkeypatch.setenv("SCENESCORE_CACHE", str(tmp_path))
    page._engine.close()  # the next worker begins with what is set now
    qtbot.mouseClick(page.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.again.isEnabled, timeout=PATIENCE_MS)
    assert all(state_of(each) != "fault" for each in page.findings())
    qtbot.mouseClick(page.copy, Qt.MouseButton.LeftButton)
    assert page.copy.text() == say("setup_copied")
    copied = QGuiApplication.clipboard().text()
    assert "ok    Python: 3." in copied
    assert str(tmp_path / "worker.log") in copied


@pytest.mark.parametrize("say", ["en"], indirect=True)
def test_a_worker_that_cannot_be_started_is_said(
    desk: Desk, make: Make, say: Strings, qtbot: QtBot
) -> None:
    engine = desk.session.engine.aside
    engine.client.transport = lambda: ProcessTransport(engine, [sys.executable, "-c", "raise 1"])
    page = _page(make)
    qtbot.waitUntil(page.again.isEnabled, timeout=PATIENCE_MS)
    assert say("worker_missing") in page.summary.text()
    assert button(page, say("setup_again")).isEnabled()
    assert page.log_text()


def test_the_place_of_the_open_edit_is_looked_at(
    say: Strings, own_film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [each.what for each in own_findings(None, say)] == [say("setup_fonts")]
    *_, place = own_findings(own_film, say)
    assert (place.what, state_of(place)) == (say("setup_beside"), "ok")
    assert str(own_film.parent) in place.found
    monkeypatch.setattr("scenescore_ui.work.places.os.access", lambda *_: False)
    *_, place = own_findings(own_film, say)
    assert state_of(place) == "warn"
    assert str(own_film.parent) not in place.found


def test_states_and_the_end_of_a_log(tmp_path: Path) -> None:
    well = FindingSaid(what="a", well=True, found="b")
    assert state_of(well) == "ok"
    assert state_of(well.model_copy(update={"doubtful": True})) == "warn"
    assert state_of(well.model_copy(update={"well": False})) == "fault"
    log = tmp_path / "worker.log"
    assert end_of(None) == end_of(log) == ""
    log.write_text("x" * 100_000 + "끝", encoding="utf-8")
    assert end_of(log).endswith("x끝")
    assert len(end_of(log)) < 70_000
