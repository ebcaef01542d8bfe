"""Every key of the table, pressed on the timeline."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from scenescore_ui.strings import Strings
from scenescore_ui.timeline import KEYS, Timeline
from scenescore_ui.timeline.keys import HANGUL


def press(qtbot: QtBot, timeline: Timeline, action: str) -> None:
    key, held = next(keys for keys, name in KEYS.items() if name == action)
    qtbot.keyClick(timeline, key, held)


@pytest.mark.parametrize(("keys", "action"), KEYS.items())
def test_each_key_tells_its_action(
    qtbot: QtBot, timeline: Timeline, keys: tuple[Qt.Key, Qt.KeyboardModifier], action: str
) -> None:
    with qtbot.waitSignal(timeline.action_asked) as told:
        qtbot.keyClick(timeline, *keys)
    assert told.args == [action]


@pytest.mark.parametrize(("sign", "key"), HANGUL.items())
def test_keys_mean_the_same_while_hangul_is_written(
    qtbot: QtBot, timeline: Timeline, sign: str, key: Qt.Key
) -> None:
    held = Qt.KeyboardModifier.ShiftModifier if sign == "ㅋ" else Qt.KeyboardModifier.NoModifier
    event = QKeyEvent(QEvent.Type.KeyPress, 0, held, sign)
    with qtbot.waitSignal(timeline.action_asked) as told:
        QApplication.sendEvent(timeline, event)
    assert told.args == [KEYS[(key, held)]]


@pytest.mark.parametrize(
    ("action", "frame"),
    [
        ("frame_back", 299),
        ("frame_on", 301),
        ("second_back", 275),
        ("second_on", 325),
        ("cut_back", 250),
        ("cut_on", 375),
        ("start", 0),
        ("end", 1000),
    ],
)
def test_the_playhead_goes_where_a_key_sends_it(
    qtbot: QtBot, timeline: Timeline, action: str, frame: int
) -> None:
    timeline.move_playhead(300)
    with qtbot.waitSignal(timeline.playhead_moved) as told:
        press(qtbot, timeline, action)
    assert told.args == [frame]
    assert timeline.playhead == frame


def test_the_playhead_stays_within_the_edit(qtbot: QtBot, timeline: Timeline) -> None:
    press(qtbot, timeline, "frame_back")
    assert timeline.playhead == 0
    press(qtbot, timeline, "end")
    press(qtbot, timeline, "frame_on")
    press(qtbot, timeline, "cut_on")
    assert timeline.playhead == 1000


def test_in_and_out_make_a_range(qtbot: QtBot, timeline: Timeline) -> None:
    timeline.move_playhead(200)
    with qtbot.waitSignal(timeline.range_selected) as told:
        press(qtbot, timeline, "mark_in")
    assert told.args == [200, 1000]
    timeline.move_playhead(450)
    with qtbot.waitSignal(timeline.range_selected) as told:
        press(qtbot, timeline, "mark_out")
    assert told.args == [200, 450]
    timeline.move_playhead(600)
    press(qtbot, timeline, "mark_in")
    assert timeline.range == (600, 1000)


def test_escape_chooses_nothing(qtbot: QtBot, timeline: Timeline) -> None:
    timeline.select_range(10, 20)
    with qtbot.waitSignal(timeline.selection_cleared):
        press(qtbot, timeline, "clear")
    assert timeline.range is None


def test_scenes_are_chosen_one_after_the_other(qtbot: QtBot, timeline: Timeline) -> None:
    with qtbot.waitSignal(timeline.scenes_selected) as told:
        press(qtbot, timeline, "scene_on")
    assert told.args == [(1,)]
    press(qtbot, timeline, "scene_on")
    assert timeline.scenes == {2}
    assert timeline.playhead == 500
    press(qtbot, timeline, "scene_on")
    assert timeline.scenes == {2}
    press(qtbot, timeline, "scene_back")
    assert timeline.scenes == {1}


def test_zooming_keeps_the_playhead_in_place(qtbot: QtBot, timeline: Timeline) -> None:
    timeline.move_playhead(400)
    before = timeline.view
    press(qtbot, timeline, "zoom_in")
    assert timeline.view.per_pixel < before.per_pixel
    assert timeline.view.x(400) == pytest.approx(before.x(400))
    press(qtbot, timeline, "zoom_out")
    assert timeline.view.per_pixel == pytest.approx(before.per_pixel)


def test_a_scene_and_then_all_is_fitted(qtbot: QtBot, timeline: Timeline) -> None:
    timeline.move_playhead(600)
    press(qtbot, timeline, "fit_scene")
    assert timeline.view.left == pytest.approx(490, abs=1)
    assert timeline.view.span == pytest.approx(520, abs=1)
    press(qtbot, timeline, "fit_all")
    assert timeline.view.left == 0
    assert timeline.view.span == pytest.approx(1020)


def test_the_page_turns_to_the_playhead(qtbot: QtBot, timeline: Timeline) -> None:
    timeline.fit(0, 100)
    press(qtbot, timeline, "end")
    assert 0 <= timeline.view.x(timeline.playhead) <= timeline.view.width


def test_other_keys_are_left_to_the_window(qtbot: QtBot, timeline: Timeline) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier, "s")
    QApplication.sendEvent(timeline, event)
    assert not event.isAccepted()


def test_without_an_edit_no_key_does_anything(qtbot: QtBot) -> None:
    empty = Timeline(Strings("en"))
    qtbot.addWidget(empty)
    with qtbot.assertNotEmitted(empty.action_asked):
        qtbot.keyClick(empty, Qt.Key.Key_Space)
