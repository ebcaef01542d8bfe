"""The open timeline, item by item, as an edit that the engine reads.

Not by Resolve's own OTIO export, which has no tag of ours, no gains and no muted tracks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scenescore.edit import ToldBlend, ToldClip, ToldEdit, ToldMarker, ToldTrack
from scenescore.timebase import Rate, round_half_up
from scenescore_plugin.hosts.resolve.media import Media
from scenescore_plugin.hosts.resolve.opened import KINDS, Opened

_UNNAMED = re.compile(r"(Marker|마커|マーカー|标记)? ?\d*")
"""What Resolve calls a marker that nobody named: its note is what was written."""

_SAME_SPEED_FRAMES = 2
"""Resolve's source frames are one off at times, at either end."""


def told_edit(opened: Opened, media: Media) -> ToldEdit:
    """The tracks and markers; subtitles stay out, because no call gives their words."""
    clock = opened.clock
    teller = Teller(opened, media, clock.rate)
    return ToldEdit(
        str(opened.timeline.GetName()),
        clock.rate,
        clock.start_frame,
        clock.drop_frame,
        tuple(teller.track(kind, track) for kind in KINDS for track in opened.tracks(kind)),
        tuple(_marker(frame, said) for frame, said in (opened.timeline.GetMarkers() or {}).items()),
    )


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells tracks of a timeline at a rate."""

    opened: Opened
    media: Media
    rate: Rate

    def track(self, kind: str, track: int) -> ToldTrack:
        items: tuple[list[Any], list[Any]] = [], []
        for item in self.opened.items(kind, track):
            items[self._is_transition(item)].append(item)
        clips, blends = items
        return ToldTrack(
            "video" if kind == "video" else "audio",
            str(self.opened.timeline.GetTrackName(kind, track)),
            tuple(self._clip(kind, item) for item in clips),
            tuple(ToldBlend(*self._frames(item)) for item in blends),
            bool(self.opened.timeline.GetIsTrackEnabled(kind, track)),
        )

    def _is_transition(self, item: Any) -> bool:
        """Before 21.1 known by what it has not: media, and properties."""
        if self.opened.knows("item", item, "GetType"):
            return bool(item.GetType() == "transition")
        return not item.GetMediaPoolItem() and not self.opened.properties(item)

    def _frames(self, item: Any) -> tuple[int, int]:
        start, end = self.opened.frames_of(item)
        return round_half_up(start), round_half_up(end)

    def _clip(self, kind: str, item: Any) -> ToldClip:
        start, end = self._frames(item)
        name = str(item.GetName())
        enabled = bool(item.GetClipEnabled())
        source = self.media.of(item)
        if source is None or not source.path:  # a title, a generator; a timeline within this one
            drawn = source.type if source else name
            return ToldClip(name, start, end, enabled=enabled, generator=drawn)
        speed = self._speed(item, end - start, source.rate)
        # The offset is counted at 100 %; where a clip is retimed, Resolve's source frame is nearer.
        first = item.GetLeftOffset() if speed == 1 else item.GetSourceStartFrame()
        return ToldClip(
            name,
            start,
            end,
            source.path,
            max(Fraction(0), Fraction(first) / source.rate.fps),
            speed,
            enabled,
            self._gain_db(kind, item),
            cue=source.cue,
        )

    def _speed(self, item: Any, frames: int, media_rate: Rate) -> Fraction:
        """Told from 21.1 on; before, as long as the source is against what it fills."""
        if self.opened.knows("item", item, "GetSpeed"):
            return Fraction(str(item.GetSpeed()["Percentage"])) / 100
        used = int(item.GetSourceEndFrame()) - int(item.GetSourceStartFrame())
        plain = frames * media_rate.fps / self.rate.fps
        if any(abs(used - usual) <= _SAME_SPEED_FRAMES for usual in (plain, Fraction(frames))):
            return Fraction(1)
        return Fraction(used) / plain

    def _gain_db(self, kind: str, item: Any) -> float:
        """The level of a sound, which no script can ask before 21.1."""
        if kind != "audio" or not self.opened.knows("item", item, "GetProperties"):
            return 0.0
        said = self.opened.properties(item)
        return float(said.get("AudioVolume", 0.0)) if said.get("AudioVolumeEnabled", True) else 0.0


def _marker(frame: float, said: dict[str, Any]) -> ToldMarker:
    """A marker; its frame counts from the start of the timeline, as 96 or 96.0."""
    name, note = str(said.get("name", "")), str(said.get("note", ""))
    text = note if note and _UNNAMED.fullmatch(name) else name
    frames = int(said.get("duration", 1))
    colour = str(said.get("color", "")).upper()
    return ToldMarker(text, round_half_up(frame), frames if frames > 1 else 0, colour)
