"""Debian's Blender in a real window: a real right-click, Score this scene, undo."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scenescore.cache import to_json
from scenescore.edit import ToldClip, ToldEdit, ToldTrack
from scenescore.timebase import Rate

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
FILM = PROJECT / "examples" / "demo" / "demo.mp4"
PATIENCE_S = 150


@dataclass
class Window:
    """A Blender on a screen of its own."""

    display: str
    state: Path
    shots: Path

    def lines(self) -> list[dict[str, Any]]:
        if not self.state.exists():
            return []
        return [json.loads(line) for line in self.state.read_text("utf-8").splitlines()]

    def until(self, wanted: Callable[[dict[str, Any]], bool], since: int = 0) -> dict[str, Any]:
        """The first line after `since` that is wanted."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if found := next((line for line in self.lines()[since:] if wanted(line)), None):
                return found
            time.sleep(0.1)
        raise AssertionError(f"not seen; Blender told {self.lines()[-3:]}")

    def do(self, *events: str) -> None:
        """What a hand does, by xdotool."""
        subprocess.run(["xdotool", *events], env=self._env(), check=True, timeout=20)
        time.sleep(0.5)

    def picture(self, name: str) -> Path:
        """What is to be seen, kept with the other results of the test."""
        path = self.shots / f"{name}.png"
        wish = self.state.with_name("wish")
        wish.with_suffix(".part").write_text(str(path), encoding="utf-8")
        wish.with_suffix(".part").replace(wish)
        self.until(lambda line: line.get("picture") == str(path))
        return path

    def _env(self) -> dict[str, str]:
        return {**os.environ, "DISPLAY": self.display}


def _need(*programs: str) -> None:
    missing = [name for name in programs if shutil.which(name) is None]
    if missing:
        assert not os.environ.get("CI"), f"not installed: {missing}"
        pytest.skip(f"not installed: {', '.join(missing)}")


@pytest.fixture
def screen() -> Iterator[str]:
    """A display that nobody sees."""
    _need("Xvfb", "xdotool", "blender")
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as told:
        yield f":{told.readline().strip()}"
    process.terminate()
    process.wait()


@pytest.fixture
def window(screen: str, tmp_path: Path) -> Iterator[Window]:
    told = tmp_path / "내 영화 🎬.told"
    film, rate = str(FILM), Rate.of(24)
    shots = tuple(
        ToldClip(f"shot {n}", 240 * n - 240, 240 * n, film, rate.frame * 480 * (n - 1))
        for n in (1, 2)
    )
    sound = (ToldClip("sound", 0, 480, film),)
    tracks = (ToldTrack("video", "Film", shots), ToldTrack("audio", "Dialogue", sound))
    told.write_text(to_json(ToldEdit("Reel", rate, 86_400, tracks=tracks)), encoding="utf-8")
    window = Window(screen, tmp_path / "state", tmp_path)
    env = {
        **os.environ,
        "DISPLAY": screen,
        "HOME": str(tmp_path),
        "LIBGL_ALWAYS_SOFTWARE": "1",
        "ADD_ON": str(PROJECT / "plugin" / "blender"),
        "TOLD": str(told),
        "STATE": str(window.state),
        "SCENESCORE_PYTHON": sys.executable,
        "SCENESCORE_CACHE": str(tmp_path / "cache"),
    }
    options = ["--factory-startup", "--window-geometry", "0", "0", "1280", "800"]
    script = ["--python", str(HERE / "blender_window.py")]
    with (tmp_path / "blender.log").open("w") as log:
        process = subprocess.Popen(
            ["blender", *options, *script], env=env, stdout=log, stderr=log, start_new_session=True
        )
        yield window
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.mark.slow
def test_a_right_click_scores_the_scene_and_ctrl_z_takes_it_back(window: Window) -> None:
    x, y = window.until(lambda line: "ready" in line)["ready"]
    time.sleep(1)
    window.do("mousemove", str(x), str(y), "click", "3")
    window.picture("menu")
    window.do("key", "Return")
    window.until(lambda line: line.get("working", False))
    window.picture("working")
    made = window.until(lambda line: line.get("ours", 0) > 0)
    assert made["ours"] >= 1
    window.picture("scored")
    since = len(window.lines())
    window.do("mousemove", str(x), str(y), "key", "ctrl+z")
    window.until(lambda line: line.get("ours") == 0, since)
    window.picture("undone")
