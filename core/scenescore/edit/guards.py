"""What is checked before a file is handed to a parser, so that no file can crash or hang it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree as SafeXml
from defusedxml.common import DefusedXmlException

from scenescore.errors import EditUnreadable

MAX_NESTING = 64
"""Compositions inside one another; the deepest edit of the samples has 3."""
_MAX_JSON_DEPTH = 400
"""OTIO's own reader dies without a word (SIGSEGV) at about 100 000; 64 nested stacks need 140."""
_MAX_XML_DEPTH = 400
_LONGEST_SECONDS = 100 * 3600
_FASTEST = 10_000
_EXPORT = "Export it again from the editing program."

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")


def damaged(path: Path, reason: str, detail: object = "") -> EditUnreadable:
    """The error for a file that cannot be read, in one sentence."""
    return EditUnreadable(f"{path.name} cannot be read: {reason}.", _EXPORT, f"{path}: {detail}")


def check_json_depth(path: Path, text: str) -> None:
    """Refuse JSON that nests deeper than any edit does. Raises EditUnreadable."""
    depth = 0
    for match in _BRACKET.finditer(_STRING.sub("", text)):
        depth += 1 if match[0] in "[{" else -1
        if depth > _MAX_JSON_DEPTH:
            raise damaged(path, f"it nests more than {_MAX_JSON_DEPTH} levels deep")


def read_xml(path: Path) -> Element:
    """The root of an XML file, parsed with entities off. Raises EditUnreadable."""
    try:
        root: Element | None = None
        depth = 0
        events = SafeXml.iterparse(str(path), events=("start", "end"), forbid_external=True)
        for event, element in events:
            root = element if root is None else root
            depth += 1 if event == "start" else -1
            if depth > _MAX_XML_DEPTH:
                raise damaged(path, f"it nests more than {_MAX_XML_DEPTH} levels deep")
    except (ParseError, ValueError, LookupError) as error:
        raise _bad_xml(path, error) from error
    except OSError as error:
        raise damaged(path, error.strerror or "the system refuses it", error) from error
    if root is None:
        raise damaged(path, "it holds no XML")
    return root


def xml_root_tag(path: Path) -> str:
    """The name of an XML file's root element, read no further. Raises EditUnreadable."""
    try:
        for _, element in SafeXml.iterparse(str(path), events=("start",), forbid_external=True):
            return str(element.tag)
    except (ParseError, ValueError, LookupError) as error:
        raise _bad_xml(path, error) from error
    except OSError as error:
        raise damaged(path, error.strerror or "the system refuses it", error) from error
    raise damaged(path, "it holds no XML")


def _bad_xml(path: Path, error: Exception) -> EditUnreadable:
    if isinstance(error, DefusedXmlException):
        return damaged(path, "it defines XML entities, which are not expanded for safety", error)
    return damaged(path, "its XML is damaged or cut off", error)


def check_times(path: Path, timeline: Any) -> None:
    """Refuse a timeline with impossible times or nesting. Raises EditUnreadable.

    Rates must be above 0, numbers finite, lengths not negative, nesting at most `MAX_NESTING`.
    """
    if timeline.tracks is None:
        raise damaged(path, "its timeline has no tracks")
    if timeline.global_start_time is not None:
        _check_time(path, timeline.global_start_time, "start of the timeline")
    for item, depth in _everything(timeline.tracks):
        if depth > MAX_NESTING:
            raise damaged(path, f"its clips are nested more than {MAX_NESTING} deep")
        speeds = (getattr(effect, "time_scalar", 1) for effect in getattr(item, "effects", ()))
        if not all(abs(speed) <= _FASTEST for speed in speeds):
            raise damaged(path, f"the speed of {item.name!r} is no speed")
        for what, value, length in _times_of(item):
            _check_time(path, value, f"{what} of {item.name or type(item).__name__!r}", length)


def _everything(root: Any) -> Iterator[tuple[Any, int]]:
    """Every object in a composition with its depth, without recursion."""
    import opentimelineio as otio

    waiting = [(root, 0)]
    while waiting:
        item, depth = waiting.pop()
        yield item, depth
        if isinstance(item, otio.core.Composition) and depth <= MAX_NESTING:
            waiting.extend((child, depth + 1) for child in item)


def _times_of(item: Any) -> Iterator[tuple[str, Any, bool]]:
    """(what it is, RationalTime, whether it is a length) for all times that place an item."""
    for name in ("in_offset", "out_offset"):
        if (offset := getattr(item, name, None)) is not None:
            yield "transition", offset, True
    ranges = {"source range": getattr(item, "source_range", None)}
    if hasattr(item, "media_references"):
        for reference in item.media_references().values():
            ranges["available range"] = reference and reference.available_range
    for what, span in ranges.items():
        if span is not None:
            yield f"start of the {what}", span.start_time, False
            yield f"length of the {what}", span.duration, True


def _check_time(path: Path, time: Any, what: str, length: bool = False) -> None:
    if not (math.isfinite(time.value) and math.isfinite(time.rate)):
        raise damaged(path, f"the {what} is not a number")
    if time.rate <= 0:
        # Writers give an empty range as 0 at rate 0 or 1; it takes no time at any rate.
        if time.value == 0 and time.rate == 0 and not length:
            return
        raise damaged(path, f"the {what} has a rate of {time.rate:g}")
    if length and time.value < 0:
        raise damaged(path, f"the {what} is negative")
    if abs(time.value / time.rate) > _LONGEST_SECONDS:
        raise damaged(path, f"the {what} lies beyond {_LONGEST_SECONDS // 3600} hours")
