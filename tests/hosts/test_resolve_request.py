"""The menu's script: what is Resolve's passed on to the engine, one request, nothing left."""

from __future__ import annotations

import ast
import json
import runpy
import shutil
import sys
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from scenescore.edit import ToldClip, ToldEdit, ToldTrack
from scenescore.hosting import UserState
from scenescore.model import Scene
from scenescore.timebase import Rate
from scenescore_plugin.hosts.resolve import ResolveHost
from scenescore_plugin.hosts.resolve.relay import Wire
from scenescore_plugin.hosts.resolve.request import beside, kept_lanes, serve, stretch_meant

from .contract import HostContract
from .resolve_double import face_of
from .resolve_rig import ResolveRig
from .stage import PLAIN, Stage

SCRIPT = Path(str(files("scenescore_resolve"))) / "Score this scene.py"
FILM = Path(__file__).resolve().parents[2] / "examples" / "demo" / "demo.mp4"
FREE = ((19, 1, 3), False)


@pytest.fixture
def script() -> dict[str, Any]:
    """What the script defines; it does nothing without Resolve's object."""
    return runpy.run_path(str(SCRIPT))


@dataclass(frozen=True, slots=True)
class Loop(Wire):
    """A wire whose other end is the script's relay, in the same process."""

    relay: Any = None

    def ask(self, **message: object) -> Any:
        answer = json.loads(json.dumps(self.relay.answer(json.loads(json.dumps(message)))))
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return self._taken(answer["value"])


@pytest.fixture
def rig(script: dict[str, Any]) -> ResolveRig:
    """The free edition by its menu; every call goes through the script as JSON."""
    rig = ResolveRig(*FREE)
    relay = script["Relay"](face_of(rig.program.resolve))
    rig.host = ResolveHost.inside(Loop(BytesIO(), BytesIO(), relay).resolve())
    return rig


class TestThroughTheScript(HostContract):
    def test_what_the_editor_looks_at_is_known(
        self, rig: ResolveRig, stage: Stage, tmp_path: Path
    ) -> None:
        rig.open(stage.reel(PLAIN))
        scenes = (Scene(1, 0, 60, (0,)), Scene(2, 60, 150, (1,)))
        state = rig.host.read(tmp_path).state
        assert stretch_meant(state, scenes) == (0, 60)  # 19 tells the playhead and no more


def test_what_is_chosen_stands_above_the_playhead() -> None:
    scenes = (Scene(1, 0, 60, (0,)),)
    assert stretch_meant(UserState(playhead=10, mark_in=5, mark_out=20), scenes) == (5, 20)
    assert stretch_meant(UserState(playhead=10), scenes) == (0, 60)
    assert stretch_meant(UserState(), scenes) is None


def test_nothing_that_is_private_is_called_for_the_engine(script: dict[str, Any]) -> None:
    relay = script["Relay"](face_of(ResolveRig((21, 0, 4)).program.resolve))
    answer = relay.answer({"on": 0, "do": "__class__", "with": []})
    assert answer == {"error": "ValueError('__class__')"}


def test_music_of_other_scenes_stays(stage: Stage, tmp_path: Path, rig: ResolveRig) -> None:
    rig.open(stage.reel(PLAIN))
    first = stage.lane("1m01", "Score A", 0, 70, PLAIN.rate)
    second = stage.lane("1m02", "Score A", 75, 120, PLAIN.rate)
    rig.host.write(rig.host.read(tmp_path), (first, second))
    edit = rig.host.read(tmp_path)
    kept = kept_lanes(edit, (60, 150))
    assert [lane.path for lane in kept] == [first.path]  # its tail rings into the stretch
    again = stage.lane("1m03", "Score A", 62, 130, PLAIN.rate)
    assert [lane.track for lane in beside(kept, (again,))] == ["Score A", "Score B"]


def test_the_script_runs_in_any_python_that_resolve_finds() -> None:
    """From 3.6 on, and with nothing but its standard library."""
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 6))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {n.name for node in found if isinstance(node, ast.Import) for n in node.names}
    names |= {str(node.module) for node in found if isinstance(node, ast.ImportFrom)}
    assert names
    assert names <= sys.stdlib_module_names


def test_without_an_engine_the_script_says_what_to_do(
    script: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    said: list[str] = []
    rig = ResolveRig(*FREE)
    for tongue, index in (("en_US.UTF-8", 0), ("ko_KR.UTF-8", 1)):
        monkeypatch.setenv("LC_ALL", tongue)
        assert not script["score"](rig.program.menu(), str(tmp_path / "a.py"), said.append)
        assert said.pop() == script["WORDS"]["no_engine"][index]
    assert rig.program.calls == []


@pytest.mark.parametrize("runs", [True, False])
def test_an_engine_that_dies_is_told(
    script: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runs: bool
) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    python = {"python": shutil.which("false") if runs else str(tmp_path / "engine.json")}
    (tmp_path / "engine.json").write_text(json.dumps(python), encoding="utf-8")
    said: list[str] = []
    menu = ResolveRig(*FREE).program.menu()
    assert not script["score"](menu, str(tmp_path / "a.py"), said.append)
    assert said == [script["WORDS"]["died"][0]]


def test_a_console_that_lacks_korean_stops_nothing(
    script: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    console = TextIOWrapper(BytesIO(), encoding="cp1252")
    monkeypatch.setattr(sys, "stdout", console)
    script["note"]("듣는 중 …")
    script["note"]("Listening …")
    console.flush()
    assert console.buffer.getvalue().decode("cp1252").strip() == "Listening …"  # type: ignore[attr-defined]


def test_what_is_wrong_is_said_in_the_users_language() -> None:
    rig = ResolveRig(*FREE)
    relay = runpy.run_path(str(SCRIPT))["Relay"](face_of(rig.program.resolve))
    out = BytesIO()
    serve(Loop(BytesIO(), out, relay), "ko")
    over = json.loads(out.getvalue().splitlines()[-1])
    assert not over["well"]
    assert over["over"].startswith("DaVinci Resolve에 열린 타임라인이 없습니다.")


@pytest.mark.slow
def test_one_click_scores_the_scene_and_nothing_stays(
    script: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole way: the script, the engine's own process, real music, lanes in the timeline."""
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    monkeypatch.setenv("SCENESCORE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_VIDEOS_DIR", str(tmp_path / "내 영상"))
    (tmp_path / "engine.json").write_text(json.dumps({"python": sys.executable}), encoding="utf-8")
    rig = ResolveRig(*FREE)
    film = str(FILM)
    shots = (ToldClip("샷 1", 0, 240, film), ToldClip("샷 2", 240, 480, film))
    tracks = (ToldTrack("video", "그림", shots), ToldTrack("audio", "대사", shots[:1]))
    rig.open(ToldEdit("우리 영화: 1/2", Rate.of(24), 86_400, tracks=tracks))
    before = rig.world()
    said: list[str] = []
    notes: list[str] = []
    place = str(tmp_path / "Score this scene.py")
    assert script["score"](rig.program.menu(), place, said.append, notes.append), said
    after = rig.world()
    assert (after.theirs, after.state) == (before.theirs, before.state)
    assert after.ours
    assert said == [f"Music laid: {len(after.ours)}"]
    assert notes
    assert all(Path(each.path).is_relative_to(tmp_path / "내 영상") for each in after.ours)
