"""The engines with real workers: asking first, fetching from here, cancelling, removing."""

from __future__ import annotations

import hashlib
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from tests.ui.pages.conftest import PATIENCE_MS, Make, button, said

from scenescore.worker.answers import EngineSaid
from scenescore_ui.pages import Desk, EnginesPage
from scenescore_ui.pages.engines.row import EngineRow
from scenescore_ui.pages.engines.words import advice, in_use, size_of
from scenescore_ui.strings import Strings
from scenescore_ui.worker.process import ProcessTransport

BLOCK = bytes(1 << 18)
SHA256 = hashlib.sha256(2 * BLOCK).hexdigest()
TINY = "whisper-tiny"

FROM_HERE = """
from scenescore.engines import tables
from scenescore.worker import looking
from scenescore.worker.__main__ import main

real = dict(tables.descriptors())
file = tables.ModelFile.model_construct(name="tiny.pt", mb=0.5, url="{url}", sha256="{sha256}")
real["whisper-tiny"] = real["whisper-tiny"].model_copy(update={{"files": (file,)}})
tables.descriptors = looking.descriptors = lambda: real
main()
"""
"""A worker for which one engine's weights lie on a server of this computer."""


@dataclass
class Server:
    """Sends a block, and the other one when it may."""

    url: str = ""
    go_on: threading.Event = field(default_factory=threading.Event)
    asked: list[str | None] = field(default_factory=list)


@pytest.fixture
def server() -> Iterator[Server]:
    told = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = self.headers.get("Range")
            told.asked.append(asked)
            self.send_response(206 if asked else 200)
            self.send_header("Content-Length", str(len(BLOCK) * (1 if asked else 2)))
            self.end_headers()
            if not asked:
                self.wfile.write(BLOCK)
            told.go_on.wait(PATIENCE_MS / 1000)
            self.wfile.write(BLOCK)

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:
                """Whoever asked is gone."""

        def log_message(self, *_: object) -> None:
            """Silence."""

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.url = f"http://127.0.0.1:{running.server_port}/tiny.pt"
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield told
    told.go_on.set()
    running.shutdown()
    running.server_close()
    thread.join()


@pytest.fixture
def page(desk: Desk, make: Make, server: Server, qtbot: QtBot) -> EnginesPage:
    aside = desk.session.engine.aside
    code = FROM_HERE.format(url=server.url, sha256=SHA256)
    command = [sys.executable, "-X", "utf8", "-u", "-c", code]
    for each in (aside, aside.aside):
        each.client.transport = lambda engine=each: ProcessTransport(engine, command)
    page = make("engines")
    assert isinstance(page, EnginesPage)
    qtbot.waitUntil(lambda: bool(page.rows), timeout=PATIENCE_MS)
    return page


def _press(row: EngineRow, text: str, qtbot: QtBot) -> None:
    qtbot.mouseClick(button(row, text), Qt.MouseButton.LeftButton)


def test_fetching_asks_shows_how_far_stops_goes_on_and_what_came_can_be_removed(
    page: EnginesPage, say: Strings, server: Server, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "모델 🧠" / TINY
    row = page.rows[TINY]
    assert say("engine_better", title="Whisper small") in said(page)
    _press(row, say("engine_fetch"), qtbot)
    assert say("engine_ask", size="0 MB", licence="MIT") in said(row)
    assert str(folder) in said(row)
    _press(row, say("engine_not_now"), qtbot)
    assert server.asked == []  # nothing is fetched without a yes
    _press(row, say("engine_fetch"), qtbot)
    _press(row, say("engine_fetch_now"), qtbot)
    assert row.state.text() == say("engine_waits")
    qtbot.waitUntil(lambda: "50 %" in row.state.text(), timeout=PATIENCE_MS)
    assert row.bar.isVisibleTo(page)
    assert row.bar.value() == 500
    assert not row._remove.isEnabled()  # what is being written is not thrown away
    _press(row, say("cancel"), qtbot)
    qtbot.waitUntil(lambda: page.rows.get(TINY) not in (None, row), timeout=PATIENCE_MS)
    row = page.rows[TINY]
    assert row._remove.isEnabled()
    assert row.engine.fetched_mb == pytest.approx(len(BLOCK) / 1e6)
    server.go_on.set()
    _press(row, say("engine_go_on"), qtbot)
    _press(row, say("engine_fetch_now"), qtbot)
    qtbot.waitUntil(lambda: page.rows.get(TINY) not in (None, row), timeout=PATIENCE_MS)
    row = page.rows[TINY]
    assert server.asked[-1] == f"bytes={len(BLOCK)}-"
    assert (folder / "tiny.pt").stat().st_size == 2 * len(BLOCK)
    assert row.engine.present
    row.ask_to_remove()
    _press(row, say("engine_keep"), qtbot)
    assert (folder / "tiny.pt").is_file()
    row.ask_to_remove()
    _press(row, say("engine_remove"), qtbot)
    qtbot.waitUntil(lambda: page.rows.get(TINY) not in (None, row), timeout=PATIENCE_MS)
    assert not folder.exists()


@pytest.mark.parametrize("say", ["en"], indirect=True)
def test_a_fetch_that_fails_says_why_and_what_to_do(
    page: EnginesPage, say: Strings, server: Server, qtbot: QtBot, desk: Desk
) -> None:
    server.go_on.set()
    part = page.rows[TINY].engine.folder / "tiny.pt.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"x" * len(BLOCK))  # what was fetched before is another file's
    page.fetch(TINY)
    desk.texts.speak(say)  # made anew meanwhile, it is still fetched
    row = page.rows[TINY]
    assert row.state.text() == say("engine_waits")
    qtbot.waitUntil(lambda: "SHA-256" in row.told.text(), timeout=PATIENCE_MS)
    assert button(row, say("engine_fetch")).isEnabled()


@pytest.mark.parametrize("say", ["ko"], indirect=True)
def test_a_checkpoint_of_the_users_own_hears_the_words_from_now_on(
    page: EnginesPage, say: Strings, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "내 모델.pt"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", staticmethod(lambda *a: (str(own), "")))
    page.choose_own()
    assert desk.preferences.start.words == str(own)
    assert desk.session.start.words == str(own)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", staticmethod(lambda *a: ("", "")))
    page.choose_own()
    assert desk.preferences.start.words == str(own)


# --- one engine, without a worker -----------------------------------------------------------------


def _engine(tmp_path: Path, **more: object) -> EngineSaid:
    facts = {
        "id": "a",
        "title": "A",
        "task": "words",
        "mb": 1500.0,
        "licence": "CC BY-NC-SA 4.0",
        "commercial": False,
        "page": "https://example.org/a",
        "folder": tmp_path / "폴더 a",
        "present": False,
        "fetchable": False,
        "usable": False,
        "ram_mb": 800,
        **more,
    }
    return EngineSaid.model_validate(facts)


def test_an_engine_that_is_put_there_by_hand_shows_page_and_folder(
    say: Strings, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url.toString()))
    row = EngineRow(_engine(tmp_path), say)
    qtbot.addWidget(row)
    row.show()
    assert say("engine_by_hand") in said(row)
    for word in ("1.5 GB", "CC BY-NC-SA 4.0", say("engine_not_commercial")):
        assert word in row.terms.text()
    _press(row, say("engine_page"), qtbot)
    _press(row, say("engine_folder"), qtbot)
    assert shown == ["https://example.org/a", f"file://{tmp_path}/폴더 a"]
    assert (tmp_path / "폴더 a").is_dir()


def test_packages_come_first(say: Strings, qtbot: QtBot, tmp_path: Path) -> None:
    row = EngineRow(_engine(tmp_path, fetchable=True, packages=("torch",), extra="speech"), say)
    qtbot.addWidget(row)
    row.show()
    assert say("engine_packages", packages="torch") in said(row)
    _press(row, say("engine_copy_command"), qtbot)
    assert QGuiApplication.clipboard().text() == "pip install 'scenescore[speech]'"


def test_advice_names_what_is_used_and_what_would_be_better(say: Strings, tmp_path: Path) -> None:
    small = _engine(tmp_path, id="s", title="S", rank=30, suggested=True)
    tiny = _engine(tmp_path, id="t", title="T", rank=10, usable=True)
    large = _engine(tmp_path, id="l", title="L", rank=60, usable=True)
    assert in_use([small]) is None
    assert advice([small], say).endswith(say("engine_better", title="S"))
    assert advice([small, tiny], say).startswith(say("engine_used", title="T"))
    assert advice([small, tiny, large], say) == say("engine_used", title="L")
    assert size_of(483.6) == "484 MB"
