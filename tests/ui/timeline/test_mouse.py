"""The timeline under a hand: what is chosen and dragged, by the events of a mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.ui.timeline.conftest import Find
from tests.ui.timeline.mouse import (
    ALT,
    CONTROL,
    LEFT,
    NONE,
    SHIFT,
    drag,
    hits_below,
    move,
)

from scenescore_ui.timeline import Timeline
from scenescore_ui.timeline.rows import MoodRow

# --- choosing ---


def test_a_click_on_the_ruler_moves_the_playhead(
    qtbot: QtBot, timeline: Timeline, find: Find
) -> None:
    with qtbot.waitSignal(timeline.playhead_moved) as told:
        qtbot.mouseClick(timeline.viewport(), LEFT, NONE, find("RulerRow", 420))
    assert told.args == [pytest.approx(420, abs=1)]


def test_a_drag_on_the_ruler_scrubs(timeline: Timeline, find: Find) -> None:
    seen: list[int] = []
    timeline.playhead_moved.connect(seen.append)
    drag(timeline, *(find("RulerRow", frame) for frame in (100, 200, 300)))
    assert seen == [pytest.approx(frame, abs=1) for frame in (100, 200, 300)]
    assert timeline.range is None


def test_a_click_chooses_a_scene(qtbot: QtBot, timeline: Timeline, find: Find) -> None:
    with qtbot.waitSignal(timeline.scenes_selected) as told:
        qtbot.mouseClick(timeline.viewport(), LEFT, NONE, find("SceneRow", 700))
    assert told.args == [(2,)]


def test_control_and_shift_choose_more(qtbot: QtBot, timeline: Timeline, find: Find) -> None:
    viewport = timeline.viewport()
    qtbot.mouseClick(viewport, LEFT, NONE, find("SceneRow", 200))
    qtbot.mouseClick(viewport, LEFT, CONTROL, find("SceneRow", 700))
    assert timeline.scenes == {1, 2}
    qtbot.mouseClick(viewport, LEFT, CONTROL, find("SceneRow", 200))
    assert timeline.scenes == {2}
    qtbot.mouseClick(viewport, LEFT, SHIFT, find("SceneRow", 200))
    assert timeline.scenes == {1, 2}


@pytest.mark.parametrize("row", ["ShotRow", "SceneRow", "SoundRow", "SpeechRow", "MusicRow"])
def test_a_drag_chooses_a_range_that_snaps_to_cuts(
    qtbot: QtBot, timeline: Timeline, find: Find, row: str
) -> None:
    with qtbot.waitSignal(timeline.range_selected):
        drag(timeline, find(row, 623), find(row, 700), find(row, 752))
    assert timeline.range == (625, 750)


def test_backwards_and_with_alt_it_stays_where_the_hand_is(timeline: Timeline, find: Find) -> None:
    drag(timeline, find("SoundRow", 753), find("SoundRow", 700), find("SoundRow", 622), held=ALT)
    assert timeline.range == (pytest.approx(622, abs=1), pytest.approx(753, abs=1))


def test_a_click_elsewhere_points_there_and_chooses_nothing(
    qtbot: QtBot, timeline: Timeline, find: Find
) -> None:
    timeline.select_range(10, 90)
    with qtbot.waitSignals([timeline.selection_cleared, timeline.pointed]):
        qtbot.mouseClick(timeline.viewport(), LEFT, NONE, find("SoundRow", 640))
    assert timeline.range is None
    assert timeline.playhead == pytest.approx(640, abs=1)


def test_a_trembling_hand_clicks(timeline: Timeline, find: Find) -> None:
    place = find("SceneRow", 200)
    drag(timeline, place, place + QPoint(2, 1))
    assert timeline.scenes == {1}


# --- bending ---


def test_a_curve_is_drawn_upon(qtbot: QtBot, timeline: Timeline, find: Find) -> None:
    row = next(row for row in timeline.rows if isinstance(row, MoodRow))
    low, high = round(row.y(-0.5)), round(row.y(0.5))
    places = [find("MoodRow", f, y) for f, y in ((300, low), (320, high), (340, high))]
    with qtbot.waitSignal(timeline.curve_dragged) as told:
        drag(timeline, *places)
    axis, points, reach = told.args
    assert axis == "arousal"
    assert [frame for frame, _ in points] == [pytest.approx(f, abs=1) for f in (300, 320, 340)]
    assert [value for _, value in points] == [pytest.approx(v, abs=0.02) for v in (-0.5, 0.5, 0.5)]
    assert reach == round(60 * timeline.view.per_pixel)
    assert timeline.data is not None
    assert timeline.data.mood.values("arousal")[30] == -0.5


def test_a_curve_is_drawn_no_higher_than_it_can_be(
    qtbot: QtBot, timeline: Timeline, find: Find
) -> None:
    row = next(row for row in timeline.rows if isinstance(row, MoodRow))
    with qtbot.waitSignal(timeline.curve_dragged) as told:
        drag(timeline, find("MoodRow", 300, round(row.y(-0.9))), find("MoodRow", 300, 600))
    assert told.args[0] == "tension"
    assert [value for _, value in told.args[1]] == [-1.0]


def test_a_hit_is_dragged_and_snaps_to_a_cut(qtbot: QtBot, timeline: Timeline, find: Find) -> None:
    below = hits_below(timeline)
    with qtbot.waitSignal(timeline.hit_dragged) as told:
        drag(timeline, find("LaneRow", 240, below), find("LaneRow", 300, 9), find("LaneRow", 373))
    assert told.args == ["abc", 1, 375]


def test_a_hit_that_comes_back_is_not_told(qtbot: QtBot, timeline: Timeline, find: Find) -> None:
    below = hits_below(timeline)
    with qtbot.assertNotEmitted(timeline.hit_dragged):
        places = [find("LaneRow", frame, below) for frame in (240, 300, 240)]
        drag(timeline, *places, held=ALT)


@pytest.mark.parametrize(
    ("edge", "frame", "to", "told_frame"),
    [("in", 100, 127, 125), ("out", 500, 620, 625), ("in", 100, 900, 499), ("out", 500, 2, 101)],
)
def test_an_edge_of_a_cue_is_dragged_never_past_the_other(
    qtbot: QtBot, timeline: Timeline, find: Find, edge: str, frame: int, to: int, told_frame: int
) -> None:
    with qtbot.waitSignal(timeline.cue_edge_dragged) as told:
        drag(timeline, find("LaneRow", frame), find("LaneRow", 300), find("LaneRow", to))
    assert told.args == ["abc", edge, told_frame]


def test_escape_gives_up_a_drag(qtbot: QtBot, timeline: Timeline, find: Find) -> None:
    with qtbot.assertNotEmitted(timeline.cue_edge_dragged):
        QTest.mousePress(timeline.viewport(), LEFT, NONE, find("LaneRow", 500))
        move(timeline, find("LaneRow", 600))
        timeline.grab()
        qtbot.keyClick(timeline, Qt.Key.Key_Escape)
        move(timeline, find("LaneRow", 700))
        QTest.mouseRelease(timeline.viewport(), LEFT, NONE, find("LaneRow", 700))
    assert timeline.range is None


def test_a_double_click_in_a_cue_asks_for_a_hit(
    qtbot: QtBot, timeline: Timeline, find: Find
) -> None:
    with qtbot.waitSignal(timeline.hit_asked) as told:
        qtbot.mouseDClick(timeline.viewport(), LEFT, NONE, find("LaneRow", 320))
    assert told.args == ["abc", pytest.approx(320, abs=1)]


def test_a_double_click_on_a_scene_fits_it(qtbot: QtBot, timeline: Timeline, find: Find) -> None:
    place = find("SceneRow", 700)
    qtbot.mouseClick(timeline.viewport(), LEFT, NONE, place)
    qtbot.mouseDClick(timeline.viewport(), LEFT, NONE, place)
    assert timeline.view.left == pytest.approx(490, abs=1)
    assert timeline.view.span == pytest.approx(520, abs=1)


@pytest.mark.parametrize(
    ("row", "frame", "shape"),
    [
        ("LaneRow", 500, Qt.CursorShape.SizeHorCursor),
        ("LaneRow", 320, Qt.CursorShape.ArrowCursor),
        ("SoundRow", 320, Qt.CursorShape.ArrowCursor),
    ],
)
def test_the_pointer_shows_what_can_be_dragged(
    timeline: Timeline, find: Find, row: str, frame: int, shape: Qt.CursorShape
) -> None:
    move(timeline, find(row, frame))
    assert timeline.viewport().cursor().shape() == shape
