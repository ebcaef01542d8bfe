"""An edit as a program told it, in a file: the same edit as by way of OTIO."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from scenescore.cache import to_json
from scenescore.edit import ToldClip, ToldEdit, ToldMarker, ToldTrack, read_edit, write_told
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


def test_clips_that_overlap_are_refused(tmp_path: Path) -> None:
    told = _told(tmp_path)
    clips = (ToldClip("a", 0, 10), ToldClip("b", 5, 20))
    file = tmp_path / "x.told"
    file.write_text(to_json(replace(told, tracks=(ToldTrack("video", "V1", clips),))))
    with pytest.raises(EditUnreadable):
        read_edit(file)
