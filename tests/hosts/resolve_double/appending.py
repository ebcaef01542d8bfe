"""`AppendToTimeline`, the one way by which a clip comes onto a timeline, with all its traps."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING, Any

from .items import TimelineItem
from .timeline import Timeline

if TYPE_CHECKING:
    from .program import Program

PICTURE, SOUND = 1, 2


def append(program: Program, timeline: Timeline, infos: list[Any]) -> list[TimelineItem]:
    """What came onto the timeline, as the program tells it: with ids that are empty."""
    if not _accepts(program, timeline, infos):
        return []
    told: list[TimelineItem] = []
    laid: list[TimelineItem] = []
    for info in infos:
        if program.lays == 0:
            # It goes wrong half way: nothing is given back, and what lies goes at the next save.
            program.lays = None
            for item in laid:
                item.errored = True
            return []
        if program.lays is not None:
            program.lays -= 1
        for kind in _kinds(info):
            item = _item(program, timeline, kind, info)
            told.append(item.ghost())
            if timeline.put(kind, info.get("trackIndex", 1), item):
                laid.append(item)
    timeline.playhead = max((item.start + item.frames for item in laid), default=timeline.playhead)
    return told


def _accepts(program: Program, timeline: Timeline, infos: list[Any]) -> bool:
    """Whether the call does anything; one that is amiss spoils all."""
    if program.version < (20, 3, 2) and not program.project.pool.selected:
        return False
    return all(_fits(program, timeline, info) for info in infos)


def _fits(program: Program, timeline: Timeline, info: dict[str, Any]) -> bool:
    numbers = [info.get(key, 0) for key in ("startFrame", "endFrame", "recordFrame")]
    if program.version >= (21,) and any(number != int(number) for number in numbers):
        return False
    track = info.get("trackIndex", 1)
    for kind in _kinds(info):
        tracks = timeline.tracks[kind]
        # Before 20.2.2 the number of a sound's track is held against the number of video tracks.
        counted = timeline.tracks["video"] if program.version < (20, 2, 2) else tracks
        if not 1 <= track <= min(len(tracks), len(counted)) or tracks[track - 1].locked:
            return False
    return True


def _kinds(info: dict[str, Any]) -> tuple[str, ...]:
    """Picture and sound of a film, unless one is asked for."""
    if info["mediaPoolItem"].kind == "Audio":
        return ("audio",)
    wanted = {PICTURE: ("video",), SOUND: ("audio",)}
    return wanted.get(info.get("mediaType", 0), ("video", "audio"))


def _item(program: Program, timeline: Timeline, kind: str, info: dict[str, Any]) -> TimelineItem:
    media = info["mediaPoolItem"]
    start, end = info.get("startFrame", 0), info.get("endFrame", 0)
    frames = floor((end - start) * timeline.rate.fps / media.rate.fps)
    at = int(info.get("recordFrame", timeline.start)) + program.misplaces
    program.misplaces = False
    return TimelineItem(program, kind, media.name, at, frames, media, int(start))
