"""Final Cut 7 and Premiere XML: OTIO's adapter, with what it loses put back.

The adapter is right about times, transitions and gaps. It loses whether clips and tracks are
enabled, what lies inside nested sequences, speed and drop-frame, and it fails on transitions that
name no effect; these are repaired here from the XML.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from scenescore.edit.guards import MAX_NESTING, damaged, read_xml

_KEY = "fcp_xml"
_MOST_ITEMS = 200_000
"""Clips that nested sequences may unfold to; a feature film has some thousands."""


def read_fcp7(path: Path) -> list[tuple[Any, bool]]:
    """Every sequence of the file as an OTIO timeline, and whether it counts in drop-frame.

    Raises EditUnreadable for damaged XML and nesting without end, and the adapter's own errors.
    """
    root = read_xml(path)
    _check_nesting(path, root)
    for transition in root.iter("transitionitem"):
        _complete(transition)
    for clip in root.iter("clipitem"):
        _as_generator(clip)
    timelines = _parser(root).top_level_sequences()
    for timeline in timelines:
        if timeline.tracks is not None:
            _repair(timeline.tracks)
    return [(timeline, _drops(timeline)) for timeline in timelines]


def _parser(root: Element) -> Any:
    """The adapter's parser, made to look into nested sequences where it sees an empty stack.

    It takes the first element of an id for its definition; here it is the first with content.
    """
    import opentimelineio as otio

    base: Any = otio.adapters.from_name("fcp_xml").module().FCP7XMLParser

    class Parser(base):  # type: ignore[misc]
        def stack_for_element(self, element: Element, context: Any) -> Any:
            media = element.find("./media") if element.tag == "sequence" else None
            if media is None:
                return super().stack_for_element(element, context)
            inner = context.context_pushing_element(element)
            return super().stack_for_element(self._derefed_element(media), inner)

    parser = Parser(root)
    parser._id_map.update(_defined(root))
    return parser


def _defined(root: Element) -> dict[str, Element]:
    """The element that holds something, for each id; others of the id only refer to it."""
    found: dict[str, Element] = {}
    for element in root.iter():
        name = element.get("id")
        if name is not None and (name not in found or not len(found[name])):
            found[name] = element
    return found


def _check_nesting(path: Path, root: Element) -> None:
    """Refuse sequences that contain themselves, or unfold to more clips than any edit has."""
    sequences = _defined(root)
    sizes: dict[str, int] = {}

    def size_of(element: Element, above: tuple[str, ...]) -> int:
        name = element.get("id") or f"at {id(element)}"
        if name in above:
            raise damaged(path, "a sequence in it contains itself", name)
        if len(above) > MAX_NESTING:
            raise damaged(path, f"its sequences are nested more than {MAX_NESTING} deep")
        if name not in sizes:
            element = sequences.get(name, element)
            inside = (size_of(inner, (*above, name)) for inner in _nested(element))
            sizes[name] = sum(inside) + sum(1 for _ in element.iter("clipitem"))
        return sizes[name]

    for sequence in root.iter("sequence"):
        if size_of(sequence, ()) > _MOST_ITEMS:
            raise damaged(path, f"its nested sequences unfold to more than {_MOST_ITEMS} clips")


def _nested(sequence: Element) -> Iterator[Element]:
    """The sequences that stand directly inside the clips of a sequence."""
    waiting = list(sequence)
    while waiting:
        element = waiting.pop()
        if element.tag == "sequence":
            yield element
        else:
            waiting.extend(element)


def _complete(transition: Element) -> None:
    """Give a transition the two elements that the adapter cannot do without."""
    for tag, text in (("alignment", "center"), ("effect", None)):
        if transition.find(tag) is None:
            SubElement(transition, tag).text = text


def _as_generator(clip: Element) -> None:
    """Some programs write a text generator as a clip without a file, which the adapter refuses."""
    if clip.find("effect") is not None and all(clip.find(t) is None for t in ("file", "sequence")):
        clip.tag = "generatoritem"


def _repair(stack: Any) -> None:
    import opentimelineio as otio

    waiting = [stack]
    while waiting:
        item = waiting.pop()
        if isinstance(item, otio.core.Composition):
            waiting.extend(item)
        if not isinstance(item, otio.core.Item):
            continue
        own = item.metadata.get(_KEY, {})
        if str(own.get("enabled", "")).upper() == "FALSE":
            item.enabled = False
        speed = _speed_of(item)
        if speed is not None:
            _set_speed(item, speed)


def _speed_of(item: Any) -> float | None:
    """Speed of a clip's Time Remap filter as a factor, negative in reverse; None without one."""
    for effect in item.effects:
        own = effect.metadata.get(_KEY, {})
        if own.get("effectid") != "timeremap":
            continue
        values = dict(_parameters(own))
        try:
            factor = float(values.get("speed", "100")) / 100
        except ValueError:
            return None
        return -factor if str(values.get("reverse", "")).upper() == "TRUE" else factor
    return None


def _parameters(effect: Any) -> Iterator[tuple[str, str]]:
    """(id, value) of a filter's parameters as the adapter keeps them: one dict, or a list."""
    found = effect.get("parameter", [])
    for parameter in [found] if hasattr(found, "items") else found:
        if parameter.get("value") is not None:
            yield str(parameter.get("parameterid")), str(parameter["value"])


def _set_speed(item: Any, speed: float) -> None:
    """Add the time warp, and turn the in point from retimed frames into frames of the media."""
    import opentimelineio as otio

    if speed == 1:
        return
    item.effects.append(otio.schema.LinearTimeWarp(time_scalar=speed))
    reference = getattr(item, "media_reference", None)
    known = reference.available_range if reference else None
    start = item.source_range.start_time
    begin = known.start_time.rescaled_to(start.rate) if known else start * 0
    moved = otio.opentime.RationalTime(
        begin.value + (start.value - begin.value) * abs(speed), start.rate
    )
    item.source_range = otio.opentime.TimeRange(moved, item.source_range.duration)


def _drops(timeline: Any) -> bool:
    timecode = timeline.metadata.get(_KEY, {}).get("timecode", {})
    return bool(timecode.get("displayformat") == "DF")


def volume_of(clip: Any) -> float:
    """Linear gain that the Audio Levels filters of a clip set; 1.0 without one."""
    gain = 1.0
    for effect in clip.effects:
        own = effect.metadata.get(_KEY, {})
        if own.get("effectid") == "audiolevels":
            level = dict(_parameters(own)).get("level", "1")
            gain *= float(level) if level.replace(".", "", 1).isdigit() else 1.0
    return gain
