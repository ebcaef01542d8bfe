"""An edit that comes from an editing program goes back there: a program found as any other is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from tests.ui.conftest import shown
from tests.worker.conftest import SMALL_FONT

from scenescore.words import LANGUAGES
from scenescore.worker.orders import Studio
from scenescore_ui.app import make_window
from scenescore_ui.strings import Strings
from scenescore_ui.window import MainWindow
from scenescore_ui.window.progress import ProgressLine
from scenescore_ui.work.places import folder_of_program

PATIENCE_MS = 120_000

PROGRAM = """
import json, os, shutil, time
from dataclasses import replace
from pathlib import Path
from scenescore.edit import read_edit
from scenescore.errors import EditChanged
from scenescore.hosting import Answer, Capabilities, HostEdit, Receipt

class Program:
    id, name = "wonder", "Wonder Edit"
    log = Path(os.environ["WONDER_LOG"])

    @property
    def open(self):
        return self.log.with_name("open.txt").read_text()

    def check(self):
        return Answer(True, "Wonder Edit answers.")

    def capabilities(self):
        return Capabilities(self.name)

    def read(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        path = Path(shutil.copyfile(os.environ["WONDER_EDIT"], folder / "edit.mp4"))
        return HostEdit(replace(read_edit(path), name=self.open), self.open)

    def write(self, edit, lanes):
        if "WONDER_SLOW" in os.environ:
            self.log.write_text("begun")
            time.sleep(1.5)
        self.log.write_text(json.dumps([edit.key, [lane.path for lane in lanes]]))
        return Receipt(self.id, edit.key)

    def remove(self, receipt):
        if (another := self.log.with_name("another is open")).exists():
            another.unlink()
            raise EditChanged("Another timeline is open.", "Open that one again.")
        self.log.write_text(json.dumps([receipt.key, []]))

class Asleep(Program):
    id, name = "asleep", "Asleep"

    def check(self):
        return Answer(False, "Asleep does not answer.", cure="Wake it.")
"""


def _show(log: Path, timeline: str) -> None:
    """Another timeline is open in the program."""
    log.with_name("open.txt").write_text(timeline, encoding="utf-8")


@pytest.fixture
def log(tmp_path: Path, own_film: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the program was told; it is installed beside the others."""
    site = tmp_path / "site"
    about = site / "wonder-1.0.dist-info"
    about.mkdir(parents=True)
    (site / "wonder.py").write_text(PROGRAM, encoding="utf-8")
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: wonder\nVersion: 1.0\n")
    entries = "[scenescore.hosts]\nwonder = wonder:Program\nasleep = wonder:Asleep\n"
    (about / "entry_points.txt").write_text(entries)
    told = tmp_path / "told.json"
    _show(told, "타임라인 1")
    monkeypatch.setenv("PYTHONPATH", str(site))
    monkeypatch.setenv("WONDER_EDIT", str(own_film))
    monkeypatch.setenv("WONDER_LOG", str(told))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return told


@pytest.fixture(params=LANGUAGES)
def window(
    request: pytest.FixtureRequest, qtbot: QtBot, one_cache: None, log: Path
) -> Iterator[MainWindow]:
    window = make_window(request.param)
    window.show()
    yield window
    window.close()
    window.deleteLater()


def _programs(window: MainWindow, qtbot: QtBot) -> dict[str, QAction]:
    """The lines of the menu once the programs have answered."""
    window.programs.aboutToShow.emit()
    asking = window.texts.strings("programs_asking")
    assert [entry.text() for entry in window.programs.actions()] == [asking]
    qtbot.waitUntil(
        lambda: "Wonder Edit" in [entry.text() for entry in window.programs.actions()],
        timeout=PATIENCE_MS,
    )
    return {entry.text(): entry for entry in window.programs.actions()}


def _score(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    session.edits.set_studio(Studio(soundfont=SMALL_FONT))
    session.score(frames=(0, 120))
    qtbot.waitUntil(lambda: bool(session.work.cues), timeout=PATIENCE_MS)


def _accept(window: MainWindow, qtbot: QtBot, log: Path) -> tuple[str, list[str]]:
    """The timeline's key, and the files that lie in it now."""
    with qtbot.waitSignal(window.session.delivery.laid, timeout=PATIENCE_MS):
        window.doors.accept()
    key, paths = json.loads(log.read_text(encoding="utf-8"))
    return key, paths


def test_an_edit_is_read_from_a_program_and_its_music_goes_back(
    window: MainWindow, qtbot: QtBot, log: Path, own_film: Path
) -> None:
    session, say = window.session, Strings(window.texts.strings.language)
    entries = _programs(window, qtbot)
    assert not entries["Asleep"].isEnabled()
    assert "Wake it." in entries["Asleep"].toolTip()
    entries["Wonder Edit"].trigger()
    qtbot.waitUntil(lambda: session.report is not None, timeout=PATIENCE_MS)
    assert window.windowTitle() == say("title_of", name="타임라인 1")
    _score(window, qtbot)
    key, paths = _accept(window, qtbot, log)
    assert key == "타임라인 1"
    assert [Path(path).suffix for path in paths] == [".wav"]
    assert all(Path(path).is_file() for path in paths)
    assert window.notice.message.text() == say("laid", name="Wonder Edit")
    log.with_name("another is open").touch()
    window.notice.buttons[0].click()
    told = "Another timeline is open."
    qtbot.waitUntil(lambda: window.notice.message.text() == told, timeout=PATIENCE_MS)
    window.notice.dismiss()  # it can be tried again
    with qtbot.waitSignal(session.delivery.taken_back, timeout=PATIENCE_MS):
        window.notice.buttons[0].click()
    assert json.loads(log.read_text(encoding="utf-8")) == ["타임라인 1", []]
    assert not window.notice.isVisible() or say("take_back") not in shown(window.notice)
    path = session.path
    window.close_edit.trigger()
    assert path is not None
    assert session.open(path)  # as it was saved: it still knows where it came from
    assert session.opened_edit is not None
    assert session.opened_edit.document.came_from.name == "Wonder Edit"


def test_what_is_exported_of_a_programs_edit_goes_where_people_look(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    videos, asked = tmp_path / "내 영상", list[str]()
    monkeypatch.setenv("XDG_VIDEOS_DIR", str(videos))
    monkeypatch.setattr(
        QFileDialog,
        "getSaveFileName",
        staticmethod(lambda *given: asked.append(given[2]) or ("", "")),
    )
    _programs(window, qtbot)["Wonder Edit"].trigger()
    qtbot.waitUntil(lambda: window.session.path is not None, timeout=PATIENCE_MS)
    window.doors.export("film", "")
    assert asked == [str(videos / "타임라인 1 – music.mp4")]
    window.session.close()


def test_laying_is_not_stopped_half_way(
    qtbot: QtBot, one_cache: None, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither by cancelling, nor by closing the window: the timeline is not ours."""
    monkeypatch.setenv("WONDER_SLOW", "1")
    window = make_window("en")
    window.show()
    session = window.session
    _programs(window, qtbot)["Wonder Edit"].trigger()
    qtbot.waitUntil(lambda: session.report is not None, timeout=PATIENCE_MS)
    _score(window, qtbot)
    window.doors.accept()
    qtbot.waitUntil(lambda: log.exists() and log.read_text() == "begun", timeout=PATIENCE_MS)
    line = window.findChild(ProgressLine)
    assert line is not None
    assert line.isVisible()
    assert not line.cancel.isVisible()
    session.engine.cancel()
    window.close()
    assert json.loads(log.read_text(encoding="utf-8"))[1]
    window.deleteLater()


def test_timelines_of_a_program_do_not_disturb_each_other(
    qtbot: QtBot, one_cache: None, log: Path
) -> None:
    """Each has its own work; what one of them plays is never written over."""
    window = make_window("en")
    window.show()
    session = window.session

    def read(timeline: str) -> None:
        _show(log, timeline)
        _programs(window, qtbot)["Wonder Edit"].trigger()
        named = Strings("en")("title_of", name=timeline)
        qtbot.waitUntil(lambda: window.windowTitle() == named, timeout=PATIENCE_MS)
        qtbot.waitUntil(lambda: session.report is not None, timeout=PATIENCE_MS)

    other = folder_of_program("wonder") / "edit.mp4.scenescore"  # of a version before
    other.parent.mkdir(parents=True)
    other.write_text("{", encoding="utf-8")
    read("One")
    assert not window.notice.isVisible()
    _score(window, qtbot)
    _, first = _accept(window, qtbot, log)
    sounds = {path: Path(path).read_bytes() for path in first}
    read("Two")
    assert session.work.cues == ()
    _score(window, qtbot)
    session.edits.turn(session.work.cues[0].uid, "energy", 1.0)
    qtbot.waitUntil(lambda: bool(session.take(session.work.cues[0])), timeout=PATIENCE_MS)
    assert _accept(window, qtbot, log)[0] == "Two"
    read("One")
    assert session.work.cues[0].recipe.hand.energy == 0
    _, again = _accept(window, qtbot, log)
    assert {path: Path(path).read_bytes() for path in first} == sounds
    assert not {*first} & {*again}  # undone in the program, it finds the files of before
    window.close()
    window.deleteLater()
