"""Timelines as a host tells them become edits, exact in every frame."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.media.making import write_film

from scenescore.cache import from_json, to_json
from scenescore.edit import (
    ToldBlend,
    ToldClip,
    ToldEdit,
    ToldMarker,
    ToldTrack,
    read_edit,
    write_told,
)
from scenescore.model import Edit
from scenescore.timebase import Rate, to_frames, to_seconds

RATES = ("23.976", "24", "25", "29.97", "47.952", "50", "59.94", "60")


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("영화")
    return str(write_film(folder / "원본 #1 🎬.mp4", 240, codec="mpeg4"))


def read(told: ToldEdit, folder: Path) -> Edit:
    return read_edit(write_told(told, folder / "말한 것.otio"))


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(RATES),
    st.lists(st.integers(0, 400_000), min_size=2, max_size=8, unique=True),
    st.integers(0, 2_000_000),
    st.integers(0, 5_000),
    st.booleans(),
)
def test_every_frame_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    rate_text: str,
    bounds: list[int],
    start: int,
    source: int,
    drop: bool,
) -> None:
    rate, bounds = Rate.of(rate_text), sorted(bounds)
    clips = tuple(
        ToldClip(f"c{a}", a, b, "/weg/film.mov", to_seconds(source, rate))
        for a, b in zip(bounds[::2], bounds[1::2], strict=False)
    )
    told = ToldEdit("릴", rate, start, drop, (ToldTrack("video", "V", clips),))
    edit = read(told, tmp_path_factory.mktemp("t"))
    assert (edit.rate, edit.start_frame, edit.drop_frame) == (rate, start, drop)
    fps = rate.fps
    found = [(c.record.start * fps, c.record.end * fps, c.source_start * fps) for c in edit.picture]
    assert found == [(c.start_frame, c.end_frame, source) for c in clips]


@pytest.mark.parametrize(
    ("speed", "first", "last"),
    [("1", 100, 119), ("2", 100, 138), ("1/2", 100, Fraction(219, 2)), ("-1", 100, 81)],
)
def test_speeds_show_what_the_program_shows(
    film: str, tmp_path: Path, speed: str, first: int, last: Fraction
) -> None:
    rate = Rate.of(24)
    clip = ToldClip("x", 0, 20, film, to_seconds(100, rate), Fraction(speed))
    edit = read(ToldEdit("t", rate, tracks=(ToldTrack("video", "V", (clip,)),)), tmp_path)
    (shown,) = edit.picture
    assert shown.speed == Fraction(speed)
    assert shown.source_at(Fraction(0)) * 24 == first
    assert shown.source_at(to_seconds(19, rate)) * 24 == last


def test_a_still_stays(film: str, tmp_path: Path) -> None:
    clip = ToldClip("x", 0, 20, film, Fraction(2), Fraction(0))
    edit = read(ToldEdit("t", Rate.of(24), tracks=(ToldTrack("video", "V", (clip,)),)), tmp_path)
    assert (edit.picture[0].speed, edit.picture[0].source_start) == (0, 2)


def test_blends_lie_where_the_program_has_them(film: str, tmp_path: Path) -> None:
    clips = (ToldClip("a", 0, 48, film, Fraction(1)), ToldClip("b", 48, 96, film, Fraction(5)))
    track = ToldTrack("video", "V", clips, (ToldBlend(44, 54),))
    edit = read(ToldEdit("t", Rate.of(24), tracks=(track,)), tmp_path)
    (cut,) = edit.cuts
    assert cut.kind == "dissolve"
    assert cut.span is not None
    assert (cut.span.start * 24, cut.span.end * 24) == (44, 54)


def test_levels_switches_generators_markers(film: str, tmp_path: Path) -> None:
    sound = (
        ToldClip("quiet", 0, 24, film, gain_db=-6.0),
        ToldClip("off", 24, 48, film, enabled=False),
    )
    told = ToldEdit(
        "t",
        Rate.of(24),
        tracks=(
            ToldTrack("video", "V", (ToldClip("제목", 0, 24, generator="Solid Color"),)),
            ToldTrack("audio", "대사", sound),
            ToldTrack("audio", "끔", (ToldClip("x", 0, 48, film),), enabled=False),
        ),
        markers=(ToldMarker("NO MUSIC", 10, 5, "RED"),),
    )
    edit = read(told, tmp_path)
    assert [c.name for c in edit.sound] == ["quiet"]
    assert edit.sound[0].gain == pytest.approx(10 ** (-6 / 20))
    assert edit.picture[0].media is None
    assert [t.name for t in edit.tracks] == ["V", "대사", "끔"]
    (marker,) = edit.markers
    assert (marker.text, marker.colour) == ("NO MUSIC", "RED")
    assert [to_frames(x, edit.rate) for x in (marker.span.start, marker.span.end)] == [10, 15]


def test_ours_are_known(film: str, tmp_path: Path) -> None:
    told = ToldEdit(
        "t",
        Rate.of(24),
        tracks=(
            ToldTrack("video", "V", (ToldClip("a", 0, 24, film),)),
            ToldTrack("audio", "Score A", (ToldClip("1m01", 4, 99, film, cue="uid"),)),
        ),
    )
    edit = read(told, tmp_path)
    assert [track.ours for track in edit.tracks] == [False, True]
    assert edit.sound == ()
    assert edit.duration_frames == 24


def test_what_overlaps_is_refused(tmp_path: Path) -> None:
    track = ToldTrack("video", "V", (ToldClip("a", 0, 10), ToldClip("b", 9, 12)))
    with pytest.raises(ValueError, match="b overlaps"):
        write_told(ToldEdit("t", Rate.of(24), tracks=(track,)), tmp_path / "x.otio")


def test_it_goes_through_json() -> None:
    clip = ToldClip("샷", 0, 10, "/a b.mov", Fraction(1001, 24000), Fraction(-1, 3))
    told = ToldEdit("t", Rate.of("29.97"), 5, True, (ToldTrack("video", "V", (clip,)),))
    assert from_json(to_json(told), ToldEdit) == told
