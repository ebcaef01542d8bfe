"""A timeline from a report, purely."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from scenescore.timebase import Rate, to_frames
from scenescore.words import scene_summary, translated
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
from scenescore_ui.work.report import MoodFacts, MusicFacts, Report, SceneFacts, SpeechFacts

Table = Mapping[str, Any]


def timeline_data(
    report: Report,
    *,
    cues: Iterable[Table] = (),
    language: str = "en",
    pictures: Mapping[int, Path] = MappingProxyType({}),
    markers: Iterable[MarkerFlag] = (),
) -> TimelineData:
    """What the timeline shows of a report.

    `cues` are entries of its list of them, `pictures` small images by shot; the report holds
    neither those nor the edit's `markers`. Raises KeyError for a table that is no cue.
    """
    edit = report.edit
    rate = edit.fps
    return TimelineData(
        name=edit.name,
        rate=rate,
        duration=edit.duration_frames,
        start_frame=edit.start_frame,
        drop_frame=edit.drop_frame,
        shots=tuple(
            ShotBlock(shot.start_frame, shot.end_frame, shot.clip, shot.cut, pictures.get(index))
            for index, shot in enumerate(report.shots)
        ),
        scenes=tuple(_scene(scene, language) for scene in report.scenes),
        speech=tuple(_line(phrase, rate) for phrase in report.speech),
        music=tuple(_music(found, rate, language) for found in report.music),
        markers=tuple(sorted(markers, key=lambda marker: marker.start)),
        mood=_mood(report.mood, rate),
        lanes=_lanes(cues, rate),
    )


def _scene(scene: SceneFacts, language: str) -> SceneBand:
    summary = scene_summary(scene.summary, language)
    return SceneBand(scene.start_frame, scene.end_frame, scene.id, summary)


def _stretch(entry: SpeechFacts | MusicFacts, rate: Rate) -> tuple[int, int]:
    """Frames of an entry in seconds; at least one, so that it can be seen."""
    start = to_frames(entry.start, rate)
    return start, max(start + 1, to_frames(entry.end, rate))


def _line(phrase: SpeechFacts, rate: Rate) -> SpokenLine:
    return SpokenLine(*_stretch(phrase, rate), phrase.text or "", phrase.emotion)


def _music(found: MusicFacts, rate: Rate, language: str) -> MusicBlock:
    key = translated(found.key or "", language, "music")
    facts = [key, f"{found.tempo_bpm:.0f} BPM" if found.tempo_bpm else None]
    return MusicBlock(*_stretch(found, rate), " · ".join(fact for fact in facts if fact))


def _mood(mood: MoodFacts, rate: Rate) -> MoodLines:
    frames = tuple(to_frames(seconds, rate) for seconds in mood.times)
    return MoodLines(frames, mood.valence, mood.arousal, mood.tension)


def _lanes(cues: Iterable[Table], rate: Rate) -> tuple[Lane, ...]:
    """Lanes by name; cues of one lane never overlap, so their order is that of their start."""
    lanes: dict[str, list[CueBlock]] = {}
    for cue in cues:
        lanes.setdefault(cue["lane"], []).append(cue_block(cue, rate))
    return tuple(
        Lane(name, tuple(sorted(lane, key=lambda cue: cue.start)))
        for name, lane in sorted(lanes.items())
    )


def cue_block(cue: Table, rate: Rate) -> CueBlock:
    """A cue from its entry in a report."""
    return CueBlock(
        start=cue["in_frame"],
        end=cue["out_frame"],
        uid=cue["uid"],
        id=cue["id"],
        lane_start=cue["lane_start_frame"],
        lane_end=cue["lane_end_frame"],
        scene=cue["scene"],
        style=cue["style"],
        mood=cue["mood"],
        key=cue["key"],
        hits=tuple(_hit(hit) for hit in cue["hits"]),
        themes=tuple(_themes(cue, rate)),
        stems=tuple(cue["stems"]),
    )


def _hit(hit: Table) -> HitMark:
    return HitMark(
        hit["frame"],
        hit["kind"],
        hit["weight"],
        bool(hit.get("ordered")),
        hit.get("label") or "",
    )


def _themes(cue: Table, rate: Rate) -> list[ThemeMark]:
    if not cue["themes"]:
        return []
    beats, seconds = zip(*cue["tempo_map"], strict=True)
    metres = cue.get("metres") or [[1, cue["metre"]]]
    bars = [(theme["name"], bar) for theme in cue["themes"] for bar in theme["bars"]]
    starts = np.interp([float(_beat_of_bar(bar, metres)) for _, bar in bars], beats, seconds)
    marks = [
        ThemeMark(cue["in_frame"] + to_frames(start, rate), name)
        for (name, _), start in zip(bars, starts.tolist(), strict=True)
    ]
    return sorted(marks, key=lambda mark: mark.frame)


def _beat_of_bar(bar: int, metres: Sequence[Sequence[Any]]) -> Fraction:
    """Quarter notes before a bar (the first is 1), by the bars at which the metre changes."""
    beat = Fraction(0)
    for (first, metre), (following, _) in pairwise([*metres, [bar, ""]]):
        beat += max(0, min(following, bar) - first) * 4 * Fraction(metre)
    return beat
