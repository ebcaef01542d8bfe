"""What the add-on tells of strips in real Blender: metas, dissolves, reverse, retiming."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from scenescore.cache import from_json
from scenescore.edit import ToldBlend, ToldClip, ToldEdit
from scenescore_plugin.hosts.blender import BlenderTalk

from .test_blender import bpy_environment, python_with_bpy

SCRIPT = Path(__file__).with_name("blender_strips.py")
FILM = Path(__file__).resolve().parents[2] / "examples" / "demo" / "demo.mp4"
FILM_FRAMES = 1088
FPS = 24


@pytest.fixture(scope="module")
def talk() -> Iterator[BlenderTalk]:
    with pytest.MonkeyPatch.context() as patch:
        bpy_environment(patch)
        talk = BlenderTalk([python_with_bpy()], SCRIPT)
    yield talk
    talk.end()


def _clips(told: dict[str, Any]) -> tuple[ToldClip, ...]:
    edit = from_json(json.dumps({k: v for k, v in told.items() if k != "left"}), ToldEdit)
    return tuple(clip for track in edit.tracks for clip in track.clips)


def test_reverse_begins_where_the_media_end(talk: BlenderTalk) -> None:
    (clip,) = _clips(talk("reverse", film=str(FILM)))
    assert (clip.start_frame, clip.end_frame, clip.speed) == (0, 40, -1)
    assert clip.source * FPS == FILM_FRAMES - 10


@pytest.mark.parametrize("reverse", [False, True])
def test_a_retimed_clip_is_as_fast_as_it_is_shown(talk: BlenderTalk, reverse: bool) -> None:
    told = talk("fast", film=str(FILM), reverse=reverse)
    (clip,) = _clips(told)
    assert (clip.start_frame, clip.end_frame) == (100, FILM_FRAMES // 2)
    assert clip.speed == (-2 if reverse else 2)
    assert clip.source * FPS == (FILM_FRAMES - 200 if reverse else 200)
    assert told["left"] == 0  # nothing of the measuring stays in the file


@pytest.mark.parametrize("mute", [False, True])
def test_what_a_meta_shows_is_told(talk: BlenderTalk, mute: bool) -> None:
    (clip,) = _clips(talk("meta", film=str(FILM), mute=mute))
    assert (clip.start_frame, clip.end_frame) == (10, 40)
    assert clip.source == Fraction(10, FPS)
    assert clip.enabled is not mute


def test_a_dissolve_joins_two_channels(talk: BlenderTalk) -> None:
    told = talk("dissolve", film=str(FILM))
    first, second = _clips(told)
    assert (first.start_frame, first.end_frame) == (0, 50)
    assert (second.start_frame, second.end_frame) == (50, 120)
    assert second.source == Fraction(210, FPS)
    (track,) = from_json(json.dumps(told), ToldEdit).tracks
    assert track.blends == (ToldBlend(40, 60),)
