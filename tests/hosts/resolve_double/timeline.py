"""Timelines: tracks, what lies on them, markers, marks, the playhead."""

# ruff: noqa: N802 (methods are called as Resolve calls them)

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenescore.timebase import Rate, format_timecode, parse_timecode

from .items import TimelineItem

if TYPE_CHECKING:
    from .program import Program


@dataclass(eq=False)
class Track:
    name: str
    sub_type: str = ""
    enabled: bool = True
    locked: bool = False
    items: list[TimelineItem] = field(default_factory=list)


class Timeline:
    """`playhead` and items count with the start timecode; markers and marks without."""

    KIND = "Timeline"

    def __init__(
        self, program: Program, name: str, rate: Rate, start: int, drop: bool = False
    ) -> None:
        self.program, self.name, self.rate = program, name, rate
        self.start, self.drop = start, drop
        self.id = program.number()
        self.tracks: dict[str, list[Track]] = {"video": [], "audio": [], "subtitle": []}
        self.markers: dict[int, dict[str, Any]] = {}
        self.marks: dict[str, int] = {}
        self.playhead = start
        self.selected: list[TimelineItem] = []
        self.offline = False

    def all_tracks(self) -> list[Track]:
        return [track for tracks in self.tracks.values() for track in tracks]

    def put(self, kind: str, number: int, item: TimelineItem) -> bool:
        """Lay a clip; one that is before the start, or over another, is dropped in silence."""
        track = self.tracks[kind][number - 1]
        end = item.start + item.frames
        over = any(x.start < end and item.start < x.start + x.frames for x in track.items)
        if over or item.start < self.start or item.frames < 1:
            return False
        track.items = sorted([*track.items, item], key=lambda each: each.start)
        return True

    def GetName(self) -> str:
        return self.name

    def GetUniqueId(self) -> str:
        return self.id

    def GetStartFrame(self) -> int:
        return self.start

    # --- tracks -------------------------------------------------------------------------------

    def _track(self, kind: str, number: int) -> Track | None:
        tracks = self.tracks[kind]
        return tracks[number - 1] if 1 <= number <= len(tracks) else None

    def GetTrackCount(self, kind: str) -> int:
        return len(self.tracks[kind])

    def AddTrack(self, kind: str, sub_type: str | None = None) -> bool:
        """At the end; a sound's is mono unless told."""
        plain = "mono" if kind == "audio" else ""
        self.tracks[kind].append(
            Track(f"{kind.title()} {len(self.tracks[kind]) + 1}", sub_type or plain)
        )
        return True

    def DeleteTrack(self, kind: str, number: int) -> bool:
        if track := self._track(kind, number):
            self.tracks[kind].remove(track)
        return track is not None

    def GetTrackSubType(self, kind: str, number: int) -> str:
        track = self._track(kind, number)
        return track.sub_type if track else ""

    def SetTrackEnable(self, kind: str, number: int, enabled: bool) -> bool:
        if track := self._track(kind, number):
            track.enabled = enabled
        return track is not None

    def GetIsTrackEnabled(self, kind: str, number: int) -> bool:
        track = self._track(kind, number)
        return bool(track and track.enabled)

    def SetTrackLock(self, kind: str, number: int, locked: bool) -> bool:
        if track := self._track(kind, number):
            track.locked = locked
        return track is not None

    def GetIsTrackLocked(self, kind: str, number: int) -> bool:
        track = self._track(kind, number)
        return bool(track and track.locked)

    def GetTrackName(self, kind: str, number: int) -> str:
        track = self._track(kind, number)
        return track.name if track else ""

    def SetTrackName(self, kind: str, number: int, name: str) -> bool:
        if track := self._track(kind, number):
            track.name = name
        return track is not None

    def GetItemListInTrack(self, kind: str, number: int) -> list[TimelineItem]:
        track = self._track(kind, number)
        return list(track.items) if track else []

    def DeleteClips(self, items: list[TimelineItem], ripple: bool = False) -> bool:
        """On the Edit page only, and not from locked tracks; what is linked stays."""
        holders = [track for track in self.all_tracks() if set(track.items) & set(items)]
        if self.program.page != "edit" or any(track.locked for track in holders):
            return False
        for track in holders:
            track.items = [item for item in track.items if item not in items]
        return True

    # --- what the editor has before them --------------------------------------------------------

    def GetSelectedClips(self) -> list[TimelineItem]:
        return list(self.selected)

    def GetCurrentTimecode(self) -> str:
        if self.program.page not in ("edit", "cut", "color", "fairlight", "deliver"):
            return ""
        return format_timecode(self.playhead, self.rate, self.drop)

    def SetCurrentTimecode(self, timecode: str) -> bool:
        self.playhead = parse_timecode(timecode, self.rate, self.drop)
        return True

    def GetMarkInOut(self) -> dict[str, dict[str, int]]:
        return {"video": dict(self.marks), "audio": dict(self.marks)} if self.marks else {}

    def SetMarkInOut(self, first: int, last: int, kind: str | None = None) -> bool:
        self.marks = {"in": first, "out": last}
        return True

    def ClearMarkInOut(self, kind: str | None = None) -> bool:
        self.marks = {}
        return True

    def AddMarker(
        self, frame: int, color: str, name: str, note: str, duration: int, custom: str = ""
    ) -> bool:
        if frame in self.markers:
            return False
        self.markers[frame] = {
            "color": color,
            "name": name,
            "note": note,
            "duration": duration,
            "customData": custom,
        }
        return True

    def GetMarkers(self) -> dict[float, dict[str, Any]]:
        """Whole numbers from 21 on."""
        kind: type[float] = int if self.program.version >= (21,) else float
        return {kind(frame): dict(said) for frame, said in self.markers.items()}

    # --- settings, files -----------------------------------------------------------------------

    def GetSettings(self) -> dict[str, Any]:
        return {
            "timelineFrameRate": float(f"{float(self.rate.fps):.3f}"),
            "timelineDropFrameTimecode": "1" if self.drop else "0",
        }

    def GetSetting(self, key: str) -> Any:
        """The rate as text, with how it counts in 19; as a number in 21."""
        if key == "timelineFrameRate" and self.program.version < (21,):
            return f"{float(self.rate.fps):.5g}{' DF' if self.drop else ''}"
        return self.GetSettings().get(key, "")

    def Export(self, path: str, kind: Any, sub_kind: Any) -> bool:
        """Only by the live constants of the program."""
        live = self.program.resolve.CONSTANTS
        if (kind, sub_kind) != (live["EXPORT_OTIO"], live["EXPORT_NONE"]):
            return False
        Path(path).write_text("{}", encoding="utf-8")
        return True

    def CreateSubtitlesFromAudio(self, settings: dict[str, Any] | None = None) -> bool:
        """Studio's: the free edition opens a window that stands before everything."""
        self.program.modal = not self.program.studio
        return self.program.studio
