"""FCPXML (Final Cut Pro X, DaVinci Resolve) as OTIO timelines.

A reader of our own: OTIO's adapter drops transitions, the start, retimes and volumes, and has no
upkeep; repairing its result would mean to walk the XML a second time.
Reference: Apple, "Describing Final Cut Pro Items in FCPXML" (story elements, offsets, lanes).

Every story element has a place in its parent's time (`offset`) and a time of its own that begins
at `start`. What is contained (no lane) is cut off at its parent's end; what is connected (a lane)
is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from scenescore.edit.fcpxml_lanes import FOREVER, Lanes, Placed
from scenescore.edit.fcpxml_times import Media, Resources, retime_of, seconds_of, volume_of
from scenescore.edit.guards import damaged, read_xml
from scenescore.edit.otio_times import rational, time_range
from scenescore.model import Remark
from scenescore.timebase import Span

_MEDIA = ("asset-clip", "video", "audio")
_COMPOUNDS = ("ref-clip", "sync-clip", "mc-clip")
_STORY = frozenset((*_MEDIA, *_COMPOUNDS, "clip", "gap", "title", "caption", "spine", "audition"))
_MARKERS = frozenset(("marker", "chapter-marker"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a story element's own time lies in the edit, and what may be seen of it."""

    record: Fraction  # edit time of `local`
    local: Fraction
    window: Span
    lane: tuple[int, ...] = (0,)
    speed: Fraction = Fraction(1)
    enabled: bool = True
    name: str = ""

    def at(self, local: Fraction) -> Fraction:
        """Edit time of a moment in the element's own time."""
        return self.record + (local - self.local)


def read_fcpxml(path: Path) -> tuple[list[tuple[Any, bool]], tuple[Remark, ...]]:
    """Every project of the file as (timeline, drop-frame), and what could not be read exactly.

    Raises EditUnreadable for damaged XML, compounds without end, and impossible times.
    """
    root = read_xml(path)
    reader = _Reader(path, Resources(path, root))
    try:
        found = [reader.timeline(*named) for named in _sequences(root)]
    except (ValueError, ArithmeticError) as error:
        raise damaged(path, "a time in it is no time", error) from error
    return found, tuple(dict.fromkeys(reader.remarks))


def _sequences(root: Element) -> Iterator[tuple[str, Element]]:
    for project in root.iter("project"):
        for sequence in project.iterfind("sequence"):
            yield project.get("name", ""), sequence


class _Reader:
    """Turns sequences into OTIO stacks; compounds become nested stacks."""

    def __init__(self, path: Path, resources: Resources) -> None:
        self.path = path
        self.resources = resources
        self.remarks: list[Remark] = []

    def timeline(self, name: str, sequence: Element) -> tuple[Any, bool]:
        import opentimelineio as otio

        rate = self.resources.rate_of(sequence)
        timeline = otio.schema.Timeline(name=name or "FCPXML project")
        timeline.global_start_time = rational(seconds_of(sequence, "tcStart"), rate)
        timeline.tracks = self.stack(sequence, name)
        return timeline, sequence.get("tcFormat") == "DF"

    def stack(self, sequence: Element, name: str) -> Any:
        """An OTIO Stack of the sequence's lanes: video from the lowest up, then audio."""
        self.resources.count(self.path)
        rate = self.resources.rate_of(sequence)
        lanes = Lanes(rate)
        start = seconds_of(sequence, "tcStart")
        for spine in sequence.iterfind("spine"):
            self.spine(lanes, spine, Place(Fraction(0), start, FOREVER))
        return lanes.stack(name)

    def spine(self, lanes: Lanes, spine: Element, place: Place) -> None:
        """Elements one after another; each cut between them may carry a transition."""
        reached = place.local
        for element in spine:
            if element.tag == "transition":
                offset = seconds_of(element, "offset", reached)
                length = seconds_of(element, "duration")
                span = Span(place.at(offset), place.at(offset + length))
                lanes.transition(place.lane, span, element)
            elif element.tag in _STORY:
                offset = seconds_of(element, "offset", reached)
                reached = offset + self.element(lanes, element, place, offset)
            elif element.tag in _MARKERS:
                lanes.marker(element, place.at(seconds_of(element, "start")))

    def element(self, lanes: Lanes, element: Element, place: Place, offset: Fraction) -> Fraction:
        """Place one story element at `offset` of its parent's time; returns its length."""
        if element.tag == "audition":
            chosen = next((child for child in element if child.tag in _STORY), None)
            return Fraction(0) if chosen is None else self.element(lanes, chosen, place, offset)
        start = self._start_of(element)
        record = place.at(offset)
        inner = replace(
            place,
            record=record,
            local=start,
            enabled=place.enabled and element.get("enabled", "1") != "0",
            name=place.name if element.tag == "gap" else element.get("name") or place.name,
        )
        if element.tag == "spine":
            self.spine(lanes, element, replace(inner, lane=_lane(element, place)))
            return seconds_of(element, "duration")
        length = seconds_of(element, "duration", self._whole_length(element))
        shown = Span(record, record + length).clip_to(place.window)
        own = replace(inner, lane=_lane(element, place))
        if shown is not None:
            self._show(lanes, element, replace(own, window=shown))
        self._children(lanes, element, own, shown)
        return length

    def _children(self, lanes: Lanes, element: Element, own: Place, shown: Span | None) -> None:
        for child in element:
            if child.tag in _MARKERS and shown is not None:
                moment = own.at(seconds_of(child, "start"))
                if shown.contains(moment):
                    lanes.marker(child, moment)
            elif child.tag in _STORY:
                offset = seconds_of(child, "offset", own.local)
                if child.get("lane", "0") != "0":
                    self.element(lanes, child, replace(own, speed=Fraction(1)), offset)
                elif shown is not None:
                    self.element(lanes, child, replace(own, window=shown), offset)

    def _show(self, lanes: Lanes, element: Element, place: Place) -> None:
        """Put what an element itself plays into the lanes: media, a compound, a title, nothing."""
        kinds = _kinds_of(element)
        if element.tag in _MEDIA:
            media = self.resources.media(element.get("ref"))
            kinds = tuple(k for k in kinds if media is None or k in media.kinds)
            self._play(lanes, element, place, media, kinds)
        elif element.tag == "title":
            self._play(lanes, element, place, None, kinds)
        elif element.tag == "caption" and place.enabled:
            lanes.caption(element, place.window)
        elif element.tag == "ref-clip":
            self._compound(lanes, element, place, kinds)
        elif element.tag == "mc-clip":
            self._multicam(lanes, element, place)

    def _play(
        self,
        lanes: Lanes,
        element: Element,
        place: Place,
        media: Media | None,
        kinds: tuple[str, ...],
    ) -> None:
        local = place.local + (place.window.start - place.record)
        source, speed, exact = retime_of(element, local)
        if not exact:
            self.remarks.append(_ramp(element))
        for kind in kinds:
            item = self.resources.clip(element, media, place.name, kind)
            self._put(lanes, kind, item, place, source, speed, volume_of(element))

    def _put(
        self,
        lanes: Lanes,
        kind: str,
        item: Any,
        place: Place,
        source: Fraction,
        speed: Fraction,
        volume: float,
    ) -> None:
        import opentimelineio as otio

        length = place.window.duration
        # OTIO names the earliest moment of the media that is used, also in reverse.
        earliest = source + min(Fraction(0), speed) * length
        item.source_range = time_range(earliest, length, lanes.rate)
        item.enabled = place.enabled
        if speed != 1:
            item.effects.append(otio.schema.LinearTimeWarp(time_scalar=float(speed)))
        if volume:
            item.metadata["fcpxml"] = {"volume_db": volume}
        lanes.put(kind, place.lane, Placed(place.window, item))

    def _compound(
        self, lanes: Lanes, element: Element, place: Place, kinds: tuple[str, ...]
    ) -> None:
        sequence = self.resources.sequence(element.get("ref"))
        if sequence is None:
            self.remarks.append(_lost(element))
            return
        local = place.local + (place.window.start - place.record)
        source, speed, exact = retime_of(element, local)
        if not exact:
            self.remarks.append(_ramp(element))
        begin = seconds_of(sequence, "tcStart")
        for kind in kinds:
            with self.resources.inside(self.path, element.get("ref", "")):
                item = self.stack(sequence, place.name)
            self._put(lanes, kind, item, place, source - begin, speed, volume_of(element))

    def _multicam(self, lanes: Lanes, element: Element, place: Place) -> None:
        """The angles that a multicam clip shows and lets hear, each as a storyline of its own."""
        sources = element.findall("mc-source")
        for kind in ("Video", "Audio"):
            wanted = [s.get("angleID") for s in sources if kind in _kinds_of(s)]
            angles = self.resources.angles(element.get("ref"), wanted, first=not sources)
            if not angles:
                self.remarks.append(_lost(element))
            for angle in angles:
                begin = self.resources.multicam_start(element.get("ref"))
                inside = replace(place, record=place.at(begin), local=begin)
                self.spine(_OneKind(lanes, kind), angle, inside)

    def _start_of(self, element: Element) -> Fraction:
        """Where the element's own time begins: as it says, else where its media begins."""
        default = Fraction(0)
        if element.tag in _MEDIA:
            media = self.resources.media(element.get("ref"))
            default = media.start if media else default
        elif element.tag == "ref-clip":
            sequence = self.resources.sequence(element.get("ref"))
            default = seconds_of(sequence, "tcStart") if sequence is not None else default
        return seconds_of(element, "start", default)

    def _whole_length(self, element: Element) -> Fraction:
        """The length of an element that does not say it: all of its media."""
        media = self.resources.media(element.get("ref"))
        if media is not None:
            return media.duration
        sequence = self.resources.sequence(element.get("ref"))
        return seconds_of(sequence, "duration") if sequence is not None else Fraction(0)


class _OneKind(Lanes):
    """Lanes that take only picture or only sound, for one angle of a multicam clip."""

    def __init__(self, lanes: Lanes, kind: str) -> None:
        super().__init__(lanes.rate)
        self.lanes, self.kind = lanes, kind

    def put(self, kind: str, lane: tuple[int, ...], placed: Placed) -> None:
        if kind == self.kind:
            self.lanes.put(kind, lane, placed)

    def caption(self, element: Element, span: Span) -> None:
        if self.kind == "Video":  # once
            self.lanes.caption(element, span)

    def marker(self, element: Element, moment: Fraction) -> None:
        """Markers inside an angle are the camera's, not the edit's."""


def _lane(element: Element, place: Place) -> tuple[int, ...]:
    lane = int(element.get("lane", "0"))
    return (*place.lane, lane) if lane else place.lane


def _kinds_of(element: Element) -> tuple[str, ...]:
    if element.tag in ("video", "title"):
        return ("Video",)
    if element.tag == "audio":
        return ("Audio",)
    enabled = element.get("srcEnable", "all")
    return {"video": ("Video",), "audio": ("Audio",), "none": ()}.get(enabled, ("Video", "Audio"))


def _ramp(element: Element) -> Remark:
    name = element.get("name", element.tag)
    return Remark(
        "speed-ramp",
        f"The speed of {name!r} changes within the clip; it is read at its average speed.",
        "Its cuts are exact; what is seen and heard inside it is approximate.",
    )


def _lost(element: Element) -> Remark:
    name = element.get("name", element.tag)
    return Remark("compound-missing", f"What {name!r} refers to is not in the file.", skipped=True)
