"""Placed FCPXML elements gathered into OTIO tracks, lane by lane."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from xml.etree.ElementTree import Element

from scenescore.edit.captions import KEY, noted
from scenescore.edit.fcpxml_times import seconds_of, text_of
from scenescore.edit.otio_times import rational, time_range
from scenescore.timebase import Rate, Span, to_frames, to_seconds

FOREVER = Span(Fraction(-(10**9)), Fraction(10**9))
_COLOURS = {"0": "RED", "1": "GREEN"}
"""To-do markers by their `completed`; others are purple, as Final Cut draws them."""
_CONTROLS = {"Video": "filter-video", "Audio": "filter-audio"}


@dataclass(frozen=True, slots=True)
class Placed:
    """An OTIO item over a span of the edit."""

    span: Span
    item: Any


class Lanes:
    """Items, transitions and markers of one sequence, in edit time."""

    def __init__(self, rate: Rate) -> None:
        self.rate = rate
        self._placed: dict[tuple[str, tuple[int, ...]], list[Placed]] = defaultdict(list)
        self._transitions: list[tuple[tuple[int, ...], Span, Element]] = []
        self._markers: list[tuple[Fraction, Element]] = []
        self._captions: list[dict[str, str]] = []

    def put(self, kind: str, lane: tuple[int, ...], placed: Placed) -> None:
        self._placed[kind, lane].append(placed)

    def transition(self, lane: tuple[int, ...], span: Span, element: Element) -> None:
        self._transitions.append((lane, span, element))

    def marker(self, element: Element, moment: Fraction) -> None:
        self._markers.append((moment, element))

    def caption(self, element: Element, span: Span) -> None:
        start, end = (self._snapped(moment, "Video") for moment in (span.start, span.end))
        if (text := text_of(element)) and start < end:
            self._captions.append(noted(text, Span(start, end), element.get("role", "")))

    def stack(self, name: str) -> Any:
        """All lanes as an OTIO Stack: video from the lowest lane up, then audio."""
        import opentimelineio as otio

        stack = otio.schema.Stack(name=name)
        depth = max((len(lane) for _, lane in self._placed), default=1)
        for kind in ("Video", "Audio"):
            lanes = [lane for own, lane in self._placed if own == kind]
            for lane in sorted(lanes, key=lambda x: x + (0,) * (depth - len(x))):
                stack.extend(self._tracks(kind, lane))
        for moment, element in self._markers:
            stack.markers.append(self._marked(moment, element))
        if self._captions:
            stack.metadata[KEY] = {"captions": self._captions}
        return stack

    def _tracks(self, kind: str, lane: tuple[int, ...]) -> list[Any]:
        """The lane as one track, or several where its items overlap."""
        rows: list[list[Placed]] = []
        for placed in sorted(self._placed[kind, lane], key=lambda p: p.span):
            row = next((r for r in rows if r[-1].span.end <= placed.span.start), None)
            if row is None:
                rows.append([placed])
            else:
                row.append(placed)
        return [self._track(kind, lane, row) for row in rows]

    def _track(self, kind: str, lane: tuple[int, ...], row: list[Placed]) -> Any:
        import opentimelineio as otio

        track = otio.schema.Track(name=f"{kind} {'.'.join(map(str, lane))}", kind=kind)
        blends = [
            span
            for own, span, element in self._transitions
            if own == lane and (kind == "Video" or element.find(_CONTROLS[kind]) is not None)
        ]
        reached = Fraction(0)
        for placed in row:
            start = self._snapped(placed.span.start, kind)
            if start > reached:
                self._blend(track, blends, reached, bool(len(track)))
                track.append(otio.schema.Gap(source_range=self._range(reached, start)))
            self._blend(track, blends, start, touching=True)
            end = self._snapped(placed.span.end, kind)
            source = placed.item.source_range.start_time
            length = rational(end - start, self.rate)
            placed.item.source_range = otio.opentime.TimeRange(source, length)
            track.append(placed.item)
            reached = end
        self._blend(track, blends, reached, touching=True)
        return track

    def _snapped(self, moment: Fraction, kind: str) -> Fraction:
        """Pictures change on frames; files round them to a clock of their own."""
        exact = to_seconds(to_frames(moment, self.rate), self.rate)
        return exact if kind == "Video" or abs(moment - exact) < Fraction(1, 10_000) else moment

    def _range(self, start: Fraction, end: Fraction) -> Any:
        return time_range(Fraction(0), end - start, self.rate)

    def _blend(self, track: Any, blends: list[Span], cut: Fraction, touching: bool) -> None:
        """Append the transition that lies over this cut of the track, if there is one."""
        import opentimelineio as otio

        span = next((b for b in blends if b.start <= cut <= b.end), None)
        if span is None or not touching:
            return
        blends.remove(span)
        track.append(
            otio.schema.Transition(
                transition_type=otio.schema.TransitionTypes.SMPTE_Dissolve,
                in_offset=rational(cut - span.start, self.rate),
                out_offset=rational(span.end - cut, self.rate),
            )
        )

    def _marked(self, moment: Fraction, element: Element) -> Any:
        import opentimelineio as otio

        marker = otio.schema.Marker(
            name=element.get("value", ""),
            marked_range=time_range(moment, seconds_of(element, "duration"), self.rate),
            color=_COLOURS.get(element.get("completed", ""), "PURPLE"),
        )
        marker.comment = element.get("note", "")
        return marker
