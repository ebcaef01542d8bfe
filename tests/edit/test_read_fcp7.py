"""Final Cut 7 and Premiere XML: what the adapter loses is there."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from scenescore.edit import read_edit
from scenescore.model import Edit

RATE = "<rate><timebase>25</timebase><ntsc>FALSE</ntsc></rate>"


def file(name: str, start: int = 0) -> str:
    return (
        f'<file id="{name}"><name>{name}</name><pathurl>file://localhost/D%3a/{name}.mov</pathurl>'
        f"{RATE}<duration>5000</duration><timecode>{RATE}<frame>{start}</frame></timecode></file>"
    )


def item(name: str, start: int, end: int, begin: int = 0, more: str = "", source: str = "") -> str:
    return (
        f"<clipitem><name>{name}</name>{RATE}<start>{start}</start><end>{end}</end><in>{begin}</in>"
        f"<out>{begin + end - start}</out>{source or file(name)}{more}</clipitem>"
    )


def read(folder: Path, video: str, audio: str = "", timecode: str = "", more: str = "") -> Edit:
    path = folder / "시퀀스.xml"
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE xmeml><xmeml version="4">'
        f'<sequence id="main"><name>edit</name>{RATE}{timecode}<media><video>{video}</video>'
        f"<audio>{audio}</audio></media></sequence>{more}</xmeml>",
        encoding="utf-8",
    )
    return read_edit(path, timeline="edit")


def test_disabled_clips_and_tracks_are_not_seen(tmp_path: Path) -> None:
    off = "<enabled>FALSE</enabled>"
    edit = read(
        tmp_path,
        f"<track>{item('a', 0, 50)}{item('b', 50, 100, more=off)}</track>"
        f"<track>{item('c', 0, 100)}{off}</track>",
    )
    assert [c.name for c in edit.picture] == ["a"]
    assert [t.enabled for t in edit.tracks] == [True, False]


def test_start_and_drop_frame(tmp_path: Path) -> None:
    timecode = (
        f"<timecode>{RATE}<string>01:00:00:00</string><frame>90000</frame>"
        "<displayformat>DF</displayformat></timecode>"
    )
    edit = read(tmp_path, f"<track>{item('a', 0, 50)}</track>", timecode=timecode)
    assert (edit.start_frame, edit.drop_frame) == (90_000, True)


@pytest.mark.parametrize(
    ("speed", "reverse", "begin", "wanted", "source"),
    [
        ("50", "FALSE", 80, Fraction(1, 2), 40),
        ("200", "FALSE", 40, 2, 80),
        ("100", "TRUE", 40, -1, 90),
    ],
)
def test_time_remap_is_a_speed(
    tmp_path: Path, speed: str, reverse: str, begin: int, wanted: Fraction, source: int
) -> None:
    """In and out points count in the clip as retimed: 80 of a clip at half speed is frame 40."""
    remap = (
        "<filter><effect><name>Time Remap</name><effectid>timeremap</effectid>"
        f"<parameter><parameterid>speed</parameterid><value>{speed}</value></parameter>"
        f"<parameter><parameterid>reverse</parameterid><value>{reverse}</value></parameter>"
        "</effect></filter>"
    )
    (clip,) = read(tmp_path, f"<track>{item('a', 0, 50, begin, remap)}</track>").picture
    assert (clip.speed, clip.source_start * 25) == (wanted, source)


def test_levels_are_volumes(tmp_path: Path) -> None:
    levels = (
        "<filter><effect><name>Audio Levels</name><effectid>audiolevels</effectid>"
        "<parameter><parameterid>level</parameterid><value>0.5</value></parameter></effect></filter>"
    )
    edit = read(
        tmp_path,
        f"<track>{item('a', 0, 50)}</track>",
        f"<track>{item('a', 0, 50, more=levels)}</track>",
    )
    assert edit.sound[0].gain == 0.5


def test_a_transition_without_an_effect(tmp_path: Path) -> None:
    cross = f"<transitionitem>{RATE}<start>40</start><end>60</end></transitionitem>"
    first, second = item("a", 0, 50), item("b", 50, 100, 20)
    first = first.replace("<end>50", "<end>-1")
    second = second.replace("<start>50", "<start>-1").replace("<in>20", "<in>10")
    edit = read(tmp_path, f"<track>{first}{cross}{second}</track>")
    assert [(c.frame, c.kind) for c in edit.cuts] == [(50, "dissolve")]
    assert edit.picture[1].source_start * 25 == 20


def test_nested_sequences_defined_later(tmp_path: Path) -> None:
    """The nest is named before it is defined, as Premiere does with bins."""
    nest = (
        f'<sequence id="nest"><name>nest</name>{RATE}<media><video><track>{item("x", 0, 30)}'
        f"{item('y', 30, 60)}</track></video><audio><track>{item('s', 10, 60, 5)}</track></audio>"
        "</media></sequence>"
    )
    inside = item("n", 0, 40, 10, source='<sequence id="nest"/>')
    track = f"<track>{inside}</track>"
    edit = read(tmp_path, track, track, more=f"<bin><children>{nest}</children></bin>")
    assert [(c.name, c.record.start * 25, c.source_start * 25) for c in edit.picture] == [
        ("x", 0, 10),
        ("y", 20, 0),
    ]
    assert [(c.name, c.record.start, c.source_start * 25) for c in edit.sound] == [("s", 0, 5)]


def test_source_timecode_is_taken_off(tmp_path: Path) -> None:
    (clip,) = read(
        tmp_path, f"<track>{item('a', 0, 50, 70, source=file('a', 90_000))}</track>"
    ).picture
    assert clip.source_start * 25 == 70
    assert clip.media is not None
    assert (clip.media.path, clip.media.missing) == ("D:/a.mov", True)
