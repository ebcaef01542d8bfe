"""Our clips are known again in what a program exported without our tag."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from scenescore.edit import mark_ours, read_edit
from scenescore.errors import EditUnreadable
from scenescore.hosting import Laid

from .make_edits import audio, clip, gap, saved, timeline, tone, video

NAME = "음악 é #1.wav"


def exported(folder: Path, url: str) -> Path:
    """A lane of ours and a sound of the editor's, as a program writes them."""
    tone(folder / NAME)
    tone(folder / "theirs.wav")
    lane = audio(gap(12), clip("1m01", 24, 24, url=url), name="A2")
    theirs = audio(clip("theirs", 24, url="theirs.wav"), name="A1")
    return saved(folder, timeline(video(clip("v", 48)), theirs, lane))


@pytest.mark.parametrize("spelling", ["uri", "bare", "decomposed"])
def test_clips_that_play_our_files_are_ours(tmp_path: Path, spelling: str) -> None:
    file = tmp_path / NAME
    url = {
        "uri": file.as_uri(),
        "bare": str(file),
        "decomposed": unicodedata.normalize("NFD", str(file)),
    }[spelling]
    path = exported(tmp_path, url)
    heard = read_edit(path).sound
    assert {clip.name for clip in heard} == {"1m01", "theirs"}
    mark_ours(path, [Laid("Score A", "1m01", "uid-1", str(file), 12, 36)])
    edit = read_edit(path)
    assert [clip.name for clip in edit.sound] == ["theirs"]
    assert [track.ours for track in edit.tracks] == [False, False, True]


def test_nothing_of_ours_changes_nothing(tmp_path: Path) -> None:
    path = exported(tmp_path, NAME)
    before = read_edit(path)
    mark_ours(path, [Laid("Score A", "x", "uid", "/elsewhere/x.wav", 0, 9)])
    after = read_edit(path)
    assert (after.sound, after.tracks) == (before.sound, before.tracks)


@pytest.mark.parametrize("drop", [True, False])
def test_how_the_program_counts_is_kept(tmp_path: Path, drop: bool) -> None:
    shot = video(clip("v", 48, rate=30_000 / 1001))
    path = saved(tmp_path, timeline(shot, start=107_832, rate=30_000 / 1001))
    mark_ours(path, [], drop_frame=drop)
    assert read_edit(path).drop_frame is drop


def test_what_is_no_otio_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.otio"
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(EditUnreadable):
        mark_ours(path, [])
