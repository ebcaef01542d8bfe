"""The add-on's own operators in real Blender: score, stop, undo, remove, in both languages."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scenescore.cache import to_json
from scenescore.edit import ToldClip, ToldEdit, ToldTrack
from scenescore.timebase import Rate
from scenescore_addon.words import WORDS
from scenescore_plugin.hosts.blender import BlenderTalk

from .test_blender import BENCH, bpy_environment, python_with_bpy

FILM = Path(__file__).resolve().parents[2] / "examples" / "demo" / "demo.mp4"
ZERO = 86_400


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BlenderTalk]:
    with pytest.MonkeyPatch.context() as patch:
        bpy_environment(patch)
        patch.setenv("SCENESCORE_PYTHON", sys.executable)
        patch.setenv("SCENESCORE_CACHE", str(tmp_path_factory.mktemp("cache")))
        talk = BlenderTalk([python_with_bpy()], BENCH)
        talk("switch", on=True)
        yield talk
        talk("switch", on=False)
        talk.end()


@pytest.fixture
def file(talk: BlenderTalk, tmp_path: Path) -> Path:
    """Two shots of a film with their sound, in a .blend."""
    film, rate = str(FILM), Rate.of(24)
    shots = (
        ToldClip("샷 1", 0, 240, film),
        ToldClip("샷 2", 240, 480, film, source=rate.frame * 480),
    )
    sound = (ToldClip("소리", 0, 480, film),)
    tracks = (ToldTrack("video", "그림", shots), ToldTrack("audio", "대사", sound))
    told = json.loads(to_json(ToldEdit("우리 영화", rate, ZERO, tracks=tracks)))
    path = tmp_path / "내 영화 🎬.blend"
    talk("build", path=str(path), told=told, playhead=0, marks=[0, 480])
    return path


def _world(talk: BlenderTalk, file: Path) -> tuple[Any, list[dict[str, Any]]]:
    world = talk("world", path=str(file))
    return world, talk("laid")


@pytest.mark.slow
def test_a_selected_shot_is_scored_and_another_keeps_its_music(
    talk: BlenderTalk, file: Path
) -> None:
    before, _ = _world(talk, file)
    first = talk("score", path=str(file), shots=["샷 1"])
    assert (first["failed"], first["stretch"]) == ("", [0, 240])
    world, ours = _world(talk, file)
    assert world == before
    assert [int(lane["start_frame"]) for lane in ours] == [0]
    assert all(Path(lane["path"]).is_file() for lane in ours)
    assert int(ours[0]["end_frame"]) > 240  # it rings into the next shot, and stays there
    talk("score", path=str(file), shots=["샷 2"])
    world, both = _world(talk, file)
    assert world == before
    assert [{**lane, "id": ""} for lane in both if int(lane["start_frame"]) < 200] == [
        {**lane, "id": ""} for lane in ours
    ]
    assert any(int(lane["start_frame"]) > 200 for lane in both)
    talk("score", path=str(file), shots=["샷 1", "샷 2"])
    _, whole = _world(talk, file)
    assert not {lane["path"] for lane in whole} & {lane["path"] for lane in both}
    assert talk("overlaps", path=str(file)) == []


@pytest.mark.slow
def test_a_stopped_request_lays_nothing(talk: BlenderTalk, file: Path) -> None:
    before = _world(talk, file)
    talk("score", path=str(file), shots=["샷 1"], stop=True)
    assert _world(talk, file) == before


def test_another_file_that_is_opened_ends_the_request(talk: BlenderTalk, file: Path) -> None:
    other = file.with_name("다른 영화.blend")
    talk("build_empty", path=str(other))
    left = talk("leave", path=str(file), shots=["샷 1"], other=str(other))
    assert (left["running"], left["resident"]) == (False, False)
    assert left["engine"] is not None  # it has ended


@pytest.mark.parametrize(
    ("change", "word"),
    [("start", "counts_otherwise"), ("name", "gone"), ("channels", "no_channel")],
)
def test_what_was_changed_meanwhile_is_told_and_nothing_is_laid(
    talk: BlenderTalk, file: Path, change: str, word: str
) -> None:
    assert talk("lay_after", path=str(file), shots=["샷 1"], change=change) == [WORDS[word][0]]
    assert talk("laid") == []


def test_a_folder_that_is_closed_is_said(talk: BlenderTalk, file: Path) -> None:
    file.with_name(f"{file.name}.scenescore-files").write_text("in the way")
    assert "Cannot begin: " in talk("refused", path=str(file))


def test_what_is_missing_is_said_in_a_sentence(talk: BlenderTalk, file: Path) -> None:
    empty = file.with_name("빈.blend")
    talk("build_empty", path=str(empty))
    assert WORDS["nothing"][0] in talk("refused", path=str(empty))


def test_every_word_is_in_both_languages() -> None:
    for name, (english, korean) in WORDS.items():
        assert english, name
        assert any("가" <= sign <= "힣" for sign in korean), name
        assert english.count("{") == korean.count("{"), name
