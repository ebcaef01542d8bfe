"""What is painted, and when."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from tests.ui.timeline.conftest import CUE, DATA, Find

from scenescore.words import LANGUAGES, words
from scenescore_ui.strings import Strings
from scenescore_ui.timeline import (
    EDIT,
    CueBlock,
    Lane,
    Peaks,
    ShotBlock,
    Timeline,
    TimelineData,
)
from scenescore_ui.timeline.data import AXES
from scenescore_ui.timeline.palette import COLOURS, EMOTIONS
from scenescore_ui.timeline.rows import ROWS


def colours(timeline: Timeline, place: QPoint, width: int = 1, height: int = 1) -> set[str]:
    """The colours around a place of the viewport."""
    image = timeline.viewport().grab().toImage()
    return {
        image.pixelColor(place.x() + x, place.y() + y).name()
        for x in range(-width, width + 1)
        for y in range(-height, height + 1)
    }


@pytest.mark.parametrize(
    ("row", "frame", "name"),
    [
        ("ShotRow", 60, "shot"),
        ("SceneRow", 400, "scene"),
        ("SceneRow", 900, "scene_other"),
        ("SpeechRow", 140, "speech"),
        ("MusicRow", 890, "music"),
        ("LaneRow", 450, "cue"),
        ("LaneRow", 540, "ring_out"),
        ("SoundRow", 1015, "ground"),
    ],
)
def test_each_row_paints_its_blocks_where_they_are(
    timeline: Timeline, find: Find, row: str, frame: int, name: str
) -> None:
    assert COLOURS[name] in colours(timeline, find(row, frame, 10))


def test_a_chosen_scene_is_framed(timeline: Timeline, find: Find) -> None:
    edge = find("SceneRow", 900, 2)
    assert COLOURS["chosen"] not in colours(timeline, edge)
    timeline.select_scenes(frozenset({2}))
    assert COLOURS["chosen"] in colours(timeline, edge)


def test_a_chosen_cue_is_framed(timeline: Timeline, find: Find) -> None:
    edge = find("LaneRow", 450, 2)
    assert COLOURS["chosen"] not in colours(timeline, edge)
    timeline.select_cue("abc")
    assert COLOURS["chosen"] in colours(timeline, edge)


def test_the_playhead_goes_through_all_rows(timeline: Timeline, find: Find) -> None:
    timeline.move_playhead(777)
    for row in ("RulerRow", "ShotRow", "MoodRow", "LaneRow"):
        assert COLOURS["playhead"] in colours(timeline, find(row, 777))


def test_each_curve_is_drawn_at_its_values(timeline: Timeline, find: Find) -> None:
    row = next(row for row in timeline.rows if type(row).__name__ == "MoodRow")
    for axis, value in zip(AXES, (0.5, -0.5, -0.9), strict=True):
        place = find("MoodRow", 500, round(row.y(value)))  # type: ignore[attr-defined]
        wanted = QColor(COLOURS[axis])
        near = [QColor(name) for name in colours(timeline, place, 1, 2)]
        assert any(abs(each.hue() - wanted.hue()) < 12 and each.value() > 120 for each in near)


@pytest.mark.parametrize("key", [EDIT, CUE.uid, f"{CUE.uid}/keys"])
def test_a_waveform_is_shown_when_it_comes_and_goes(
    timeline: Timeline, find: Find, key: str
) -> None:
    timeline.fold("Score A")
    before = timeline.viewport().grab().toImage()
    loud = np.ones(4000, np.float32)
    timeline.show_peaks(key, Peaks(-loud, loud))
    assert timeline.viewport().grab().toImage() != before
    timeline.show_peaks(key, None)
    assert timeline.viewport().grab().toImage() == before


def test_images_are_read_beside_the_window(
    qtbot: QtBot, timeline: Timeline, find: Find, tmp_path: Path
) -> None:
    path = tmp_path / "그림 日本 🎬.png"
    image = QImage(192, 108, QImage.Format.Format_RGB32)
    image.fill(QColor("#aa2244"))
    image.save(str(path))
    shots = tuple(replace(shot, picture=path) for shot in DATA.shots)
    timeline.show_data(replace(DATA, shots=shots))
    with qtbot.waitSignal(timeline.pictures.arrived):
        first = colours(timeline, find("ShotRow", 10, 20))
    assert "#aa2244" not in first
    assert "#aa2244" in colours(timeline, find("ShotRow", 10, 20))


def test_an_image_that_cannot_be_read_costs_only_itself(
    qtbot: QtBot, timeline: Timeline, tmp_path: Path
) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"no image")
    pictures = [tmp_path / "missing.jpg", tmp_path / "broken.jpg"] * 4
    shots = tuple(replace(s, picture=p) for s, p in zip(DATA.shots, pictures, strict=True))
    timeline.show_data(replace(DATA, shots=shots))
    with qtbot.waitSignals([timeline.pictures.arrived] * 2):
        timeline.grab()
    assert not timeline.grab().isNull()


def test_closing_while_images_are_read_waits_for_them(qtbot: QtBot, tmp_path: Path) -> None:
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("#123456"))
    shots = []
    for number in range(60):
        image.save(str(tmp_path / f"{number}.png"))
        shots.append(
            ShotBlock(number * 10, number * 10 + 10, "", "hard", tmp_path / f"{number}.png")
        )
    window = Timeline(Strings("en"))
    qtbot.addWidget(window)
    window.resize(3000, 600)
    window.show()
    window.show_data(replace(DATA, shots=tuple(shots), duration=600))
    window.grab()
    window.close()
    assert not window.isVisible()


def test_without_an_edit_it_says_what_to_do(qtbot: QtBot) -> None:
    empty = Timeline(Strings("ko"))
    qtbot.addWidget(empty)
    empty.show()
    assert not empty.grab().isNull()
    assert empty.accessibleDescription() == words("panel", "ko")["timeline_empty"]
    empty.show_data(DATA)
    empty.show_data(None)
    assert empty.target_at(QPoint(300, 100)) is None


def test_rows_without_anything_to_show_are_left_out(timeline: Timeline) -> None:
    assert timeline.data is not None
    bare = replace(DATA, speech=(), music=(), markers=(), lanes=())
    timeline.show_data(bare)
    names = [type(row).__name__ for row in timeline.rows]
    assert names == ["RulerRow", "ShotRow", "SceneRow", "SoundRow", "MoodRow"]


def test_a_change_of_the_edit_keeps_place_and_choice(timeline: Timeline) -> None:
    timeline.fit(100, 200)
    timeline.select_scenes(frozenset({2}))
    view = timeline.view
    moved = replace(CUE, end=520)
    timeline.show_data(replace(DATA, lanes=(Lane("Score A", (moved,)),)))
    assert timeline.view == view
    assert timeline.scenes == {2}
    timeline.show_data(replace(DATA, duration=900))
    assert timeline.view.left == 0
    assert timeline.scenes == frozenset()


@pytest.mark.parametrize("duration", [0, 1, 2, 24 * 3600 * 120])
def test_edits_of_any_length_are_painted_at_any_zoom(
    qtbot: QtBot, timeline: Timeline, duration: int
) -> None:
    timeline.show_data(TimelineData("edit", DATA.rate, duration, 90_000))
    for key in (Qt.Key.Key_End, *[Qt.Key.Key_Plus] * 80, Qt.Key.Key_F, Qt.Key.Key_PageDown):
        qtbot.keyClick(timeline, key)
    assert not timeline.grab().isNull()


def test_hits_of_any_kind_are_painted(timeline: Timeline) -> None:
    hits = tuple(
        replace(CUE.hits[0], frame=110 + 20 * i, kind=kind, ordered=i % 2 == 0)
        for i, kind in enumerate(("hard", "soft", "entry", "stop", "swell", "of tomorrow"))
    )
    timeline.show_data(replace(DATA, lanes=(Lane("Score A", (replace(CUE, hits=hits),)),)))
    assert not timeline.grab().isNull()


def test_a_cue_without_hits_or_themes_is_painted(timeline: Timeline) -> None:
    bare = CueBlock(0, 300, "x", "1m01", 0, 300)
    timeline.show_data(replace(DATA, lanes=(Lane("Score A", (bare,)),)))
    assert not timeline.grab().isNull()


# --- words, sizes, those who do not see it ---


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_there(language: str) -> None:
    table = words("panel", language)
    keys = {row.title for row in ROWS} | {f"timeline_{axis}" for axis in AXES}
    keys |= {f"emotion_{emotion}" for emotion in EMOTIONS}
    keys |= {"timeline_name", "timeline_empty", "timeline_playhead", "timeline_range"}
    assert keys <= table.keys()
    assert all(table[key] for key in keys)


def test_another_language_is_spoken_at_once(timeline: Timeline) -> None:
    before = timeline.viewport().grab().toImage()
    timeline.speak(Strings("ko"))
    assert timeline.accessibleName() == words("panel", "ko")["timeline_name"]
    assert timeline.viewport().grab().toImage() != before


def test_it_tells_where_the_playhead_is_and_what_is_chosen(
    qtbot: QtBot, timeline: Timeline
) -> None:
    qtbot.keyClick(timeline, Qt.Key.Key_Down)
    assert "01:00:05:00" in timeline.accessibleDescription()
    timeline.select_range(25, 50)
    assert "01:00:01:00 – 01:00:02:00" in timeline.accessibleDescription()
    timeline.select_scenes(frozenset({2}))
    assert timeline.accessibleDescription().endswith("2")


def test_rows_grow_with_the_users_font(timeline: Timeline) -> None:
    before = timeline.layout_of_rows.tops[-1]
    font = timeline.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    timeline.setFont(font)
    assert timeline.layout_of_rows.tops[-1] > before
    assert not timeline.grab().isNull()


@pytest.mark.qt_log_ignore("does not support raise")
def test_what_is_cut_short_is_said_where_the_pointer_rests(timeline: Timeline, find: Find) -> None:
    place = find("SpeechRow", 100)
    on_screen = timeline.viewport().mapToGlobal(place)
    QApplication.sendEvent(timeline.viewport(), QHelpEvent(QEvent.Type.ToolTip, place, on_screen))
    assert QToolTip.text() == "누가 배를 이끌까?"
    QToolTip.hideText()


def test_tab_comes_to_it_and_goes_on(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    before, timeline, after = QLineEdit(), Timeline(Strings("en")), QLineEdit()
    for each in (before, timeline, after):
        column.addWidget(each)
    timeline.show_data(DATA)
    window.show()
    window.activateWindow()
    before.setFocus()
    qtbot.keyClick(before, Qt.Key.Key_Tab)
    assert window.focusWidget() is timeline
    qtbot.keyClick(timeline, Qt.Key.Key_Tab)
    assert window.focusWidget() is after
