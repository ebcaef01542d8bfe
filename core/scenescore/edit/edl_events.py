"""The lines of a CMX 3600 edit decision list, and what they say of its frame rate."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from scenescore.edit.guards import damaged
from scenescore.timebase import Rate, parse_timecode

_TC = r"\d{1,2}[:;.]\d{2}[:;.]\d{2}[:;.,]\d{2}|\d+"
_EVENT = re.compile(
    r"(?P<number>\d+)\s+(?P<reel>\S+(?: \S+)*?)\s+"
    r"(?P<channels>(?:AA|V\d*|A\d*|B|NONE)(?:/?(?:AA|V\d*|A\d+))*)\s+"
    r"(?P<type>C|D|W\d{3}|K ?[BO]?)\s+(?:(?P<blend>\d{1,4})\s+)?"
    rf"(?P<source_in>{_TC})\s+(?P<source_out>{_TC})\s+(?P<record_in>{_TC})\s+(?P<record_out>{_TC})"
)
_MOTION = re.compile(r"M2\s+.*?(-?\d+(?:\.\d+)?)\s+\d\d[:;]\d\d[:;]\d\d[:;]\d\d")
_LOCATOR = re.compile(rf"\*?\s*LOC:\s*({_TC})\s+(\w*)\s*(.*)")
_NAMES = {
    "FROM CLIP NAME": "from_name",
    "TO CLIP NAME": "to_name",
    "FROM CLIP": "from_url",
    "FROM FILE": "from_url",
    "SOURCE FILE": "from_url",
    "TO CLIP": "to_url",
    "TO FILE": "to_url",
}
_COMMENT = re.compile(rf"\*?\s*({'|'.join(_NAMES)})\s*(?:IS)?\s*:\s*(.*?)\s*$", re.IGNORECASE)
_ENCODINGS = ("utf-8-sig", "cp949", "latin-1")
_MEDIA_NAME = re.compile(r".*\.(mov|mp4|mxf|mkv|avi|m4v|webm|wav|aif|aiff|mp3|m4a)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Event:
    """One edit in frames; `blend` frames of dissolve or wipe begin at `record_in`."""

    number: int
    reel: str
    channels: tuple[str, ...]
    source_in: int
    source_out: int
    record_in: int
    record_out: int
    blend: int = 0
    name: str = ""
    url: str = ""
    motion_fps: Fraction | None = None
    freeze: bool = False
    locators: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """All edits of a list."""

    title: str
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class RawList:
    """A list before its timecodes are counted: event lines with the comments that follow them."""

    title: str
    drop_frame: bool | None
    events: tuple[tuple[re.Match[str], tuple[str, ...]], ...]

    @property
    def highest_frame(self) -> int:
        """The largest frame number in any timecode: it rules out the rates at or below it."""
        fields = ("source_in", "source_out", "record_in", "record_out")
        codes = [match[field] for match, _ in self.events for field in fields]
        return max((int(code[-2:]) for code in codes if not code.isdigit()), default=0)


def read_list(path: Path) -> RawList:
    """The events of an EDL as text. Raises EditUnreadable when it is none or a line is damaged."""
    title, drop = "", None
    events: list[tuple[re.Match[str], list[str]]] = []
    for number, raw in enumerate(_lines(path), start=1):
        line = raw.strip()
        match = _EVENT.match(line)
        if match:
            events.append((match, []))
        elif line[:1].isdigit():
            raise damaged(path, f"line {number} is no EDL event", line)
        elif line.upper().startswith("TITLE:"):
            title = line[6:].strip()
        elif line.upper().startswith("FCM:"):
            drop = "NON" not in line.upper()
        elif events:
            events[-1][1].append(line)
    if not events:
        raise damaged(path, "it holds no EDL event")
    return RawList(title, drop, tuple((match, tuple(notes)) for match, notes in events))


def _lines(path: Path) -> list[str]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise damaged(path, error.strerror or "the system refuses it", error) from error
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else _ENCODINGS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text.splitlines()
    raise damaged(path, "it is no text, so no EDL")


def count_events(path: Path, raw: RawList, rate: Rate) -> Listing:
    """The list in frames at a rate. Raises EditUnreadable where lines contradict each other."""
    events: list[Event] = []
    for index, (match, notes) in enumerate(raw.events):
        try:
            event = _event(match, notes, rate, raw.drop_frame)
        except ValueError as error:
            raise damaged(path, f"event {match['number']}: {error}") from error
        if event.record_out < event.record_in:
            raise damaged(path, f"event {match['number']} ends before it starts")
        if event.blend:
            events.append(_joined(path, event, raw, index, notes))
        elif not match["type"].startswith("K"):
            events.append(event)
    if all(event.record_in == event.record_out for event in events):
        raise damaged(path, "all its events have no length")
    return Listing(raw.title, tuple(events))


def _event(
    match: re.Match[str], notes: tuple[str, ...], rate: Rate, drop_frame: bool | None
) -> Event:
    def frames(field: str) -> int:
        code = match[field]
        if code.isdigit():
            return int(code)
        return parse_timecode(code.replace(".", ":"), rate, drop_frame or None)

    said = _said(notes)
    name, url = said.get("from_name", ""), said.get("from_url", "")
    motion = next((m for note in notes if (m := _MOTION.match(note))), None)
    return Event(
        number=int(match["number"]),
        reel=match["reel"],
        channels=_channels(match["channels"], notes),
        source_in=frames("source_in"),
        source_out=frames("source_out"),
        record_in=frames("record_in"),
        record_out=frames("record_out"),
        blend=int(match["blend"] or 0) if match["type"][0] in "DW" else 0,
        name=name,
        url=url or (name if _MEDIA_NAME.match(name) else ""),
        motion_fps=Fraction(motion[1]) if motion else None,
        freeze=any("FREEZE FRAME" in note for note in notes),
        locators=tuple(_locators(notes, rate, drop_frame)),
    )


def _joined(path: Path, event: Event, raw: RawList, index: int, notes: tuple[str, ...]) -> Event:
    """A dissolve with the name and file of what it dissolves to.

    Its first line, of the same number, names what it dissolves from.
    """
    before = raw.events[index - 1][0] if index else None
    if before is None or int(before["number"]) != event.number:
        raise damaged(path, f"event {event.number} dissolves, but does not say from what")
    said = _said(notes)
    name, url = said.get("to_name", ""), said.get("to_url", "")
    if not name and not url and "to_name" not in said:
        return event if "from_name" not in said else replace(event, name="", url="")
    return replace(event, name=name, url=url or (name if _MEDIA_NAME.match(name) else ""))


def _said(notes: tuple[str, ...]) -> dict[str, str]:
    """What the comment lines name, by the keys of `_NAMES`."""
    found = (match for note in notes if (match := _COMMENT.match(note)))
    return {_NAMES[match[1].upper()]: match[2] for match in found}


def _channels(text: str, notes: tuple[str, ...]) -> tuple[str, ...]:
    """Track names: V, V2, A1, A2 … for the shorthands of the channel column and AUD lines."""
    names: list[str] = []
    for part in re.findall(r"AA|V\d*|A\d*|B", text):
        names += {"AA": ["A1", "A2"], "B": ["V", "A1"], "A": ["A1"]}.get(part, [part])
    for note in notes:
        if re.match(r"AUD\s", note):
            names += [f"A{number}" for number in re.findall(r"\d+", note)]
    return tuple(dict.fromkeys(names))


def _locators(
    notes: tuple[str, ...], rate: Rate, drop_frame: bool | None
) -> list[tuple[int, str, str]]:
    found = [match for note in notes if (match := _LOCATOR.match(note))]
    return [(parse_timecode(m[1], rate, drop_frame or None), m[2], m[3].strip()) for m in found]


def media_urls(raw: RawList) -> list[str]:
    """Every file that the list names, in order, once."""
    said = [_said(notes) for _, notes in raw.events]
    names = [one[key] for one in said for key in ("from_url", "to_url") if one.get(key)]
    names += [
        one[key]
        for one in said
        for key in ("from_name", "to_name")
        if _MEDIA_NAME.match(one.get(key, ""))
    ]
    return list(dict.fromkeys(names))
