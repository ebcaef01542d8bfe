"""Resolve's double on the test bench of the contract."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenescore.edit import ToldClip, ToldEdit
from scenescore.hosting import Clock, Laid
from scenescore.timebase import round_half_up
from scenescore_plugin.hosts.resolve import ResolveHost
from scenescore_plugin.hosts.resolve.desk import ResolveDesk
from scenescore_plugin.hosts.resolve.door import InsideDoor

from .contract import World
from .resolve_double import Program, face_of
from .resolve_double.items import TimelineItem
from .resolve_double.pool import Folder, MediaPoolItem
from .resolve_double.timeline import Timeline, Track
from .stage import MARKS_S, PLAYHEAD_S

Edition = tuple[tuple[int, ...], bool]
"""A version, and whether it is Studio."""

VERSIONS = ((19, 1, 3), (20, 2, 0), (21, 0, 4), (21, 1, 0))
EDITIONS: list[Edition] = [(version, studio) for version in VERSIONS for studio in (True, False)]
CLOSED: list[Edition] = [((21, 1, 0), False)]


def edition_name(edition: Edition) -> str:
    version, studio = edition
    return f"{'.'.join(map(str, version))}-{'studio' if studio else 'free'}"


@dataclass(frozen=True)
class DoubleDoor:
    """From outside, as Resolve's module lets a Python in."""

    program: Program
    there: bool = True

    def installed(self) -> bool:
        return self.there

    def running(self) -> bool:
        return self.program.running

    def resolve(self) -> Any:
        return self.program.scriptapp("Resolve")


class ResolveRig:
    """Studio from outside; the free edition by its script menu, where that has any."""

    def __init__(self, version: tuple[int, ...], studio: bool = True) -> None:
        self.program = Program(version, studio)
        menu = self.program.menu()
        inside = menu is not None and not studio
        self.host = ResolveHost(InsideDoor(menu) if inside else DoubleDoor(self.program))

    def cannot(self, clock: Clock) -> str:
        return ""

    def open(self, told: ToldEdit) -> None:
        """A timeline more in the project, with a bin of the editor's for what it plays."""
        project = self.program.project
        project.rate = told.rate
        bin = Folder(self.program, "내 빈")
        project.pool.root.folders.append(bin)
        timeline = Timeline(self.program, told.name, told.rate, told.start_frame, told.drop_frame)
        project.timelines.append(timeline)
        project.current = timeline
        for track in told.tracks:
            timeline.tracks[track.kind].append(
                Track(
                    track.name,
                    "stereo" if track.kind == "audio" else "",
                    track.enabled,
                    items=[self._item(timeline, bin, track.kind, clip) for clip in track.clips],
                )
            )
        for marker in told.markers:
            timeline.AddMarker(marker.frame, "Blue", marker.text, "", max(1, marker.frames))
        self._look(timeline, bin)

    def _item(self, timeline: Timeline, bin: Folder, kind: str, clip: ToldClip) -> TimelineItem:
        media = next((each for each in bin.clips if each.path == clip.path), None)
        if media is None:
            sound = clip.path.endswith(".wav")
            # A sound takes the project's rate, and the films here have the timeline's.
            kind_of = "Audio" if sound else "Video + Audio"
            media = MediaPoolItem(self.program, clip.path, timeline.rate, kind_of)
            bin.clips.append(media)
        frames = clip.end_frame - clip.start_frame
        source = round_half_up(clip.source * media.rate.fps)
        at = timeline.start + clip.start_frame
        return TimelineItem(self.program, kind, clip.name, at, frames, media, source)

    def _look(self, timeline: Timeline, bin: Folder) -> None:
        second = timeline.rate.nominal
        self.program.page = "fairlight"
        timeline.playhead = timeline.start + PLAYHEAD_S * second
        if self.program.version >= (20,):
            first, end = MARKS_S
            timeline.SetMarkInOut(first * second, end * second - 1)
        timeline.selected = timeline.tracks["video"][0].items[1:2]
        self.program.project.pool.current = bin

    def world(self) -> World:
        resolve = face_of(self.program.resolve)
        desk = ResolveDesk(resolve)
        theirs = [_timeline(each) for each in self.program.project.timelines]
        pool = self.program.project.pool
        bins = [_bin(each) for each in pool.root.walk() if not _holds_ours(each)]
        return World((theirs, bins), _ours(self.program), desk.state(), tuple(sys.path))

    def fail_after(self, lanes: int) -> None:
        self.program.lays = lanes

    def misplace(self) -> None:
        self.program.misplaces = True


def is_ours(item: TimelineItem) -> bool:
    return item.media is not None and item.media.third_party.get("SceneScore", "") != ""


def _ours(program: Program) -> tuple[Laid, ...]:
    """Our clips of the open timeline, past the host."""
    timeline = program.project.current
    assert timeline is not None
    return tuple(
        Laid(
            track.name,
            item.name,
            item.media.third_party["SceneScore"].partition(" ")[2],
            item.media.path,
            item.start - timeline.start,
            item.start + item.frames - timeline.start,
            item.source / item.media.rate.fps,
            id=item.id,
        )
        for track in timeline.tracks["audio"]
        for item in track.items
        if item.media is not None and is_ours(item)
    )


def _timeline(timeline: Timeline) -> Any:
    """All of a timeline but our clips, and tracks that hold only them."""
    tracks = [
        (kind, track.name, track.sub_type, track.enabled, track.locked, _theirs(track))
        for kind, tracks in timeline.tracks.items()
        for track in tracks
        if not track.items or _theirs(track)
    ]
    return (timeline.name, timeline.id, timeline.start, tracks, timeline.markers)


def _theirs(track: Track) -> list[Any]:
    return [
        (item.id, item.name, item.start, item.frames, item.source, item.enabled)
        for item in track.items
        if not is_ours(item)
    ]


def _holds_ours(folder: Folder) -> bool:
    return bool(folder.clips) and all(clip.third_party for clip in folder.clips)


def _bin(folder: Folder) -> Any:
    return (
        folder.id,
        folder.name,
        [(clip.id, clip.name, Path(clip.path)) for clip in folder.clips],
    )
