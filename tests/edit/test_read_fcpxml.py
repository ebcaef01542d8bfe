"""FCPXML: storylines, lanes, transitions, compounds, retimes, volume, multicam."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from scenescore.edit import read_edit
from scenescore.errors import EditUnreadable
from scenescore.model import Edit
from scenescore.timebase import Rate

RESOURCES = """
<format id="f" frameDuration="1/25s"/><format id="n" frameDuration="1001/24000s"/>
<asset id="a" name="하나" src="file:///Volumes/a%20b.mov" start="3600s" duration="100s"
 hasVideo="1" hasAudio="1" format="f"/>
<asset id="b" name="b" start="0s" duration="100s" hasVideo="1" hasAudio="1" format="f">
 <media-rep kind="original-media" src="file:///Volumes/b.mov"/></asset>
<asset id="s" name="s" src="./s.wav" duration="100s" hasAudio="1"/>
<effect id="t" name="Basic Title"/>
<media id="c"><sequence format="f" tcStart="0s" duration="20s"><spine>
 <asset-clip ref="a" offset="0s" start="3600s" duration="10s"/>
 <asset-clip ref="b" offset="10s" start="5s" duration="10s"/></spine></sequence></media>
<media id="m"><multicam format="f" tcStart="0s">
 <mc-angle name="1" angleID="one">
  <asset-clip ref="a" offset="0s" start="3600s" duration="50s"/></mc-angle>
 <mc-angle name="2" angleID="two"><asset-clip ref="b" offset="0s" duration="50s"/></mc-angle>
</multicam></media>
"""


def read(folder: Path, spine: str, sequence: str = 'format="f" tcStart="0s"') -> Edit:
    path = folder / "프로젝트.fcpxml"
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE fcpxml><fcpxml version="1.10">'
        f"<resources>{RESOURCES}</resources><library><event><project name='편집'>"
        f"<sequence {sequence}><spine>{spine}</spine></sequence></project></event>"
        "</library></fcpxml>",
        encoding="utf-8",
    )
    return read_edit(path)


def shots(edit: Edit) -> list[tuple[str, float, float, float]]:
    """(name, start, end, source) of the picture in seconds."""
    return [
        (c.name, float(c.record.start), float(c.record.end), float(c.source_start))
        for c in edit.picture
    ]


TWO = (
    '<asset-clip name="a" ref="a" offset="0s" start="3610s" duration="4s"/>'
    '<asset-clip name="b" ref="b" offset="4s" start="20s" duration="4s"/>'
)


def test_a_storyline_with_sound(tmp_path: Path) -> None:
    edit = read(tmp_path, TWO)
    assert (edit.name, edit.rate, edit.duration_frames) == ("편집", Rate.of(25), 200)
    assert shots(edit) == [("a", 0, 4, 10), ("b", 4, 8, 20)]
    assert [(c.name, c.record.start, c.source_start) for c in edit.sound] == [
        ("a", 0, 10),
        ("b", 4, 20),
    ]
    assert edit.picture[1].media is not None
    assert edit.picture[1].media.url == "file:///Volumes/b.mov"


def test_start_and_drop_frame_and_ntsc(tmp_path: Path) -> None:
    spine = '<asset-clip ref="b" offset="3603600/1000s" duration="1001/24s"/>'
    edit = read(tmp_path, spine, 'format="n" tcStart="3603600/1000s" tcFormat="NDF"')
    assert (edit.rate.fps, edit.start_frame) == (Fraction(24_000, 1001), 86_400)
    assert edit.duration_frames == 1000
    assert read(tmp_path, TWO, 'format="f" tcFormat="DF"').drop_frame


def test_a_transition_crosses_picture_and_sound(tmp_path: Path) -> None:
    cross = (
        '<transition offset="3.6s" duration="0.8s"><filter-video ref="x"/>'
        '<filter-audio ref="y"/></transition>'
    )
    edit = read(tmp_path, TWO.replace('<asset-clip name="b"', cross + '<asset-clip name="b"'))
    assert [(c.frame, c.kind) for c in edit.cuts] == [(100, "dissolve")]
    first, second = edit.sound
    assert (first.record.end, first.fade_out) == (Fraction(22, 5), Fraction(4, 5))
    assert (second.record.start, second.fade_in) == (Fraction(18, 5), Fraction(4, 5))


def test_connected_clips_lie_above_and_below(tmp_path: Path) -> None:
    spine = (
        '<asset-clip name="a" ref="a" offset="0s" start="3610s" duration="8s">'
        '<asset-clip name="over" ref="b" lane="1" offset="3612s" duration="10s"/>'
        '<asset-clip name="under" ref="b" lane="-1" offset="3611s" start="30s" duration="3s"/>'
        '<asset-clip name="music" ref="s" lane="-2" offset="3613s" start="1s" duration="2s">'
        '<adjust-volume amount="-6dB"/></asset-clip></asset-clip>'
    )
    edit = read(tmp_path, spine)
    assert shots(edit) == [("a", 0, 2, 10), ("over", 2, 12, 0)]
    music = next(c for c in edit.sound if c.name == "music")
    assert (music.record.start, music.source_start) == (3, 1)
    assert music.gain == pytest.approx(0.5012, abs=1e-4)
    assert len(edit.sound) == 4


def test_what_is_contained_ends_with_its_clip(tmp_path: Path) -> None:
    spine = (
        '<clip name="c" offset="0s" start="5s" duration="4s">'
        '<video ref="b" offset="0s" duration="90s">'
        '<audio ref="b" lane="-1" offset="0s" duration="90s"/></video></clip>'
    )
    edit = read(tmp_path, spine)
    assert shots(edit) == [("c", 0, 4, 5)]
    assert [(c.record.end, c.source_start) for c in edit.sound] == [(4, 5)]


def test_disabled_and_one_sided_clips(tmp_path: Path) -> None:
    spine = (
        '<asset-clip name="off" ref="b" offset="0s" duration="2s" enabled="0"/>'
        '<asset-clip name="seen" ref="b" offset="2s" duration="2s" srcEnable="video"/>'
        '<asset-clip name="heard" ref="b" offset="4s" duration="2s" srcEnable="audio"/>'
    )
    edit = read(tmp_path, spine)
    assert [c.name for c in edit.picture] == ["seen"]
    assert [c.name for c in edit.sound] == ["heard"]


@pytest.mark.parametrize(
    ("points", "speed", "source"),
    [
        ('<timept time="0s" value="0s"/><timept time="20s" value="10s"/>', Fraction(1, 2), 2),
        ('<timept time="0s" value="0s"/><timept time="20s" value="40s"/>', 2, 8),
        ('<timept time="0s" value="40s"/><timept time="20s" value="20s"/>', -1, 36),
        ('<timept time="0s" value="7s"/><timept time="20s" value="7s"/>', 0, 7),
    ],
)
def test_retimes(tmp_path: Path, points: str, speed: Fraction, source: int) -> None:
    spine = (
        f'<asset-clip ref="b" offset="0s" start="4s" duration="5s"><timeMap>{points}</timeMap>'
        "</asset-clip>"
    )
    (clip,) = read(tmp_path, spine).picture
    assert (clip.speed, clip.source_start) == (speed, source)


def test_a_speed_ramp_is_told(tmp_path: Path) -> None:
    points = (
        '<timept time="0s" value="0s"/><timept time="2s" value="1s"/><timept time="4s" value="5s"/>'
    )
    edit = read(
        tmp_path,
        f'<asset-clip ref="b" offset="0s" duration="4s"><timeMap>{points}</timeMap></asset-clip>',
    )
    assert edit.picture[0].speed == Fraction(5, 4)
    assert "speed-ramp" in [r.code for r in edit.remarks]


def test_a_compound_shows_what_lies_in_it(tmp_path: Path) -> None:
    edit = read(tmp_path, '<ref-clip name="c" ref="c" offset="0s" start="8s" duration="6s"/>')
    assert shots(edit) == [("하나", 0, 2, 8), ("b", 2, 6, 5)]
    assert [(c.record.start, c.source_start) for c in edit.sound] == [(0, 8), (2, 5)]


def test_multicam_shows_one_angle_and_lets_hear_another(tmp_path: Path) -> None:
    spine = (
        '<mc-clip ref="m" offset="0s" start="3s" duration="4s">'
        '<mc-source angleID="one" srcEnable="video"/><mc-source angleID="two" srcEnable="audio"/>'
        "</mc-clip>"
    )
    edit = read(tmp_path, spine)
    assert [(c.media.url, c.source_start) for c in edit.picture if c.media] == [
        ("file:///Volumes/a%20b.mov", 3)
    ]
    assert [(c.media.url, c.source_start) for c in edit.sound if c.media] == [
        ("file:///Volumes/b.mov", 3)
    ]


def test_titles_and_secondary_storylines(tmp_path: Path) -> None:
    spine = (
        '<asset-clip name="a" ref="a" offset="0s" start="3600s" duration="10s">'
        '<title name="Name" ref="t" lane="2" offset="3601s" duration="2s"/>'
        '<spine lane="1" offset="3602s"><asset-clip name="x" ref="b" offset="0s" duration="2s"/>'
        '<asset-clip name="y" ref="b" offset="2s" start="9s" duration="2s"/></spine></asset-clip>'
    )
    assert shots(read(tmp_path, spine)) == [
        ("a", 0, 2, 0),
        ("x", 2, 4, 0),
        ("y", 4, 6, 9),
        ("a", 6, 10, 6),
    ]


def test_markers_in_the_time_of_their_clip(tmp_path: Path) -> None:
    spine = (
        '<asset-clip ref="b" offset="0s" start="20s" duration="4s">'
        '<marker start="21s" duration="1/25s" value="MOOD sad" note="바다"/>'
        '<chapter-marker start="22s" value="HIT"/><marker start="5s" value="trimmed away"/>'
        "</asset-clip>"
    )
    found = [(m.text, m.span.start) for m in read(tmp_path, spine).markers]
    assert found == [("MOOD sad\n바다", 1), ("HIT", 2)]


def test_the_first_of_an_audition_is_taken(tmp_path: Path) -> None:
    spine = (
        '<audition offset="0s"><asset-clip name="x" ref="b" duration="2s"/>'
        '<asset-clip name="y" ref="a" duration="2s"/></audition>'
    )
    assert [c.name for c in read(tmp_path, spine).picture] == ["x"]


def test_a_bundle_folder_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "edit.fcpxmld"
    folder.mkdir()
    read(tmp_path, TWO)
    (tmp_path / "프로젝트.fcpxml").rename(folder / "Info.fcpxml")
    assert len(read_edit(folder).picture) == 2


@pytest.mark.parametrize(
    ("spine", "sequence"),
    [
        (TWO, 'format="nowhere"'),
        (TWO.replace("4s", "4/0s"), 'format="f"'),
        (TWO.replace("4s", "soon"), 'format="f"'),
        (TWO.replace('duration="4s"', 'duration="-4s"'), 'format="f"'),
    ],
)
def test_times_that_are_none(tmp_path: Path, spine: str, sequence: str) -> None:
    with pytest.raises(EditUnreadable) as caught:
        read(tmp_path, spine, sequence)
    assert caught.value.hint
