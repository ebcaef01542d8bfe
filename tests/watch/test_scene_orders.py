"""SCENE and JOIN markers: read in both languages, obeyed on real edits, none of the music's."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from scenescore.edit import read_edit
from scenescore.model import Edit, Marker, Seen, Shot
from scenescore.orders import parse_orders
from scenescore.timebase import Span, to_seconds
from scenescore.watch import SceneOrders, group_scenes, scene_orders

HERE = Span(Fraction(2), Fraction(2))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SCENE", "scene"),
        ("scene 12", "scene"),
        ("Scene: the kitchen", "scene"),
        ("장면", "scene"),
        ("새 장면 - 부엌", "scene"),
        ("split", "scene"),
        ("JOIN", "join"),
        ("합치기", "join"),
        ("장면 합치기", "join"),
        ("same scene", "join"),
        ("scenery is nice here", "note"),
        ("scene of the crime", "note"),
        ("장면이 길다", "note"),
        ("join the party", "note"),
    ],
)
def test_words_for_scenes(text: str, kind: str) -> None:
    (order,) = parse_orders([Marker(text, HERE)])
    assert order.kind == kind


@pytest.fixture
def trailer(shared_data: Path) -> tuple[Edit, Seen]:
    """The real edit, with shots that nobody looked at."""
    edit = read_edit(shared_data / "edits" / "real" / "sintel_trailer.otio")
    starts = [0, *(cut.frame for cut in edit.cuts if 0 < cut.frame < edit.duration_frames)]
    ends = [*starts[1:], edit.duration_frames]
    return edit, Seen(edit.cuts, tuple(map(Shot, starts, ends)), ())


def _with(edit: Edit, *marks: tuple[str, int, int]) -> Edit:
    markers = tuple(
        Marker(text, Span(to_seconds(first, edit.rate), to_seconds(last, edit.rate)))
        for text, first, last in marks
    )
    return replace(edit, markers=(*edit.markers, *markers))


def _starts(edit: Edit, seen: Seen) -> list[int]:
    scenes = group_scenes(edit, seen, (), orders=scene_orders(edit))
    assert sorted(shot for scene in scenes for shot in scene.shots) == list(range(len(seen.shots)))
    return [scene.start_frame for scene in scenes]


def test_markers_of_an_edit_split_and_join_its_scenes(trailer: tuple[Edit, Seen]) -> None:
    edit, seen = trailer
    free = _starts(edit, seen)
    assert scene_orders(edit) == SceneOrders()
    assert set(_starts(_with(edit, ("SCENE", 100, 100), ("장면", 700, 701)), seen)) >= {100, 700}
    whole = _with(edit, ("JOIN", 0, edit.duration_frames))
    assert _starts(whole, seen) == [0]
    assert _starts(_with(whole, ("SCENE", 500, 500)), seen) == [0, 500]
    split = _with(edit, ("SCENE", 600, 600))
    nearest = min(_starts(split, seen)[1:], key=lambda frame: abs(frame - 300))
    joined = _starts(_with(split, ("합치기", 300, 300)), seen)
    assert nearest in (600, *free)
    assert joined == [s for s in _starts(split, seen) if s != nearest or s == 600]


def test_a_marker_of_one_frame_is_a_point(trailer: tuple[Edit, Seen]) -> None:
    edit, _ = trailer
    orders = scene_orders(_with(edit, ("JOIN", 40, 41), ("JOIN", 50, 90)))
    assert orders.joins == ((40, 40), (50, 89))
