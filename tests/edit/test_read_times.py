"""Rates, starts, retimes: exact seconds and whole frames."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.edit import make_edits as make

from scenescore.edit import read_edit
from scenescore.edit.rates import drops_frames
from scenescore.model import Edit
from scenescore.timebase import Rate, format_timecode, parse_timecode


def read(folder: Path, timeline: otio.schema.Timeline, **options: str) -> Edit:
    return read_edit(make.saved(folder, timeline), **options)


@pytest.mark.parametrize("written", [23.976, 23.98, 24000 / 1001, 23.976024])
def test_ntsc_rates_are_recognised_however_written(tmp_path: Path, written: float) -> None:
    cut = make.video(make.clip("a", 1000, rate=written), make.clip("b", 1000, rate=written))
    edit = read(tmp_path, make.timeline(cut, start=86_352, rate=written))
    assert edit.rate.fps == Fraction(24_000, 1001)
    assert edit.start_frame == 86_352
    assert [c.frame for c in edit.cuts] == [1000]
    assert edit.picture[1].record.start == Fraction(1001, 24)


def test_an_edit_may_start_before_the_hour(tmp_path: Path) -> None:
    start = parse_timecode("00:59:58:00", Rate.of(25))
    cut = make.video(make.clip("a", 50, rate=25), make.clip("b", 50, rate=25))
    edit = read(tmp_path, make.timeline(cut, start=start, rate=25))
    assert format_timecode(edit.start_frame, edit.rate) == "00:59:58:00"
    assert edit.cuts[0].frame == 50


@pytest.mark.parametrize(
    ("start", "drop"), [(107_892, True), (108_000, False), (0, False), (1798 * 10 + 2, True)]
)
def test_drop_frame_is_told_by_the_start(tmp_path: Path, start: int, drop: bool) -> None:
    cut = make.video(make.clip("a", 50, rate=29.97))
    assert read(tmp_path, make.timeline(cut, start=start, rate=29.97)).drop_frame is drop


@given(st.integers(1, 23 * 60), st.sampled_from(["29.97", "59.94"]))
def test_round_starts_are_told_apart(minutes: int, name: str) -> None:
    rate = Rate.of(name)
    text = f"{minutes // 60:02}:{minutes % 60 // 10}0:00"
    drop, plain = (parse_timecode(text + end, rate) for end in (";00", ":00"))
    if drop != plain:
        # 16:40:00;00 is the same frame as 16:39:00:00; nobody can tell, and non-drop is taken.
        assert drops_frames(drop / rate.fps, rate) is (drop % (rate.nominal * 60) != 0)
        assert not drops_frames(plain / rate.fps, rate)


def test_lengths_count_in_the_rate_they_are_written_in(tmp_path: Path) -> None:
    """180 frames at 30 are 144 at 24, and 7 at 30 end between two frames of 24."""
    cut = make.video(make.clip("a", 180, rate=30), make.clip("b", 7, rate=30), make.clip("c", 24))
    edit = read(tmp_path, make.timeline(cut))
    assert [c.frame for c in edit.cuts] == [144, 150]  # 149.6 is nearest to 150
    assert edit.picture[2].source_start == Fraction(150, 24) - Fraction(187, 30)


@pytest.mark.parametrize(
    ("speed", "source", "last"),
    [
        (0.5, 100, 119),
        (2, 100, 176),
        (0, 100, 100),
        (-1, 140, 102),
        (-0.5, 120, 101),
        (1 / 3, 100, None),
    ],
)
def test_retimes_and_reverse(tmp_path: Path, speed: float, source: int, last: int | None) -> None:
    """A time warp keeps the record length; in reverse the range is played from its end."""
    cut = make.video(make.clip("a", 40, 100, speed=speed))
    clip = read(tmp_path, make.timeline(cut)).picture[0]
    assert clip.record.duration == Fraction(40, 24)
    assert clip.speed == Fraction(speed).limit_denominator(100)
    assert clip.source_start * 24 == source
    if last is not None:
        assert clip.source_at(Fraction(38, 24)) * 24 == last


def test_a_freeze_frame_stands_still(tmp_path: Path) -> None:
    frozen = make.clip("a", 40, 100)
    frozen.effects.append(otio.schema.FreezeFrame())
    clip = read(tmp_path, make.timeline(make.video(frozen))).picture[0]
    assert (clip.speed, clip.source_start * 24) == (0, 100)


def test_source_timecode_is_taken_off(tmp_path: Path) -> None:
    begin = 10 * 3600 * 24
    made = make.clip("a", 40, begin + 100, begin=begin)
    clip = read(tmp_path, make.timeline(make.video(made))).picture[0]
    assert clip.source_start * 24 == 100
    assert clip.media is not None
    assert clip.media.start == 36_000


def test_a_clip_without_a_range_is_all_of_its_media(tmp_path: Path) -> None:
    reference = otio.schema.ExternalReference("a.mov", make.span(1000, 48))
    edit = read(tmp_path, make.timeline(make.video(otio.schema.Clip("a", reference))))
    assert (edit.duration_frames, edit.picture[0].source_start) == (48, 0)


def test_the_rate_comes_from_the_edit_and_another_is_noted(tmp_path: Path) -> None:
    timeline = make.timeline(make.video(make.clip("a", 50, rate=25)), rate=25)
    edit = read(tmp_path, timeline, rate="30")
    assert edit.rate == Rate.of(25)
    assert edit.remarks[0].code == "rate-ignored"
    assert "rate-ignored" not in [r.code for r in read(tmp_path, timeline, rate="25.0").remarks]


def test_a_mixed_edit_without_a_start_counts_in_what_most_of_it_does(tmp_path: Path) -> None:
    cut = make.video(make.clip("a", 100, rate=25), make.clip("b", 30, rate=30))
    timeline = make.timeline(cut, start=None)
    edit = read(tmp_path, timeline)
    assert edit.rate == Rate.of(25)
    assert "rate-inferred" in [r.code for r in edit.remarks]
    assert read(tmp_path, timeline, rate="30").rate == Rate.of(30)


def test_one_of_several_timelines_is_read_by_name(tmp_path: Path) -> None:
    made = [make.timeline(make.video(make.clip("a", n))) for n in (24, 48)]
    for timeline, name in zip(made, ("첫째", "second"), strict=True):
        timeline.name = name
    path = make.saved(tmp_path, otio.schema.SerializableCollection("both", made))
    assert read_edit(path, timeline="second").duration_frames == 48
    assert read_edit(path, timeline="첫째").duration_frames == 24
    assert read_edit(path, timeline="2").timeline == "second"  # by which the writer finds it


def test_identity_follows_content_and_options(tmp_path: Path) -> None:
    path = make.saved(tmp_path, make.timeline(make.video(make.clip("a", 24, url="a.wav"))))
    first = read_edit(path).identity
    assert read_edit(path).identity == first
    make.tone(tmp_path / "a.wav")
    second = read_edit(path).identity
    assert second != first  # its media is there now
    tree = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(tree, indent=1), encoding="utf-8")
    assert read_edit(path).identity != second
