"""One run in a real window: an X server of its own, a real mouse, the demo edit, pictures kept.

The pictures are left in out/panel, beside what `make demo` leaves.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from scenescore.words import LANGUAGES

PROJECT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).with_name("real_window.py")
SCREEN = (1360, 860)
SEEN = ("1 empty", "2 menu", "3 scored", "4 playing", "5 accepted")


@pytest.fixture
def display() -> Iterator[str]:
    """The name of an X server that shows nobody anything."""
    reading, writing = os.pipe()
    screen = "x".join(map(str, (*SCREEN, 24)))
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", screen, "-nolisten", "tcp"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_scene_is_scored_played_and_accepted_by_the_mouse(
    display: str, worker_cache: Path, tmp_path: Path, language: str
) -> None:
    folder, pictures = tmp_path / "내 편집 🎬", PROJECT / "out" / "panel" / language
    shutil.copytree(PROJECT / "examples" / "demo", folder)
    shutil.rmtree(pictures, ignore_errors=True)
    pictures.mkdir(parents=True)
    before = (folder / "demo.otio").read_bytes()
    done = subprocess.run(
        [sys.executable, "-X", "utf8", str(SCRIPT), str(folder / "demo.otio"), language, pictures],
        env={
            **os.environ,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "LC_ALL": "C.UTF-8",
            "SCENESCORE_CACHE": str(worker_cache),
            "SCENESCORE_CONFIG": str(tmp_path / "settings"),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )
    assert done.returncode == 0, done.stderr
    assert (folder / "demo scored" / "scored.otio").is_file()
    assert (folder / "demo.otio").read_bytes() == before
    for name in SEEN:
        picture = QImage(str(pictures / f"{name}.png"))
        assert (picture.width(), picture.height()) == SCREEN
        colours = {picture.pixel(x, y) for x in range(0, SCREEN[0], 7) for y in range(0, 860, 7)}
        assert len(colours) > 20, f"{name} is blank"
