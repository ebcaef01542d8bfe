"""A report as the engine writes it, as what the timeline shows."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from scenescore.timebase import Rate
from scenescore_ui.timeline import (
    HitMark,
    MarkerFlag,
    MoodLines,
    MusicBlock,
    SceneBand,
    ShotBlock,
    SpokenLine,
    ThemeMark,
    timeline_data,
)
from scenescore_ui.work.report import Report


def cue(name: str, lane: str, first: int, last: int) -> dict[str, Any]:
    """A cue of 60 beats a minute in 4/4 that goes into 7/8 at bar 3."""
    hit = {"frame": first + 9, "kind": "soft", "weight": 0.4, "ordered": True, "label": "문"}
    return {
        "id": name,
        "uid": f"uid-{name}",
        "in_frame": first,
        "out_frame": last,
        "lane_start_frame": first - 4,
        "lane_end_frame": last + 30,
        "lane": lane,
        "scene": 1,
        "style": "chamber_strings",
        "mood": "sad",
        "key": "D minor",
        "metre": "4/4",
        "metres": [[1, "4/4"], [3, "7/8"]],
        "seed": 0,
        "tempo_map": [[0.0, 0.0], [100.0, 100.0]],
        "hits": [hit],
        "themes": [{"name": "main", "bars": [5, 2]}],
        "stems": ["strings"],
    }


REPORT: dict[str, Any] = {
    "schema": "scenescore.report/1",
    "edit": {
        "name": "내 편집",
        "rate": [24000, 1001],
        "start_frame": 86_352,
        "duration_frames": 2400,
        "drop_frame": False,
    },
    "shots": [
        {"start_frame": 0, "end_frame": 100, "clip": "a", "cut": "hard"},
        {"start_frame": 100, "end_frame": 2400, "clip": "b", "cut": "dissolve"},
    ],
    "scenes": [
        {"id": 1, "start_frame": 0, "end_frame": 2400, "shots": [0, 1], "summary": "2 shots, dark"}
    ],
    "speech": [
        {"start": 1.001, "end": 2.002, "text": "네", "emotion": "happy"},
        {"start": 3.0, "end": 3.001, "text": None, "emotion": None},
    ],
    "sound": [],
    "music": [{"start": 0.0, "end": 10.01, "tempo_bpm": 89.6, "key": None}],
    "mood": {
        "times": [0.0, 0.25],
        "valence": [0.1, 0.2],
        "arousal": [0.3, 0.4],
        "tension": [-0.5, -0.6],
    },
    "cues": [
        cue("1m02", "Score B", 800, 1500),
        cue("1m03", "Score A", 1600, 2000),
        cue("1m01", "Score A", 0, 700),
    ],
}


FOUND = Report.model_validate(REPORT)
CUES = REPORT["cues"]


def test_times_become_frames() -> None:
    data = timeline_data(FOUND)
    assert data.rate == Rate(Fraction(24000, 1001))
    assert data.shots == (ShotBlock(0, 100, "a", "hard"), ShotBlock(100, 2400, "b", "dissolve"))
    assert data.speech == (SpokenLine(24, 48, "네", "happy"), SpokenLine(72, 73, "", None))
    assert data.music == (MusicBlock(0, 240, "90 BPM"),)
    assert data.mood == MoodLines((0, 6), (0.1, 0.2), (0.3, 0.4), (-0.5, -0.6))
    assert data.timecode(48) == "01:00:00:00"


def test_lanes_hold_their_cues_in_order() -> None:
    data = timeline_data(FOUND, cues=CUES)
    assert [(lane.name, [c.id for c in lane.cues]) for lane in data.lanes] == [
        ("Score A", ["1m01", "1m03"]),
        ("Score B", ["1m02"]),
    ]
    found = data.cue("uid-1m02")
    assert found is not None
    assert (found.lane_start, found.start, found.end, found.lane_end) == (796, 800, 1500, 1530)
    assert found.hits == (HitMark(809, "soft", 0.4, True, "문"),)
    assert data.cue("nobody") is None


def test_themes_begin_on_their_bars() -> None:
    """Bar 2 is after 4 quarters, bar 5 after 4 + 4 + 3.5 + 3.5: seconds at 60 beats a minute."""
    data = timeline_data(FOUND, cues=CUES)
    assert data.lanes[0].cues[0].themes == (ThemeMark(96, "main"), ThemeMark(360, "main"))


def test_summaries_come_in_the_readers_language() -> None:
    assert timeline_data(FOUND).scenes == (SceneBand(0, 2400, 1, "2 shots, dark"),)
    korean = timeline_data(FOUND, language="ko").scenes[0].summary
    assert korean != "2 shots, dark"
    assert "샷" in korean


def test_images_and_markers_are_given_beside_the_report() -> None:
    picture = Path("그림 1.jpg")
    flags = [MarkerFlag(90, 90, "b"), MarkerFlag(10, 20, "a")]
    data = timeline_data(FOUND, pictures={1: picture}, markers=flags)
    assert [shot.picture for shot in data.shots] == [None, picture]
    assert [flag.name for flag in data.markers] == ["a", "b"]


def test_an_analysis_without_music_has_no_lanes() -> None:
    table = {name: value for name, value in REPORT.items() if name not in ("cues", "music")}
    data = timeline_data(Report.model_validate(table))
    assert data.lanes == ()
    assert data.music == ()


def test_what_is_no_cue_is_refused() -> None:
    with pytest.raises(KeyError):
        timeline_data(FOUND, cues=[{"lane": "Score A"}])
