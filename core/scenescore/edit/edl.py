"""CMX 3600 edit decision lists as OTIO timelines.

A reader of our own: OTIO's adapter loses the start and extra audio channels, lays the cut of a
dissolve at its beginning and gives its second clip the first one's file. Reference: SMPTE 258M.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from pathlib import Path
from typing import Any

from scenescore.edit.edl_events import Event, Listing
from scenescore.edit.guards import damaged
from scenescore.edit.otio_times import rational, time_range
from scenescore.model import Remark
from scenescore.timebase import Rate, format_timecode, to_seconds

_BLACK = ("BL", "BLACK")
_BARS = ("BARS", "SMPTEBARS")


def build_timeline(
    path: Path, listing: Listing, rate: Rate, drop_frame: bool
) -> tuple[Any, tuple[Remark, ...]]:
    """The timeline of a parsed list at a rate, and what in it was doubtful.

    Raises EditUnreadable where events cannot be placed.
    """
    return _Builder(path, listing, rate, drop_frame).build()


class _Builder:
    def __init__(self, path: Path, listing: Listing, rate: Rate, drop_frame: bool) -> None:
        self.path, self.listing, self.rate, self.drop_frame = path, listing, rate, drop_frame
        self.remarks: list[Remark] = []

    def build(self) -> tuple[Any, tuple[Remark, ...]]:
        import opentimelineio as otio

        events = self.listing.events
        zero = min(event.record_in for event in events)
        timeline = otio.schema.Timeline(name=self.listing.title or self.path.stem)
        timeline.global_start_time = rational(to_seconds(zero, self.rate), self.rate)
        channels: dict[str, list[Event]] = defaultdict(list)
        for event in events:
            for channel in event.channels:
                channels[channel].append(event)
        for name in sorted(channels, key=lambda c: (not c.startswith("V"), c)):
            timeline.tracks.append(self._track(name, channels[name], zero))
        for event in events:
            timeline.tracks.markers.extend(self._markers(event, zero))
        return timeline, tuple(self.remarks)

    def _track(self, name: str, events: list[Event], zero: int) -> Any:
        import opentimelineio as otio

        kind = "Video" if name.startswith("V") else "Audio"
        track = otio.schema.Track(name=name, kind=kind)
        reached = zero
        for event in sorted(events, key=lambda e: e.record_in):
            if event.record_out <= event.record_in:
                continue  # the outgoing half of a transition: it only names what dissolves
            if event.record_in < reached:
                self._cut_back(track, event, reached)
                reached = event.record_in
            if event.record_in > reached:
                track.append(
                    otio.schema.Gap(source_range=self._range(0, event.record_in - reached))
                )
            before = event.blend // 2
            if event.blend:
                self._lend(track, before)
                track.append(self._transition(before, event.blend - before))
            track.append(self._clip(event, before))
            reached = event.record_out
        return track

    def _cut_back(self, track: Any, event: Event, reached: int) -> None:
        """A later event overwrites what lies before it, as in the editing room."""
        import opentimelineio as otio

        over = reached - event.record_in
        last = track[-1] if len(track) else None
        if last is None or last.source_range.duration.value <= over:
            raise damaged(self.path, f"event {event.number} overlaps the one before it")
        self.remarks.append(
            Remark(
                "events-overlap",
                f"Event {event.number} of the EDL begins {over} frames before the last one ends.",
                "The later event is taken.",
                format_timecode(event.record_in, self.rate, self.drop_frame),
            )
        )
        length = last.source_range.duration - otio.opentime.RationalTime(over, float(self.rate.fps))
        last.source_range = otio.opentime.TimeRange(last.source_range.start_time, length)

    def _lend(self, track: Any, frames: int) -> None:
        """Lay the cut in the middle of its dissolve: the outgoing clip runs on to there."""
        import opentimelineio as otio

        if len(track) and frames:
            more = otio.opentime.RationalTime(frames, float(self.rate.fps))
            track[-1].source_range = track[-1].source_range.duration_extended_by(more)
        elif frames:
            track.append(otio.schema.Gap(source_range=self._range(0, frames)))

    def _transition(self, before: int, after: int) -> Any:
        import opentimelineio as otio

        return otio.schema.Transition(
            transition_type=otio.schema.TransitionTypes.SMPTE_Dissolve,
            in_offset=rational(to_seconds(before, self.rate), self.rate),
            out_offset=rational(to_seconds(after, self.rate), self.rate),
        )

    def _clip(self, event: Event, before: int) -> Any:
        import opentimelineio as otio

        clip = otio.schema.Clip(name=event.name or event.reel, media_reference=_reference(event))
        speed = self._speed_of(event)
        start = event.source_in + before * speed
        length = event.record_out - event.record_in - before
        if speed < 0:
            start = event.source_out + before * speed + length * speed
        clip.source_range = time_range(
            Fraction(start) / self.rate.fps, to_seconds(length, self.rate), self.rate
        )
        if speed == 0:
            clip.effects.append(otio.schema.FreezeFrame())
        elif speed != 1:
            clip.effects.append(otio.schema.LinearTimeWarp(time_scalar=float(speed)))
        clip.metadata["cmx_3600"] = {"reel": event.reel, "event": event.number}
        return clip

    def _speed_of(self, event: Event) -> Fraction:
        """By the motion line (frames a second), else by how source and record lengths relate."""
        if event.motion_fps is not None:
            return (event.motion_fps / self.rate.nominal).limit_denominator(1000)
        record, source = event.record_out - event.record_in, event.source_out - event.source_in
        if record == source or source <= 0:
            return Fraction(0) if event.freeze else Fraction(1)
        if event.freeze:
            return Fraction(0)
        self.remarks.append(
            Remark(
                "lengths-differ",
                f"Event {event.number} of the EDL takes {source} frames for {record} without "
                "saying its speed.",
                "It is read as a change of speed.",
                format_timecode(event.record_in, self.rate, self.drop_frame),
            )
        )
        return Fraction(source, record)

    def _markers(self, event: Event, zero: int) -> list[Any]:
        import opentimelineio as otio

        return [
            otio.schema.Marker(
                name=text, marked_range=self._range(frame - zero, 1), color=_colour(colour)
            )
            for frame, colour, text in event.locators
        ]

    def _range(self, start: int, frames: int) -> Any:
        return time_range(to_seconds(start, self.rate), to_seconds(frames, self.rate), self.rate)


def _reference(event: Event) -> Any:
    import opentimelineio as otio

    if event.reel.upper() in _BLACK:
        return otio.schema.GeneratorReference(generator_kind="black")
    if event.reel.upper() in _BARS:
        return otio.schema.GeneratorReference(generator_kind="SMPTEBars")
    if event.url:
        return otio.schema.ExternalReference(target_url=event.url)
    return otio.schema.MissingReference(name=event.name or event.reel)


def _colour(text: str) -> str:
    import opentimelineio as otio

    return text.upper() if hasattr(otio.schema.MarkerColor, text.upper()) else "RED"
