"""Menus, the wheel and headings, by the events of a mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QNativeGestureEvent,
    QPointingDevice,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.ui.timeline.conftest import Find
from tests.ui.timeline.mouse import (
    CONTROL,
    LEFT,
    NONE,
    RIGHT,
    SHIFT,
    ask_menu,
    hits_below,
    move,
    wheel,
)

from scenescore_ui.timeline import Target, Timeline

# --- menus ---


@pytest.mark.parametrize(
    ("row", "frame", "expected"),
    [
        ("SceneRow", 700, Target("scene", 700, 2)),
        ("SoundRow", 200, Target("scene", 200, 1)),
        ("LaneRow", 320, Target("cue", 320, 1, "abc", lane="Score A")),
        ("LaneRow", 800, Target("scene", 800, 2)),
    ],
)
def test_a_menu_is_asked_for_what_lies_there(
    qtbot: QtBot, timeline: Timeline, find: Find, row: str, frame: int, expected: Target
) -> None:
    place = find(row, frame)
    with qtbot.waitSignal(timeline.menu_asked) as told:
        ask_menu(timeline, place)
    target, where = told.args
    assert target == Target(
        expected.kind,
        pytest.approx(frame, abs=1),
        expected.scene,
        expected.cue,
        lane=expected.lane,
    )
    assert where == timeline.viewport().mapToGlobal(place)


def test_a_menu_on_a_hit_names_it(qtbot: QtBot, timeline: Timeline, find: Find) -> None:
    with qtbot.waitSignal(timeline.menu_asked) as told:
        ask_menu(timeline, find("LaneRow", 400, hits_below(timeline)))
    assert (told.args[0].kind, told.args[0].cue, told.args[0].hit) == ("hit", "abc", 2)


def test_a_menu_within_a_range_is_for_the_range(
    qtbot: QtBot, timeline: Timeline, find: Find
) -> None:
    timeline.select_range(600, 800)
    with qtbot.waitSignal(timeline.menu_asked) as told:
        ask_menu(timeline, find("ShotRow", 700))
    assert told.args[0].kind == "range"
    with qtbot.waitSignal(timeline.menu_asked) as told:
        ask_menu(timeline, find("ShotRow", 900))
    assert told.args[0].kind == "scene"


def test_a_click_chooses_a_cue_and_points_at_it(
    qtbot: QtBot, timeline: Timeline, find: Find
) -> None:
    with qtbot.waitSignals([timeline.cue_selected, timeline.pointed]):
        qtbot.mouseClick(timeline.viewport(), LEFT, NONE, find("LaneRow", 320))
    assert timeline.cue == "abc"
    assert timeline.playhead == 0
    timeline.select_scenes(frozenset({1}))
    assert timeline.cue == ""


def test_a_menu_shows_what_it_is_for(timeline: Timeline, find: Find) -> None:
    timeline.select_scenes(frozenset({1, 2}))
    ask_menu(timeline, find("SceneRow", 700))
    assert timeline.scenes == {1, 2}
    timeline.select_scenes(frozenset({1}))
    ask_menu(timeline, find("SceneRow", 700))
    assert timeline.scenes == {2}
    ask_menu(timeline, find("LaneRow", 320))
    assert (timeline.cue, timeline.scenes) == ("abc", frozenset())


def test_the_menu_key_is_for_what_is_chosen(qtbot: QtBot, timeline: Timeline) -> None:
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    timeline.select_scenes(frozenset({2}))
    with qtbot.waitSignal(timeline.menu_asked) as told:
        QApplication.sendEvent(timeline, event)
    assert told.args[0] == Target("scene", 0, 2)
    timeline.select_cue("abc")
    with qtbot.waitSignal(timeline.menu_asked) as told:
        QApplication.sendEvent(timeline, event)
    assert told.args[0] == Target("cue", 0, 1, "abc")


# --- the wheel, and headings ---


def test_the_wheel_zooms_to_the_pointer(timeline: Timeline, find: Find) -> None:
    place, before = find("SoundRow", 730), timeline.view
    wheel(timeline, place, 360, CONTROL)
    assert timeline.view.per_pixel < before.per_pixel / 1.9
    assert timeline.view.x(730) == pytest.approx(before.x(730), abs=2)
    wheel(timeline, place, -360, CONTROL)
    assert timeline.view.per_pixel == pytest.approx(before.per_pixel)


def test_two_fingers_zoom_to_the_pointer(timeline: Timeline, find: Find) -> None:
    place, before = QPointF(find("SoundRow", 730)), timeline.view
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        place,
        place,
        place,
        0.5,
        QPointF(),
    )
    QApplication.sendEvent(timeline.viewport(), event)
    assert timeline.view.per_pixel == pytest.approx(before.per_pixel / 1.5)
    assert timeline.view.x(730) == pytest.approx(before.x(730), abs=2)


def test_the_wheel_scrolls_in_time(timeline: Timeline, find: Find) -> None:
    timeline.fit(300, 400)
    left = timeline.view.left
    wheel(timeline, find("SoundRow", 350), -120)
    assert timeline.view.left == pytest.approx(left + 120 * timeline.view.per_pixel)


def test_the_scroll_bar_scrolls_and_follows(timeline: Timeline) -> None:
    timeline.fit(300, 400)
    bar = timeline.horizontalScrollBar()
    assert bar.value() == round(timeline.view.left / timeline.view.per_pixel)
    bar.setValue(bar.maximum())
    assert timeline.view.left + timeline.view.span == pytest.approx(timeline.view.room, abs=0.2)


def test_shift_scrolls_the_rows_below_the_ruler(timeline: Timeline, find: Find) -> None:
    timeline.resize(1200, 300)
    wheel(timeline, find("SoundRow", 100), -120, SHIFT)
    assert timeline.verticalScrollBar().value() > 0
    assert timeline.top_of(0) == 0
    assert timeline.top_of(1) < timeline.layout_of_rows.tops[1]


def test_a_cue_out_of_sight_is_brought_up(timeline: Timeline, find: Find) -> None:
    bar, room = timeline.verticalScrollBar(), timeline.viewport()
    timeline.bring_up("abc")
    assert bar.value() == 0  # it was seen already
    timeline.resize(1200, 300)
    assert not room.rect().contains(find("LaneRow", 0))
    timeline.bring_up("abc")
    assert room.rect().contains(find("LaneRow", 0))
    index = next(i for i, row in enumerate(timeline.rows) if type(row).__name__ == "LaneRow")
    assert timeline.top_of(index) + timeline.rows[index].height <= room.height()
    timeline.resize(1200, 120)
    timeline.bring_up("abc")
    assert timeline.top_of(index) >= timeline.layout_of_rows.pinned  # its upper edge, at the least


def test_a_lane_opens_to_its_stems(qtbot: QtBot, timeline: Timeline, find: Find) -> None:
    heading = QPoint(10, find("LaneRow", 0).y())
    before = len(timeline.rows)
    qtbot.mouseClick(timeline.viewport(), LEFT, NONE, heading)
    assert len(timeline.rows) == before + 2
    qtbot.mouseClick(timeline.viewport(), LEFT, NONE, heading)
    assert len(timeline.rows) == before


def test_a_right_press_begins_no_drag(timeline: Timeline, find: Find) -> None:
    QTest.mousePress(timeline.viewport(), RIGHT, NONE, find("SoundRow", 100))
    move(timeline, find("SoundRow", 300))
    assert timeline.range is None
