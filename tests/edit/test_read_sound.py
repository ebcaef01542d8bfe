"""Sound as the editor hears it: place, speed, fades, volume, and nothing of ours."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
from tests.edit import make_edits as make

from scenescore.edit import read_edit
from scenescore.model import Edit


def read(folder: Path, *tracks: object) -> Edit:
    return read_edit(make.saved(folder, make.timeline(*tracks)))


def test_every_enabled_sound_is_heard_where_it_lies(tmp_path: Path) -> None:
    edit = read(
        tmp_path,
        make.video(make.clip("picture", 100)),
        make.audio(make.gap(10), make.clip("a", 20, 7), make.clip("off", 20, enabled=False)),
        make.audio(make.clip("b", 90), name="FX"),
        make.audio(make.clip("c", 90), enabled=False),
    )
    assert [(c.name, c.record.start * 24, c.source_start * 24, c.track) for c in edit.sound] == [
        ("b", 0, 0, 2),
        ("a", 10, 7, 1),
    ]
    assert [(t.name, t.kind, t.enabled) for t in edit.tracks] == [
        ("V1", "video", True),
        ("A1", "audio", True),
        ("FX", "audio", True),
        ("A3", "audio", False),
    ]


def test_a_cross_fade_lets_both_sounds_run_on(tmp_path: Path) -> None:
    edit = read(
        tmp_path,
        make.video(make.clip("picture", 100)),
        make.audio(make.clip("a", 50, 10), make.dissolve(6, 10), make.clip("b", 50, 30)),
    )
    first, second = edit.sound
    assert (first.record.end * 24, first.fade_out * 24) == (60, 16)
    assert (second.record.start * 24, second.fade_in * 24) == (44, 16)
    assert second.source_start * 24 == 24


def test_sound_fades_to_and_from_nothing(tmp_path: Path) -> None:
    edit = read(
        tmp_path,
        make.video(make.clip("picture", 100)),
        make.audio(
            make.gap(20), make.dissolve(0, 12), make.clip("a", 40), make.dissolve(8, 0), make.gap(9)
        ),
    )
    (sound,) = edit.sound
    assert (sound.record.start * 24, sound.record.end * 24) == (20, 60)
    assert (sound.fade_in * 24, sound.fade_out * 24) == (12, 8)


def test_two_channels_of_one_file_are_one_sound(tmp_path: Path) -> None:
    edit = read(
        tmp_path,
        make.video(make.clip("picture", 100)),
        make.audio(make.clip("take", 50, url="take.wav")),
        make.audio(make.clip("take", 50, url="take.wav")),
        make.audio(make.clip("take", 50, 1, url="take.wav")),
    )
    assert [c.track for c in edit.sound] == [1, 3]


def test_our_lanes_are_not_the_edits_sound(tmp_path: Path) -> None:
    lane = make.audio(make.gap(10), make.clip("1m01", 500))
    lane.metadata["scenescore"] = {"kind": "lane"}
    lane[1].metadata["scenescore"] = {"kind": "cue"}
    lane.markers.append(otio.schema.Marker("HIT", make.span(3, 1)))
    lane[1].markers.append(otio.schema.Marker("HIT", make.span(3, 1)))
    edit = read(tmp_path, make.video(make.clip("a", 100)), make.audio(make.clip("b", 50)), lane)
    assert [c.name for c in edit.sound] == ["b"]
    assert [t.ours for t in edit.tracks] == [False, False, True]
    assert edit.duration_frames == 100
    assert edit.markers == ()


def test_sound_inside_compounds(tmp_path: Path) -> None:
    def compound() -> otio.schema.Stack:
        stack = otio.schema.Stack(
            "n", [make.video(make.clip("p", 40)), make.audio(make.gap(5), make.clip("s", 30))]
        )
        stack.source_range = make.span(10, 20)
        return stack

    lone = read(tmp_path, make.video(make.gap(50), compound()))
    assert [(c.name, c.record.start * 24, c.source_start * 24) for c in lone.sound] == [
        ("s", 50, 5)
    ]
    both = read(tmp_path, make.video(compound()), make.audio(make.gap(7), compound()))
    assert [c.record.start * 24 for c in both.sound] == [7]  # only from its own half


def test_an_edit_that_lays_no_sound_takes_that_of_its_picture(tmp_path: Path) -> None:
    make.tone(tmp_path / "말.wav", 10)
    one, two = make.clip("a", 50, 10, url="말.wav"), make.clip("b", 50, 90, url="말.wav")
    edit = read(tmp_path, make.video(one, make.dissolve(5, 5), two, make.clip("gone", 20)))
    first, second = edit.sound
    assert (first.record.end * 24, first.fade_out * 24) == (55, 10)
    assert (second.record.start * 24, second.fade_in * 24) == (45, 10)
    assert (first.source_start * 24, second.source_start * 24) == (10, 85)
    assert "sound-from-picture" in [r.code for r in edit.remarks]


def test_an_edit_with_an_empty_sound_track_is_silent(tmp_path: Path) -> None:
    make.tone(tmp_path / "a.wav", 10)
    edit = read(tmp_path, make.video(make.clip("a", 50, url="a.wav")), make.audio())
    assert edit.sound == ()


def test_sound_is_cut_off_at_the_end_of_a_trimmed_edit(tmp_path: Path) -> None:
    timeline = make.timeline(make.video(make.clip("a", 100)), make.audio(make.clip("b", 100)))
    timeline.tracks.source_range = make.span(20, 50)
    edit = read_edit(make.saved(tmp_path, timeline))
    assert edit.duration_frames == 50
    (sound,) = edit.sound
    assert (sound.record.start, sound.record.end) == (0, Fraction(50, 24))
    assert sound.source_start * 24 == 20
