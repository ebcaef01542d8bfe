"""The rows of the timeline, from top to bottom.

`ROWS` is the table: another row is a class here and a line in it.
"""

from __future__ import annotations

from collections.abc import Collection

from scenescore_ui.timeline.data import TimelineData
from scenescore_ui.timeline.look import Look
from scenescore_ui.timeline.rows.base import Row, Sight, Target
from scenescore_ui.timeline.rows.blocks import MarkerRow, MusicRow, SceneRow, ShotRow, SpeechRow
from scenescore_ui.timeline.rows.lanes import LaneRow, StemRow
from scenescore_ui.timeline.rows.mood import MoodRow
from scenescore_ui.timeline.rows.ruler import RulerRow
from scenescore_ui.timeline.rows.waves import EDIT, SoundRow

ROWS: tuple[type[Row], ...] = (
    RulerRow,
    MarkerRow,
    ShotRow,
    SceneRow,
    SoundRow,
    SpeechRow,
    MusicRow,
    MoodRow,
)
"""Above the score's lanes; a row is left out when the edit has nothing for it."""


def rows_of(data: TimelineData, look: Look, opened: Collection[str] = ()) -> tuple[Row, ...]:
    """The rows of an edit; lanes whose names are in `opened` show their stems."""
    rows: list[Row] = [kind(data, look) for kind in ROWS if kind.wanted(data)]
    for lane in data.lanes:
        rows.append(LaneRow(data, look, lane, lane.name in opened))
        if lane.name in opened:
            rows += [StemRow(data, look, lane, stem) for stem in lane.stems]
    return tuple(rows)


__all__ = ["EDIT", "ROWS", "LaneRow", "MoodRow", "Row", "Sight", "Target", "rows_of"]
