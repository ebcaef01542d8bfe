"""What the resources and attributes of FCPXML say: times, rates, media, retimes, volume."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from scenescore.edit.guards import MAX_NESTING, damaged
from scenescore.edit.otio_times import time_range
from scenescore.edit.scored_tracks import TAG, cue_in
from scenescore.timebase import Rate

_MOST_COMPOUNDS = 5_000
_NAMED_RATE = re.compile(r"FFVideoFormat\d+[ip](\d{2})(\d{2})?$")


def seconds(text: str) -> Fraction:
    """`1001/24000s`, `5s` or `5.5s` in exact seconds. Raises ValueError, ZeroDivisionError."""
    return Fraction(text.strip().removesuffix("s"))


def seconds_of(element: Element, name: str, default: Fraction = Fraction(0)) -> Fraction:
    """An attribute in seconds; `default` where it is not given."""
    text = element.get(name)
    return default if text is None else seconds(text)


def text_of(element: Element) -> str:
    """What the text blocks of a caption or title say, a line each; "" where there is none.

    White space between styled pieces is the file's own layout where it breaks a line.
    """
    blocks = (
        "".join(piece for piece in block.itertext() if piece.strip() or "\n" not in piece)
        for block in element.iterfind("text")
    )
    return "\n".join(text for block in blocks if (text := block.strip()))


@dataclass(frozen=True, slots=True)
class Media:
    """An asset or effect: seconds of its own clock at which it begins and how long it is."""

    name: str
    url: str
    start: Fraction
    duration: Fraction
    kinds: tuple[str, ...]
    rate: Rate | None
    generator: str = ""


class Resources:
    """The resources of a file by id."""

    def __init__(self, path: Path, root: Element) -> None:
        self._path = path
        self._found = {e.get("id", ""): e for holder in root.iter("resources") for e in holder}
        self._inside: list[str] = []
        self._compounds = 0

    def rate_of(self, element: Element) -> Rate:
        """The rate of the format that an element names. Raises EditUnreadable if it has none."""
        rate = self._rate(element.get("format"))
        if rate is None:
            raise damaged(self._path, "its sequence does not say its frame rate")
        return rate

    def _rate(self, name: str | None) -> Rate | None:
        found = self._found.get(name or "")
        if found is None:
            return None
        if (frame := found.get("frameDuration")) is not None and seconds(frame) > 0:
            return Rate.of(1 / seconds(frame))
        named = _NAMED_RATE.match(found.get("name", ""))
        return Rate.of(f"{named[1]}.{named[2] or 0}") if named else None

    def media(self, name: str | None) -> Media | None:
        """The asset or effect of that id; None for anything else."""
        found = self._found.get(name or "")
        if found is None or found.tag not in ("asset", "effect"):
            return None
        copy = found.find("media-rep")
        url = found.get("src") or (copy.get("src") if copy is not None else "") or ""
        flags = (("Video", "hasVideo"), ("Audio", "hasAudio"))
        kinds = tuple(kind for kind, flag in flags if found.get(flag) == "1")
        return Media(
            name=found.get("name", ""),
            url=url,
            start=seconds_of(found, "start"),
            duration=seconds_of(found, "duration"),
            kinds=kinds or ("Video", "Audio"),
            rate=self._rate(found.get("format")),
            generator=found.get("name", "effect") if found.tag == "effect" else "",
        )

    def sequence(self, name: str | None) -> Element | None:
        """The sequence of a compound clip."""
        found = self._found.get(name or "")
        return None if found is None else found.find("sequence")

    def angles(self, name: str | None, wanted: list[str | None], first: bool) -> list[Element]:
        """The angles of a multicam by id; all that there is to choose, the first, if asked so."""
        found = self._found.get(name or "")
        angles = [] if found is None else found.findall("multicam/mc-angle")
        return angles[:1] if first else [a for a in angles if a.get("angleID") in wanted]

    def multicam_start(self, name: str | None) -> Fraction:
        found = self._found.get(name or "")
        multicam = None if found is None else found.find("multicam")
        return Fraction(0) if multicam is None else seconds_of(multicam, "tcStart")

    def clip(self, element: Element, media: Media | None, name: str, kind: str) -> Any:
        """An OTIO clip for an element, without its range."""
        import opentimelineio as otio

        if media is not None and media.url:
            reference = otio.schema.ExternalReference(target_url=media.url)
            rate = media.rate or Rate.of(24 if kind == "Video" else 48_000)
            if media.duration > 0:
                reference.available_range = time_range(media.start, media.duration, rate)
        elif element.tag == "title":
            said = {"text": text_of(element), "role": element.get("role", "")}
            reference = otio.schema.GeneratorReference(generator_kind="Title", parameters=said)
        elif media is not None and media.generator:
            reference = otio.schema.GeneratorReference(generator_kind=media.generator)
        else:
            reference = otio.schema.MissingReference()
        reference.name = media.name if media else name
        clip = otio.schema.Clip(name=name or reference.name, media_reference=reference)
        if (cue := cue_in(element.findtext("note"))) is not None:
            track = element.get("audioRole", "").partition(".")[2]
            clip.metadata[TAG] = {"kind": "cue", "uid": cue, "id": name, "track": track}
        return clip

    def count(self, path: Path) -> None:
        """Refuse files whose compounds unfold without end. Raises EditUnreadable."""
        self._compounds += 1
        if self._compounds > _MOST_COMPOUNDS:
            raise damaged(path, f"its compound clips unfold to more than {_MOST_COMPOUNDS}")

    @contextmanager
    def inside(self, path: Path, name: str) -> Iterator[None]:
        """While reading a compound; refuses one that contains itself. Raises EditUnreadable."""
        if name in self._inside:
            raise damaged(path, "a compound clip in it contains itself", name)
        if len(self._inside) >= MAX_NESTING:
            raise damaged(path, f"its compound clips are nested more than {MAX_NESTING} deep")
        self._inside.append(name)
        try:
            yield
        finally:
            self._inside.pop()


def retime_of(element: Element, local: Fraction) -> tuple[Fraction, Fraction, bool]:
    """(media time at `local`, speed, whether that is exact) by the element's time map.

    A map of several stretches gives the average speed over the element.
    """
    points = [
        (seconds_of(point, "time"), seconds_of(point, "value"))
        for point in element.iterfind("timeMap/timept")
    ]
    if len(points) < 2:
        return local, Fraction(1), True
    first = seconds_of(element, "start")
    last = first + seconds_of(element, "duration")
    begin, end = _value_at(points, max(first, points[0][0])), _value_at(points, last)
    speed = (end - begin) / (last - first) if last > first else Fraction(1)
    straight = all(
        abs(_value_at(points, t) - (begin + (t - first) * speed)) < Fraction(1, 1000)
        for t, _ in points
        if first < t < last
    )
    return begin + (local - first) * speed, speed, straight


def _value_at(points: list[tuple[Fraction, Fraction]], time: Fraction) -> Fraction:
    """The map between its points straight, beyond them with its outer slopes."""
    index = max((i for i, (t, _) in enumerate(points[:-1]) if t <= time), default=0)
    (t0, v0), (t1, v1) = points[index], points[index + 1]
    return v0 + (time - t0) * ((v1 - v0) / (t1 - t0)) if t1 != t0 else v0


def volume_of(element: Element) -> float:
    """Decibels by which the element's own sound is raised; 0.0 where it is not."""
    adjusted = element.find("adjust-volume")
    text = "" if adjusted is None else adjusted.get("amount", "")
    try:
        return max(-144.0, float(text.removesuffix("dB")))
    except ValueError:
        return 0.0
