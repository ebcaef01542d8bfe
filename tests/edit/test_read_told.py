"""An edit as a program told it, in a file: the same edit as by way of OTIO."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from scenescore.cache import to_json
from scenescore.edit import (
    ToldBlend,
    ToldClip,
    ToldEdit,
    ToldMarker,
    ToldTrack,
    read_edit,
    write_told,
)
from scenescore.errors import EditUnreadable
from scenescore.model import Edit
from scenescore.timebase import Rate

NTSC = Rate.of("29.97")


def _told(folder: Path) -> ToldEdit:
    film = str(folder / "촬영 #1.mp4")
    shots = (
        ToldClip("샷 1", 0, 40, film, Fraction(1001, 30000)),
        ToldClip("샷 2", 50, 90, film, Fraction(2), speed=Fraction(2)),
        ToldClip("제목", 90, 120, generator="title"),
    )
    sound = (ToldClip("대사", 10, 80, str(folder / "a.wav"), gain_db=-6.0),)
    return ToldEdit(
        "릴 “밤” 🌙",
        NTSC,
        107_892,
        True,
        (ToldTrack("video", "V1", shots), ToldTrack("audio", "A1", sound, enabled=False)),
        (ToldMarker("HIT", 30), ToldMarker("NO MUSIC", 60, 30)),
    )


def _bare(edit: Edit) -> Edit:
    """Without what tells one file from another."""
    return replace(edit, source="", format="", identity="")


def test_it_is_read_as_its_otio_is(tmp_path: Path) -> None:
    told = _told(tmp_path)
    file = tmp_path / "편집본 🎬.told"
    file.write_text(to_json(told), encoding="utf-8")
    edit = read_edit(file)
    assert edit.format == "told"
    assert (edit.rate, edit.start_frame, edit.drop_frame) == (NTSC, 107_892, True)
    assert _bare(edit) == _bare(read_edit(write_told(told, tmp_path / "same.otio")))


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"name": "x"}', '{"name": "x", "rate": {"fps": "0"}}'],
)
def test_what_is_no_told_edit_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.told"
    file.write_text(text)
    with pytest.raises(EditUnreadable):
        read_edit(file)


@pytest.mark.parametrize(
    ("decibels", "gain"),
    [("0.0", 1.0), ("-6", 0.501), ("NaN", 1.0), ("-Infinity", 0.0), ("1e300", 1000.0)],
)
def test_a_level_that_is_none_costs_itself_only(tmp_path: Path, decibels: str, gain: float) -> None:
    clip = ToldClip("소리", 0, 10, str(tmp_path / "a.wav"), gain_db=-7.5)
    told = ToldEdit("x", NTSC, tracks=(ToldTrack("audio", "A1", (clip,)),))
    file = tmp_path / "x.told"
    file.write_text(to_json(told).replace("-7.5", decibels))
    (sound,) = read_edit(file).sound
    assert sound.gain == pytest.approx(gain, abs=1e-3)


@pytest.mark.parametrize(("start", "end"), [(-100, 1000), (5, 1000), (-5, 15), (20, 5)])
def test_a_blend_never_reaches_beyond_the_clips_that_it_joins(
    tmp_path: Path, start: int, end: int
) -> None:
    film = str(tmp_path / "촬영.mp4")
    clips = (ToldClip("a", 0, 10, film, Fraction(2)), ToldClip("b", 10, 20, film, Fraction(4)))
    track = ToldTrack("video", "V1", clips, (ToldBlend(start, end),))
    file = tmp_path / "x.told"
    file.write_text(to_json(ToldEdit("x", NTSC, tracks=(track,))))
    edit = read_edit(file)
    assert edit.duration_frames == 20
    assert [clip.name for clip in edit.picture] == ["a", "b"]


def test_clips_that_overlap_are_refused(tmp_path: Path) -> None:
    told = _told(tmp_path)
    clips = (ToldClip("a", 0, 10), ToldClip("b", 5, 20))
    file = tmp_path / "x.told"
    file.write_text(to_json(replace(told, tracks=(ToldTrack("video", "V1", clips),))))
    with pytest.raises(EditUnreadable):
        read_edit(file)
