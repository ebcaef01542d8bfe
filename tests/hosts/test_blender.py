"""The contract on Blender's sequencer: real .blend files, the real program as a module."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scenescore.cache import from_json, to_json
from scenescore.edit import ToldEdit
from scenescore.errors import HostUnavailable, LanesRefused
from scenescore.hosting import Clock, Laid, UserState
from scenescore.timebase import frames_to_samples
from scenescore_plugin.hosts.blender import BlenderHost, BlenderTalk, Talk, find_blender

from .contract import HostContract, World
from .stage import MARKS_S, PLAIN, PLAYHEAD_S, Stage

BENCH = Path(__file__).with_name("blender_bench.py")
FILM = Path(__file__).resolve().parents[2] / "examples" / "demo" / "demo.mp4"
PYTHON = Path(sys.prefix) / "blender" / "bin" / "python"
"""An environment with `bpy`, which installer/set-up makes for the tests."""


def bpy_environment(patch: pytest.MonkeyPatch) -> None:
    """Let a Blender find the add-on of this checkout."""
    places = [str(BENCH.parents[2] / "plugin" / "blender"), os.environ.get("PYTHONPATH", "")]
    patch.setenv("PYTHONPATH", os.pathsep.join(places))


def python_with_bpy() -> str:
    """The Python of the environment with `bpy`; skips where there is none, but never in CI."""
    found = os.environ.get("SCENESCORE_BPY") or str(PYTHON)
    if not Path(found).exists():
        assert not os.environ.get("CI"), f"no Python with bpy at {found}"
        pytest.skip(f"no Python with bpy at {found}: make test installs it")
    return found


@dataclass
class Kept:
    """A Blender that is not ended after each call: starting one for each takes its time."""

    talk: BlenderTalk

    def __call__(self, do: str, **arguments: object) -> Any:
        return self.talk(do, **arguments)

    def end(self) -> None:
        pass


class BlenderRig:
    def __init__(self, talk: BlenderTalk, folder: Path) -> None:
        self.talk = talk
        self.file = folder / "내 영화 🎬.blend"
        self.host = BlenderHost(self.file, self._kept)

    def _kept(self) -> Talk:
        return Kept(self.talk)

    def cannot(self, clock: Clock) -> str:
        return "Blender counts no drop frames" if clock.drop_frame else ""

    def open(self, told: ToldEdit) -> None:
        second = told.rate.nominal
        self.talk(
            "build",
            path=str(self.file),
            told=json.loads(to_json(told)),
            playhead=PLAYHEAD_S * second,
            marks=[moment * second for moment in MARKS_S],
        )

    def world(self) -> World:
        theirs = self.talk("world", path=str(self.file))
        ours = tuple(from_json(json.dumps(each), Laid) for each in self.talk("laid"))
        state = from_json(json.dumps(self.talk("state")), UserState)
        return World(theirs, ours, state, theirs["timers"])

    def fail_after(self, lanes: int) -> None:
        self.talk("fail_after", lanes=lanes)

    def misplace(self) -> None:
        self.talk("misplace")


@pytest.fixture(scope="module")
def talk() -> Iterator[BlenderTalk]:
    with pytest.MonkeyPatch.context() as patch:
        bpy_environment(patch)
        talk = BlenderTalk([python_with_bpy()], BENCH)
    yield talk
    talk.end()


@pytest.fixture
def rig(talk: BlenderTalk, tmp_path: Path) -> BlenderRig:
    return BlenderRig(talk, tmp_path)


class TestBlender(HostContract):
    pass


def test_strips_lie_on_free_channels(rig: BlenderRig, stage: Stage, tmp_path: Path) -> None:
    rig.open(stage.reel(PLAIN))
    edit = rig.host.read(tmp_path)
    for take in "abc":
        rig.host.write(edit, stage.lanes(PLAIN.rate, take=take))
    assert rig.talk("overlaps", path=str(rig.file)) == []


def test_the_music_begins_on_its_frame_in_blenders_own_mixdown(
    rig: BlenderRig, stage: Stage, tmp_path: Path
) -> None:
    rig.open(stage.reel(PLAIN))
    lane = stage.lane("1m09", "Score A", 83, 121, PLAIN.rate)
    rig.host.write(rig.host.read(tmp_path), (lane,))
    out = tmp_path / "섞은 것.wav"
    rig.talk("mixdown", path=str(rig.file), out=str(out))
    with wave.open(str(out)) as file:
        sound = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        sound = sound.reshape(-1, file.getnchannels())[:, 0].astype(float)
    # The lane is the only thing at 880 Hz; the level of that tone in each hundredth of a second.
    carrier = np.exp(-2j * np.pi * 880 * np.arange(len(sound)) / 48_000)
    level = np.abs((sound * carrier)[: len(sound) // 480 * 480].reshape(-1, 480).sum(axis=1))
    loud = np.flatnonzero(level > level.max() / 2)
    frame = frames_to_samples(1, PLAIN.rate)
    assert abs(loud[0] * 480 - 83 * frame) <= frame
    assert abs((loud[-1] + 1) * 480 - 121 * frame) <= frame


def test_the_windows_and_workspaces_of_a_file_stay(
    rig: BlenderRig, stage: Stage, tmp_path: Path
) -> None:
    rig.open(stage.reel(PLAIN))
    rig.talk("name_workspace", path=str(rig.file), name="내 화면 🎬")
    before = rig.talk("workspaces", path=str(rig.file))
    assert "내 화면 🎬" in before
    rig.host.write(rig.host.read(tmp_path), stage.lanes(PLAIN.rate))
    assert rig.talk("workspaces", path=str(rig.file)) == before


def test_a_blender_of_its_own_reads_a_file_and_is_gone(
    rig: BlenderRig, stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig.open(stage.reel(PLAIN))
    monkeypatch.setenv("SCENESCORE_BLENDER", python_with_bpy())
    host = BlenderHost().at(rig.file)
    edit = host.read(tmp_path)
    receipt = host.write(edit, stage.lanes(PLAIN.rate))
    assert len(rig.world().ours) == 3
    host.remove(receipt)
    assert rig.world().ours == ()


def test_a_file_of_another_blender_is_read_and_never_converted(
    talk: BlenderTalk, stage: Stage, tmp_path: Path
) -> None:
    other = shutil.which("blender")
    if other is None:
        assert not os.environ.get("CI"), "blender is not installed"
        pytest.skip("not installed: blender")
    rig = BlenderRig(talk, tmp_path)
    made = (
        "import bpy; scene = bpy.context.scene; strips = scene.sequence_editor_create().sequences;"
        f"strips.new_movie(name='샷', filepath={str(FILM)!r}, channel=1, frame_start=1);"
        f"bpy.ops.wm.save_as_mainfile(filepath={str(rig.file)!r})"
    )
    command = [other, "--background", "--factory-startup", "--python-expr", made]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    before = rig.file.read_bytes()
    edit = rig.host.read(tmp_path)
    assert edit.edit.duration_frames > 0
    with pytest.raises(LanesRefused, match="was saved by Blender 3"):
        rig.host.write(edit, stage.lanes(edit.edit.rate))
    assert rig.file.read_bytes() == before


def test_without_blender_it_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SCENESCORE_BLENDER", str(tmp_path / "nothing"))
    assert find_blender() is None
    assert BlenderHost().check().cure.startswith("Install Blender")
    with pytest.raises(HostUnavailable):
        BlenderHost(tmp_path / "a.blend").read(tmp_path)
