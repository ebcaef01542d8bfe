"""What of Resolve's timeline reaches the edit beyond the contract: retimes, levels, gone media."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from scenescore.edit import ToldClip, ToldEdit, ToldTrack
from scenescore.errors import EditUnreadable
from scenescore.hosting import HostEdit
from scenescore.model import Clip

from .resolve_rig import EDITIONS, ResolveRig, edition_name
from .resolve_rules import Bench
from .stage import PLAIN, Stage

STUDIOS = [edition for edition in EDITIONS if edition[1]]


@pytest.fixture
def bench(request: pytest.FixtureRequest, stage: Stage, tmp_path: Path) -> Bench:
    return Bench(ResolveRig(*request.param), stage, tmp_path)


def _picture(edit: HostEdit, frame: int) -> Clip:
    return next(c for c in edit.edit.picture if c.record.start * PLAIN.rate.fps == frame)


@pytest.mark.parametrize("bench", STUDIOS, ids=edition_name, indirect=True)
@pytest.mark.parametrize("speed", [Fraction(2), Fraction(1, 2)])
def test_a_retimed_shot_keeps_its_speed(bench: Bench, speed: Fraction) -> None:
    shot = bench.inner.tracks["video"][0].items[0]
    shot.speed = speed
    read = _picture(bench.read(), 0)
    assert float(read.speed) == pytest.approx(float(speed), abs=0.05)
    assert read.source_start == Fraction(shot.source, 25)


@pytest.mark.parametrize("bench", STUDIOS, ids=edition_name, indirect=True)
@pytest.mark.parametrize("speed", [Fraction(-1), Fraction(0)], ids=["reverse", "freeze"])
def test_reverse_and_freeze_are_told(bench: Bench, speed: Fraction) -> None:
    bench.inner.tracks["video"][0].items[0].speed = speed
    assert _picture(bench.read(), 0).speed == speed


@pytest.mark.parametrize("bench", STUDIOS, ids=edition_name, indirect=True)
def test_media_that_is_gone_is_known_as_missing(bench: Bench) -> None:
    media = bench.inner.tracks["video"][0].items[0].media
    assert media is not None
    media.path = "/Volumes/빠진 디스크/A001.mov"
    read = _picture(bench.read(), 0)
    assert read.media is not None
    assert read.media.missing
    assert Path(read.media.path).name == "A001.mov"


@pytest.mark.parametrize("bench", STUDIOS, ids=edition_name, indirect=True)
def test_a_clip_that_is_off_is_not_seen(bench: Bench) -> None:
    bench.inner.tracks["video"][1].items[0].enabled = False
    assert len(bench.read().edit.picture) == 3


@pytest.mark.parametrize("bench", STUDIOS, ids=edition_name, indirect=True)
def test_an_empty_timeline_is_said(bench: Bench) -> None:
    bench.rig.open(
        ToldEdit("빈 것", PLAIN.rate, PLAIN.start_frame, tracks=(ToldTrack("video", "V"),))
    )
    with pytest.raises(EditUnreadable, match="빈 것"):
        bench.read()
    bench.program.project.current = None
    with pytest.raises(EditUnreadable, match="No timeline is open"):
        bench.read()


@pytest.mark.parametrize("bench", STUDIOS, ids=edition_name, indirect=True)
def test_the_editors_clip_on_our_track_keeps_the_track(bench: Bench, stage: Stage) -> None:
    """What the editor laid beside ours stays, with the track that it lies on."""
    bench.scores()
    track = bench.inner.tracks["audio"][2]
    bench.rig.open(
        ToldEdit(
            "둘째",
            PLAIN.rate,
            PLAIN.start_frame,
            tracks=(
                ToldTrack("video", "V", (ToldClip("샷", 0, 150, str(stage.film(PLAIN.rate))),)),
                ToldTrack("audio", "Score A", (ToldClip("손", 140, 150, str(stage.sound())),)),
            ),
        )
    )
    bench.scores()
    bench.scores(())
    assert [each.name for each in bench.inner.tracks["audio"]] == ["Score A"]
    assert track.items  # the other timeline keeps its music
