"""EDLs: dissolves, starts, audio channels, speeds and rates, which they say in their own way."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from tests.edit import make_edits as make

from scenescore.edit import load_timeline, read_edit
from scenescore.errors import BadArgument, EditUnreadable
from scenescore.model import Edit
from scenescore.timebase import Rate

HEAD = "TITLE: 시험\nFCM: NON-DROP FRAME\n"


def written(folder: Path, *lines: str, head: str = HEAD, name: str = "list.edl") -> Path:
    path = folder / name
    path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def read(folder: Path, *lines: str, head: str = HEAD, **options: str) -> Edit:
    return read_edit(written(folder, *lines, head=head), **options)


ONE = "001  A V C 00:00:10:00 00:00:12:00 01:00:00:00 01:00:02:00"
TWO = "002  B V C 00:00:05:00 00:00:08:00 01:00:02:00 01:00:05:00"


def test_cuts_start_and_title(tmp_path: Path) -> None:
    edit = read(tmp_path, ONE, TWO)
    assert (edit.name, edit.rate, edit.start_frame) == ("시험", Rate.of(24), 86_400)
    assert [(c.frame, c.kind) for c in edit.cuts] == [(48, "hard")]
    assert [c.source_start for c in edit.picture] == [10, 5]


def test_a_dissolve_lies_around_its_middle(tmp_path: Path) -> None:
    """12 frames from 01:00:02:00 on: its middle is frame 54, where the new clip is 6 frames in."""
    path = written(
        tmp_path,
        ONE,
        "002  A V C     00:00:12:00 00:00:12:00 01:00:02:00 01:00:02:00",
        "002  B V D 012 00:00:05:00 00:00:08:00 01:00:02:00 01:00:05:00",
        "* FROM CLIP NAME: one.mov",
        "* TO CLIP NAME: two.mov",
    )
    edit = read_edit(path)
    (cut,) = edit.cuts
    assert cut.span is not None
    assert (cut.frame, cut.kind) == (54, "dissolve")
    assert (cut.span.start * 24, cut.span.end * 24) == (48, 60)
    assert [c.name for c in edit.picture] == ["A", "two.mov"]
    assert edit.picture[1].source_start == 5 + Fraction(6, 24)
    assert edit.picture[1].media is not None
    assert edit.picture[1].media.url == "two.mov"
    transition = load_timeline(path).tracks[0][1]
    assert (transition.in_offset.value, transition.out_offset.value) == (6, 6)


def test_a_wipe_is_read_like_a_dissolve_and_black_makes_a_fade(tmp_path: Path) -> None:
    edit = read(
        tmp_path,
        ONE,
        "002  A  V C        00:00:12:00 00:00:12:00 01:00:02:00 01:00:02:00",
        "002  BL V W001 024 00:00:00:00 00:00:03:00 01:00:02:00 01:00:05:00",
    )
    assert [(c.frame, c.kind) for c in edit.cuts] == [(60, "fade")]
    assert [c.name for c in edit.picture] == ["A"]


@pytest.mark.parametrize(
    ("channels", "tracks"),
    [
        ("V", ["V"]),
        ("A", ["A1"]),
        ("A2", ["A2"]),
        ("AA", ["A1", "A2"]),
        ("B", ["V", "A1"]),
        ("AA/V", ["V", "A1", "A2"]),
        ("A2/V", ["V", "A2"]),
    ],
)
def test_channel_shorthands(tmp_path: Path, channels: str, tracks: list[str]) -> None:
    edit = read(tmp_path, f"001  A {channels} C 00:00:10:00 00:00:12:00 01:00:00:00 01:00:02:00")
    assert [t.name for t in edit.tracks] == tracks


def test_audio_lines_and_the_sound_of_stereo_files(tmp_path: Path) -> None:
    make.tone(tmp_path / "take.wav", 20)
    edit = read(
        tmp_path,
        ONE,
        "002  T AA C 00:00:01:00 00:00:03:00 01:00:01:00 01:00:03:00",
        "* FROM CLIP NAME: take.wav",
        "AUD  3 4",
    )
    assert [t.name for t in edit.tracks] == ["V", "A1", "A2", "A3", "A4"]
    (sound,) = edit.sound  # four channels of one file
    assert (sound.record.start, sound.record.end, sound.source_start) == (1, 3, 1)


def test_a_list_without_audio_takes_the_sound_of_its_picture(tmp_path: Path) -> None:
    make.tone(tmp_path / "take.wav", 20)
    edit = read(tmp_path, ONE, "* FROM CLIP NAME: take.wav", TWO)
    assert [(c.name, c.source_start) for c in edit.sound] == [("take.wav", 10)]
    assert "sound-from-picture" in [r.code for r in edit.remarks]


@pytest.mark.parametrize(
    ("motion", "speed", "source"),
    [("048.0", 2, 10), ("012.0", Fraction(1, 2), 10), ("000.0", 0, 10)],
)
def test_speeds(tmp_path: Path, motion: str, speed: Fraction, source: int) -> None:
    edit = read(tmp_path, ONE, f"M2   A       {motion}       00:00:10:00", TWO)
    assert (edit.picture[0].speed, edit.picture[0].source_start) == (speed, source)


def test_reverse_begins_at_the_end_of_its_source(tmp_path: Path) -> None:
    edit = read(tmp_path, ONE, "M2   A       -024.0       00:00:10:00", TWO)
    assert (edit.picture[0].speed, edit.picture[0].source_start) == (-1, 12)


def test_lengths_that_differ_are_a_speed_that_is_told(tmp_path: Path) -> None:
    edit = read(tmp_path, "001  A V C 00:00:10:00 00:00:14:00 01:00:00:00 01:00:02:00")
    assert edit.picture[0].speed == 2
    assert "lengths-differ" in [r.code for r in edit.remarks]


def test_locators_are_markers_at_record_time(tmp_path: Path) -> None:
    edit = read(tmp_path, ONE, "* LOC: 01:00:01:12 RED     NO MUSIC", TWO)
    assert [(m.text, m.span.start * 24, m.colour) for m in edit.markers] == [
        ("NO MUSIC", 36, "RED")
    ]


@pytest.mark.parametrize(
    ("head", "last", "rate"),
    [
        (HEAD, "23", "24"),
        (HEAD, "24", "25"),
        (HEAD, "29", "29.97"),
        (HEAD, "49", "50"),
        (HEAD, "59", "59.94"),
        ("TITLE: x\nFCM: DROP FRAME\n", "10", "29.97"),
        ("TITLE: reel 30fps\n", "10", "30"),
        ("TITLE: reel 23.976 fps\n", "10", "23.976"),
    ],
)
def test_rates_are_inferred_and_told(tmp_path: Path, head: str, last: str, rate: str) -> None:
    edit = read(
        tmp_path, f"001  A V C 00:00:10:00 00:00:10:{last} 00:00:00:00 00:00:00:{last}", head=head
    )
    assert edit.rate == Rate.of(rate)
    assert "rate-inferred" in [r.code for r in edit.remarks]


def test_the_users_rate_is_taken_if_it_can_be(tmp_path: Path) -> None:
    edit = read(tmp_path, ONE, TWO, rate="25")
    assert (edit.rate, edit.start_frame, edit.cuts[0].frame) == (Rate.of(25), 90_000, 50)
    assert not [r for r in edit.remarks if r.code.startswith("rate")]
    with pytest.raises(BadArgument, match="has a frame number 29"):
        read(tmp_path, "001 A V C 00:00:00:00 00:00:01:29 00:00:00:00 00:00:01:29", rate="25")


def test_the_rate_of_the_media_is_taken(shared_data: Path, tmp_path: Path) -> None:
    film = shared_data / "film" / "friday.mp4"
    edit = read(tmp_path, ONE, f"* SOURCE FILE: {film}", TWO)
    assert edit.rate == Rate.of(30)


def test_drop_frame_is_counted(tmp_path: Path) -> None:
    edit = read(
        tmp_path,
        "001  A V C 00:00:00;00 00:01:00;02 01:00:00;00 01:01:00;02",
        "002  B V C 00:00:00;00 00:00:01;00 01:01:00;02 01:01:01;02",
        head="TITLE: x\nFCM: DROP FRAME\n",
    )
    assert edit.drop_frame
    assert edit.start_frame == 107_892
    assert edit.cuts[0].frame == 1800  # a minute of drop-frame has 1798 numbers and skips two


def test_gaps_and_overlaps(tmp_path: Path) -> None:
    hole = "002  B V C 00:00:05:00 00:00:08:00 01:00:03:00 01:00:06:00"
    assert [c.frame for c in read(tmp_path, ONE, hole).cuts] == [48, 72]
    over = "002  B V C 00:00:05:00 00:00:08:00 01:00:01:00 01:00:04:00"
    edit = read(tmp_path, ONE, over)
    assert [c.frame for c in edit.cuts] == [24]
    assert "events-overlap" in [r.code for r in edit.remarks]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp949"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "한글.edl"
    path.write_text(f"TITLE: 부산 시장\r\n{ONE}\r\n* FROM CLIP NAME: 시장\r\n", encoding=encoding)
    edit = read_edit(path)
    assert (edit.name, edit.picture[0].name) == ("부산 시장", "시장")


@pytest.mark.parametrize(
    ("line", "match"),
    [
        ("001  A V C 00:00:10:00 00:00:12:00 01:00:00:00", "no EDL event"),
        ("001  A V C 00:00:10:00 00:00:12:00 01:00:02:00 01:00:00:00", "ends before it starts"),
        ("001  A V C 00:00:10:00 00:00:10:00 01:00:00:00 01:00:00:00", "no length"),
        ("001  A V C 00:61:10:00 00:00:12:00 01:00:00:00 01:00:02:00", "not a timecode"),
        ("001  A V D 010 00:00:10:00 00:00:12:00 01:00:00:00 01:00:02:00", "from what"),
        ("nothing of the kind", "holds no EDL event"),
    ],
)
def test_damaged_lines_are_refused(tmp_path: Path, line: str, match: str) -> None:
    with pytest.raises(EditUnreadable, match=match):
        read(tmp_path, line)
