"""The panel's own logic over a strict fake of Premiere Pro, in Node, at a real bridge."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.bridge.conftest import Running, bridge_in

from scenescore.cache import from_json, to_json
from scenescore.edit import ToldEdit
from scenescore.hosting import Clock, Laid, UserState
from scenescore_plugin.hosts.premiere import PremiereDesk, PremiereHost

from .contract import World
from .stage import MARKS_S, PLAYHEAD_S

PANEL = Path(__file__).parents[2] / "plugin" / "premiere"
FAKE = Path(__file__).with_name("premiere")
BUILT = PANEL / "build" / os.environ.get("PYTEST_XDIST_WORKER", "alone")
"""Below the panel's packages, which Node looks for upwards; a folder for each process of tests."""
PATIENCE_S = 60


def needs_node() -> str:
    """The Node that runs the panel's logic; skips where it is not set up, but never in CI."""
    node = shutil.which("node")
    if node is None or not (PANEL / "node_modules" / "typescript").is_dir():
        assert not os.environ.get("CI"), "Node or the panel's packages are missing"
        pytest.skip("Node or the panel's packages are missing: make test installs them")
    return node


@cache
def compiled() -> Path:
    """The fake and the panel, compiled against Adobe's types; fails where a type does not fit."""
    node = needs_node()
    tsc = PANEL / "node_modules" / "typescript" / "bin" / "tsc"
    command = [node, str(tsc), "-p", str(FAKE), "--outDir", str(BUILT)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    return BUILT / "tests" / "hosts" / "premiere"


class Bench:
    """A fake Premiere whose panel is connected."""

    def __init__(self, running: Running, version: str) -> None:
        self._process = subprocess.Popen(
            [needs_node(), str(compiled() / "bench.js"), str(running.port), running.token, version],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PREMIERE_PANEL": str(PANEL)},
            text=True,
            encoding="utf-8",
        )
        assert self._line() == {"ready": True}

    def __call__(self, do: str, **given: object) -> Any:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": do, **given}) + "\n")
        self._process.stdin.flush()
        return self._line()

    def end(self) -> None:
        self._process.communicate(timeout=PATIENCE_S)

    def _line(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


class PremiereRig:
    def __init__(self, bench: Bench, running: Running) -> None:
        self.bench = bench
        self.host = PremiereHost(lambda: running.announcement)

    def cannot(self, clock: Clock) -> str:
        return ""

    def open(self, told: ToldEdit) -> None:
        second = told.rate.nominal
        looks = {"playhead": PLAYHEAD_S * second, "marks": [moment * second for moment in MARKS_S]}
        self.bench("open", told=json.loads(to_json(told)), looks=looks)

    def world(self) -> World:
        found = self.bench("world")
        ours = tuple(from_json(json.dumps(each), Laid) for each in found["ours"])
        return World(found["theirs"], ours, self._state(), (found["locked"], found["ranges"]))

    def _state(self) -> UserState:
        return PremiereDesk(self.host._ask).state()

    def fail_after(self, lanes: int) -> None:
        self.bench("ways", failAfter=lanes)

    def misplace(self) -> None:
        self.bench("ways", misplace=True)


@contextmanager
def rig_in(folder: Path, version: str) -> Iterator[PremiereRig]:
    """A rig with a bridge of its own: of several panels of a program only the last one answers."""
    needs_node()
    with bridge_in(folder) as running:
        bench = Bench(running, version)
        try:
            yield PremiereRig(bench, running)
        finally:
            bench.end()
