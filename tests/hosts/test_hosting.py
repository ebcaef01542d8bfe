"""What all hosts share: the scene that is looked at, whole frames, tags, comparing."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.errors import LanesRefused
from scenescore.hosting import Clock, Laid, Selected, UserState, looked_at, scene_looked_at
from scenescore.model import Lane, Scene
from scenescore.timebase import Rate
from scenescore_plugin.hosts.frames import placement
from scenescore_plugin.hosts.tags import credit_of, cue_in
from scenescore_plugin.hosts.verify import as_lane, verify

from .stage import PLAIN, Stage

SCENES = tuple(Scene(n, 100 * n, 100 * n + 100, ()) for n in range(4))
CLOCK = Clock(Rate.of("29.97"), 107_892, True)
LANE = Lane("Score A", "1m01", "uid", "/음악/1m01.wav", 200_000, 30, 90)
LAID = Laid("Score A", "1m01", "uid", "/음악/1m01.wav", 30, 90)


@pytest.mark.parametrize(
    ("state", "frames", "scene"),
    [
        (UserState(), None, None),
        (UserState(playhead=250), (250, 251), 2),
        (UserState(playhead=250, mark_in=90, mark_out=150), (90, 150), 1),
        (UserState(playhead=250, mark_in=90), (250, 251), 2),
        (
            UserState(selection=(Selected("b", 320, 330), Selected("a", 180, 250)), playhead=5),
            (180, 330),
            2,
        ),
        (UserState(mark_in=50, mark_out=150), (50, 150), 0),
        (UserState(playhead=4000), (4000, 4001), None),
    ],
)
def test_the_scene_that_is_looked_at(
    state: UserState, frames: tuple[int, int] | None, scene: int | None
) -> None:
    assert looked_at(state) == frames
    found = scene_looked_at(state, SCENES)
    assert (found.id if found else None) == scene


@given(st.sampled_from(["23.976", "24", "25", "29.97", "59.94", "60"]), st.integers(1, 50_000))
def test_a_lane_in_whole_frames(rate_text: str, frames: int) -> None:
    rate = Rate.of(rate_text)
    lane = replace(LANE, start_frame=7, end_frame=7 + frames)
    place = placement(lane, rate, 86_400)
    assert (place.record, place.frames) == (86_407, frames)
    assert abs(Fraction(place.source_start) / rate.fps - 1) <= Fraction(1, 999)


def test_a_sound_that_counts_at_another_rate() -> None:
    place = placement(replace(LANE, end_frame=30 + 50), Rate.of(50), 0, media_rate=Rate.of(25))
    assert (place.record, place.source_start, place.frames) == (30, 25, 25)


@pytest.mark.parametrize("text", ["SceneScore", "scenescore uid", "SceneScored uid", "", None, 7])
def test_what_is_no_tag_of_ours(text: object) -> None:
    assert cue_in(text) is None


def test_a_tag_is_known_again() -> None:
    assert cue_in(f" {credit_of('uid-1m01')}\n") == "uid-1m01"


def test_what_lies_as_meant_is_accepted() -> None:
    verify("Resolve", CLOCK, [LANE], [LAID])
    verify("Resolve", CLOCK, [LANE], [replace(LAID, track="", source=Fraction(1001, 1000))])
    verify("Resolve", CLOCK, [], [])


@pytest.mark.parametrize(
    ("laid", "said"),
    [
        ([], "Resolve did not lay 1m01 into the edit."),
        ([replace(LAID, path="/other.wav")], "Resolve did not lay 1m01 into the edit."),
        (
            [replace(LAID, start_frame=31, end_frame=91)],
            "Resolve laid 1m01 at 01:00:01;01 – 01:00:03;01 instead of 01:00:01;00 – 01:00:03;00.",
        ),
        ([replace(LAID, end_frame=Fraction(179, 2))], "Resolve laid 1m01 at "),
        ([replace(LAID, track="A1")], "Resolve laid 1m01 on A1 instead of Score A."),
        ([replace(LAID, source=Fraction(0))], "begins 1m01 at the wrong place of its file."),
        ([LAID, LAID], "Resolve laid 1m01 into the edit more often than asked for."),
    ],
)
def test_what_lies_otherwise_is_told(laid: list[Laid], said: str) -> None:
    with pytest.raises(LanesRefused) as caught:
        verify("Resolve", CLOCK, [LANE], laid)
    assert said in caught.value.message
    assert caught.value.hint


def test_what_was_laid_can_be_laid_again(stage: Stage, tmp_path: Path) -> None:
    lane = stage.lanes(PLAIN.rate)[0]
    laid = Laid(lane.track, lane.name, lane.cue, lane.path, lane.start_frame, lane.end_frame)
    assert as_lane(laid) == lane
    assert as_lane(replace(laid, path=str(tmp_path / "weg.wav"))) is None
