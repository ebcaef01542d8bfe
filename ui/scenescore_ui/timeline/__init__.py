"""The edit at a glance: rows over time that are painted, chosen from and bent.

`timeline_data` makes what `Timeline` shows from a report; `peaks_of` makes a waveform of a sound.
"""

from __future__ import annotations

from scenescore_ui.timeline.bending import bent
from scenescore_ui.timeline.data import (
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
    TimelineData,
)
from scenescore_ui.timeline.from_report import timeline_data
from scenescore_ui.timeline.hand import Timeline
from scenescore_ui.timeline.keys import KEYS
from scenescore_ui.timeline.peaks import Peaks, peaks_of
from scenescore_ui.timeline.rows import EDIT, Target
from scenescore_ui.timeline.view import View

__all__ = [
    "EDIT",
    "KEYS",
    "CueBlock",
    "HitMark",
    "Lane",
    "MarkerFlag",
    "MoodLines",
    "MusicBlock",
    "Peaks",
    "SceneBand",
    "ShotBlock",
    "SpokenLine",
    "Target",
    "ThemeMark",
    "Timeline",
    "TimelineData",
    "View",
    "bent",
    "peaks_of",
    "timeline_data",
]
