"""A small edit with something of everything, and the timeline that shows it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from scenescore.timebase import Rate
from scenescore_ui.strings import Strings
from scenescore_ui.timeline import (
    CueBlock,
    HitMark,
    Lane,
    MarkerFlag,
    MoodLines,
    MusicBlock,
    SceneBand,
    ShotBlock,
    SpokenLine,
    ThemeMark,
    Timeline,
    TimelineData,
)

Find = Callable[[str, int], QPoint]
"""The place of a row (by its class) in the viewport at a frame."""

CUE = CueBlock(
    start=100,
    end=500,
    uid="abc",
    id="1m01",
    lane_start=90,
    lane_end=560,
    scene=1,
    mood="fear",
    key="D minor",
    hits=(HitMark(100, "entry"), HitMark(240), HitMark(400, "soft", 0.3)),
    themes=(ThemeMark(240, "main"),),
    stems=("strings", "keys"),
)

DATA = TimelineData(
    name="내 편집 🎬",
    rate=Rate.of(25),
    duration=1000,
    start_frame=90_000,
    shots=tuple(ShotBlock(at, at + 125, f"shot {at}") for at in range(0, 1000, 125)),
    scenes=(SceneBand(0, 500, 1, "dark"), SceneBand(500, 1000, 2, "어두움")),
    speech=(SpokenLine(50, 150, "누가 배를 이끌까?", "sad"), SpokenLine(600, 601)),
    music=(MusicBlock(700, 900, "A minor · 90 BPM"),),
    markers=(MarkerFlag(300, 350, "분위기 sad"),),
    mood=MoodLines(
        tuple(range(0, 1001, 10)),
        tuple(i / 100 for i in range(101)),
        (-0.5,) * 101,
        (-0.9,) * 101,
    ),
    lanes=(Lane("Score A", (CUE,)), Lane("Score B")),
)


@pytest.fixture
def timeline(qtbot: QtBot) -> Timeline:
    """The edit in a window of 1200 × 800."""
    widget = Timeline(Strings("en"))
    qtbot.addWidget(widget)
    widget.resize(1200, 800)
    widget.show()
    widget.show_data(DATA)
    widget.setFocus()
    return widget


@pytest.fixture
def find(timeline: Timeline) -> Find:
    """Where a row is: in its middle, or where `below` says from its upper edge."""

    def found(row: str, frame: int, below: int | None = None) -> QPoint:
        index = next(i for i, each in enumerate(timeline.rows) if type(each).__name__ == row)
        height = timeline.rows[index].height
        y = timeline.top_of(index) + (height // 2 if below is None else below)
        return QPoint(timeline.head + round(timeline.view.x(frame)), y)

    return found
