"""An edit that comes from an editing program goes back there: a program found as any other is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot
from tests.worker.conftest import SMALL_FONT

from scenescore.words import LANGUAGES
from scenescore.worker.orders import Studio
from scenescore_ui.app import make_window
from scenescore_ui.strings import Strings
from scenescore_ui.window import MainWindow

PATIENCE_MS = 120_000

PROGRAM = """
import json, os
from dataclasses import asdict
from pathlib import Path
from scenescore.edit import read_edit
from scenescore.errors import HostUnavailable
from scenescore.hosting import Answer, Capabilities, HostEdit, Receipt

class Program:
    id, name = "wonder", "Wonder Edit"
    log = Path(os.environ["WONDER_LOG"])

    def check(self):
        return Answer(True, "Wonder Edit answers.")

    def capabilities(self):
        return Capabilities(self.name)

    def read(self, folder):
        return HostEdit(read_edit(Path(os.environ["WONDER_EDIT"])), "timeline 1")

    def write(self, edit, lanes):
        self.log.write_text(json.dumps([edit.key, [lane.path for lane in lanes]]))
        return Receipt(self.id, edit.key)

    def remove(self, receipt):
        self.log.write_text(json.dumps([receipt.key, []]))

class Asleep(Program):
    id, name = "asleep", "Asleep"

    def check(self):
        return Answer(False, "Asleep does not answer.", cure="Wake it.")
"""


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


def test_an_edit_is_read_from_a_program_and_its_music_goes_back(
    window: MainWindow, qtbot: QtBot, log: Path, own_film: Path
) -> None:
    session, say = window.session, Strings(window.texts.strings.language)
    entries = _programs(window, qtbot)
    assert not entries["Asleep"].isEnabled()
    assert "Wake it." in entries["Asleep"].toolTip()
    entries["Wonder Edit"].trigger()
    qtbot.waitUntil(lambda: session.report is not None, timeout=PATIENCE_MS)
    assert session.path == own_film
    session.edits.set_studio(Studio(soundfont=SMALL_FONT))
    session.score(frames=(0, 120))
    qtbot.waitUntil(lambda: bool(session.work.cues), timeout=PATIENCE_MS)
    with qtbot.waitSignal(session.delivery.laid, timeout=PATIENCE_MS):
        window.doors.accept()
    key, paths = json.loads(log.read_text(encoding="utf-8"))
    assert key == "timeline 1"
    assert [Path(path).suffix for path in paths] == [".wav"]
    assert all(Path(path).is_file() for path in paths)
    assert window.notice.message.text() == say("laid", name="Wonder Edit")
    with qtbot.waitSignal(session.delivery.taken_back, timeout=PATIENCE_MS):
        window.notice.buttons[0].click()
    assert json.loads(log.read_text(encoding="utf-8")) == ["timeline 1", []]
    window.close_edit.trigger()
    assert session.open(own_film)  # as it was saved: it still knows where it came from
    assert session.opened_edit is not None
    assert session.opened_edit.document.came_from.name == "Wonder Edit"
