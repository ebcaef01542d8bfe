"""Markers are orders: found wherever they hang, in edit time, name and comment both."""

from __future__ import annotations

from pathlib import Path

import opentimelineio as otio
import pytest
from tests.edit import make_edits as make

from scenescore.edit import read_edit


def marker(name: str, frame: float, comment: str = "", length: float = 0) -> otio.schema.Marker:
    made = otio.schema.Marker(name, make.span(frame, length), color="GREEN")
    made.comment = comment
    return made


def markers_in(folder: Path, timeline: otio.schema.Timeline) -> list[tuple[str, float]]:
    edit = read_edit(make.saved(folder, timeline))
    return [(m.text, float(m.span.start * 24)) for m in edit.markers]


def test_on_the_timeline_its_tracks_clips_and_gaps(tmp_path: Path) -> None:
    hole, clip = make.gap(10), make.clip("a", 40, 100)
    hole.markers.append(marker("in a gap", 3))
    clip.markers.append(marker("in a clip", 120))
    track = make.video(hole, clip)
    track.markers.append(marker("on a track", 7))
    timeline = make.timeline(track, start=86_400)
    timeline.tracks.markers.append(marker("on the timeline", 20))
    assert markers_in(tmp_path, timeline) == [
        ("in a gap", 3),
        ("on a track", 7),
        ("on the timeline", 20),
        ("in a clip", 30),
    ]


def test_text_is_name_and_comment(tmp_path: Path) -> None:
    timeline = make.timeline(make.video(make.clip("a", 100)))
    noted = marker("Marker 3", 30)
    noted.metadata["Resolve_OTIO"] = {"Note": "테마 용"}
    timeline.tracks.markers.extend(
        [
            marker("MOOD sad", 10),
            marker("Marker 2", 20, "NO MUSIC"),
            noted,
            marker("HIT", 40, "HIT"),
        ]
    )
    texts = [text for text, _ in markers_in(tmp_path, timeline)]
    assert texts == ["MOOD sad", "Marker 2\nNO MUSIC", "Marker 3\n테마 용", "HIT"]


@pytest.mark.parametrize(
    ("speed", "at", "record"), [(2, 140, 20), (0.5, 110, 20), (-1, 130, 10), (None, 99, None)]
)
def test_clip_markers_follow_the_speed(
    tmp_path: Path, speed: float | None, at: int, record: int | None
) -> None:
    clip = make.clip("a", 40, 100, speed=speed)
    clip.markers.append(marker("x", at))
    found = markers_in(tmp_path, make.timeline(make.video(clip)))
    assert found == ([] if record is None else [("x", record)])


def test_clip_markers_may_count_from_the_first_frame_of_the_file(tmp_path: Path) -> None:
    clip = make.clip("a", 40, 86_400 + 100, begin=86_400)
    clip.markers.extend([marker("by timecode", 86_400 + 110), marker("from 0", 120)])
    found = markers_in(tmp_path, make.timeline(make.video(clip)))
    assert found == [("by timecode", 10), ("from 0", 20)]


def test_timeline_markers_may_count_in_timecode(tmp_path: Path) -> None:
    timeline = make.timeline(make.video(make.clip("a", 100)), start=86_400)
    timeline.tracks.markers.append(marker("x", 86_400 + 25))
    assert markers_in(tmp_path, timeline) == [("x", 25)]


def test_outside_the_edit_they_are_told(tmp_path: Path) -> None:
    timeline = make.timeline(make.video(make.clip("a", 40, 100)))
    timeline.tracks.markers.extend(marker("HIT", frame) for frame in (-9, 0, 39, 40, 5000))
    edit = read_edit(make.saved(tmp_path, timeline))
    assert [m.span.start * 24 for m in edit.markers] == [0, 39]
    (told,) = (remark for remark in edit.remarks if remark.code == "markers-outside")
    assert "3" in told.message


def test_in_nested_stacks(tmp_path: Path) -> None:
    clip = make.clip("a", 40, 100)
    clip.markers.extend([marker("seen", 112), marker("trimmed away", 102)])
    nested = otio.schema.Stack("n", [make.video(make.gap(10), clip)])
    nested.source_range = make.span(20, 20)
    nested.markers.append(marker("on the compound", 25))
    found = markers_in(tmp_path, make.timeline(make.video(make.gap(50), nested)))
    assert found == [("seen", 52), ("on the compound", 55)]


def test_linked_picture_and_sound_carry_one_order(tmp_path: Path) -> None:
    tracks = []
    for kind in (make.video, make.audio):
        clip = make.clip("a", 40)
        clip.markers.append(marker("HIT", 12))
        tracks.append(kind(clip))
    assert markers_in(tmp_path, make.timeline(*tracks)) == [("HIT", 12)]


def test_what_is_off_orders_nothing(tmp_path: Path) -> None:
    clip = make.clip("a", 40, enabled=False)
    clip.markers.append(marker("HIT", 12))
    assert markers_in(tmp_path, make.timeline(make.video(clip, make.clip("b", 9)))) == []


def test_length_and_colour(tmp_path: Path) -> None:
    timeline = make.timeline(make.video(make.clip("a", 100)))
    timeline.tracks.markers.append(marker("NO MUSIC", 24, length=48))
    (found,) = read_edit(make.saved(tmp_path, timeline)).markers
    assert (found.span.start, found.span.end, found.colour) == (1, 3, "GREEN")
