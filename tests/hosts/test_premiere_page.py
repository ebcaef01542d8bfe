"""The panel's page in a real browser, at a real bridge and engine, over the fake program."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from tests.bridge.conftest import Running, bridge_in

from scenescore.cache import to_json
from scenescore.edit import ToldClip, ToldEdit, ToldTrack, read_edit
from scenescore.timebase import to_frames

from .chromium import Page, page_in
from .premiere_bench import FAKE, PANEL, compiled, needs_node

DEMO = Path(__file__).parents[2] / "examples" / "demo"
PAGE = "scenescore_premiere/uxp/index.html"
PICTURES = os.environ.get("SCENESCORE_PICTURES")
"""A folder to keep what the page looked like in."""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A folder as a web page's origin."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    server.daemon_threads = False
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    compiled()
    with served(PANEL) as origin:
        yield origin


@pytest.fixture(scope="module")
def running(origin: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with bridge_in(tmp_path_factory.mktemp("다리"), "--allow-origin", origin) as running:
        yield running


@pytest.fixture(scope="module")
def signatures() -> Any:
    """Adobe's types, as the fake reads them."""
    types = PANEL / "node_modules" / "@adobe" / "premierepro" / "src" / "premierepro.d.ts"
    read = f"require({json.dumps(str(compiled() / 'signatures.js'))}).readSignatures"
    script = f"console.log(JSON.stringify({read}({json.dumps(str(types))})))"
    done = subprocess.run([needs_node(), "-e", script], capture_output=True, check=True)
    return json.loads(done.stdout)


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    with page_in(tmp_path / "browser", 320, 560) as page:
        yield page
        assert page.errors == []


def told_demo(film: Path) -> ToldEdit:
    """The first scenes of the demo edit, as a program would tell them."""
    edit = read_edit(DEMO / "demo.otio")
    clips = tuple(
        ToldClip(
            clip.name,
            to_frames(clip.record.start, edit.rate),
            to_frames(clip.record.end, edit.rate),
            str(film),
            clip.source_start,
        )
        for clip in edit.picture
    )
    tracks = (ToldTrack("video", "V1", clips), ToldTrack("audio", "A1", clips))
    return ToldEdit("밤의 언덕", edit.rate, edit.start_frame, tracks=tracks)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "내 영화 🎬"
    folder.mkdir()
    shutil.copy(DEMO / "demo.mp4", folder)
    (folder / "영화.prproj").touch()
    return folder / "영화.prproj"


def open_page(page: Page, origin: str, signatures: Any, **setting: Any) -> None:
    """Load the panel with what UXP would give it."""
    fake = f"{origin}/{compiled().relative_to(PANEL).as_posix()}"
    setting = {"version": "25.6", "home": "/home/나", "fake": fake, **setting}
    setting |= {"signatures": signatures}
    script = f"const SETTING = {json.dumps(setting)};\n{(FAKE / 'page.js').read_text('utf-8')}"
    page("Page.addScriptToEvaluateOnNewDocument", source=f"(() => {{{script}}})()")
    page("Page.navigate", url=f"{origin}/{PAGE}")


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.picture(Path(PICTURES) / f"premiere-{name}.png")


@pytest.mark.slow
def test_a_scene_is_found_scored_laid_and_taken_back(
    page: Page, origin: str, signatures: Any, running: Running, project: Path
) -> None:
    told = told_demo(project.with_name("demo.mp4"))
    looks = {"playhead": 200, "marks": [0, 0], "project": str(project)}
    open_page(
        page,
        origin,
        signatures,
        announcement=running.announcement.model_dump_json(),
        locale="ko_KR",
        told=json.loads(to_json(told)),
        looks=looks,
    )
    page.until("document.querySelector('#find')")
    before = page.value("JSON.stringify(world())")
    picture(page, "ko-1-first")
    page.click("#find")
    page.until("document.querySelector('.row.chosen')")
    picture(page, "ko-2-scenes")
    assert "씬 1" in page.text()
    page.click(".row:first-child")
    page.click("button.main")
    page.until("parseInt(document.querySelector('.done')?.style.width) > 0")
    picture(page, "ko-3-progress")
    page.until("document.querySelector('#accept')")
    picture(page, "ko-4-ready")
    assert page.value("JSON.stringify(world())") == before
    page.click("#accept")
    page.until("document.querySelector('#undo')")
    picture(page, "ko-5-laid")
    after = page.value("world()")
    assert after["ours"]
    assert after["theirs"]["tracks"] == json.loads(before)["theirs"]["tracks"]
    for laid in after["ours"]:
        over, under = map(int, laid["start_frame"].split("/"))
        assert over % under == 0
        assert Path(laid["path"]).is_file()
    page.click("#undo")
    page.until("document.querySelector('.row.chosen')")
    assert page.value("world().ours") == []


def test_each_empty_state_says_what_to_do(
    page: Page, origin: str, signatures: Any, running: Running, project: Path
) -> None:
    open_page(page, origin, signatures, announcement="", locale="en_US", told=None)
    page.until("document.body?.innerText.includes('Run “scenescore bridge”')")
    picture(page, "en-1-away")
    announcement = running.announcement.model_dump_json()
    page.value(f"void (SETTING_NOW.announcement = {json.dumps(announcement)})")
    page.until("document.querySelector('#look_again')")
    assert "Open the sequence in the timeline" in page.text()
    picture(page, "en-2-nothing")
