"""The editor's markers, wherever they hang, in edit time."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from scenescore.edit.clips import length_of, speed_of
from scenescore.edit.otio_times import seconds
from scenescore.edit.walking import Laid, walk
from scenescore.model import Marker, Remark
from scenescore.timebase import Span

_COMMENT_KEYS = ("comment", "Comment", "comments", "Comments", "note", "Note", "Notes")
_ZERO = Fraction(0)


def markers_of(timeline: Any, length: Fraction) -> tuple[Marker, ...]:
    """Markers of the timeline, its tracks, clips and gaps, in order, each once.

    The text is the marker's name, and its comment on a line of its own, because programs differ in
    which of them the editor types into. Markers on what is off, on our lanes, or trimmed away are
    left out.
    """
    stack = timeline.tracks
    origin, own_length = length_of(stack)
    found = [marker for marker in _own(timeline, length) if marker is not None]
    whole = Span(_ZERO, own_length)
    for child in stack:
        for laid in walk(Laid(child, whole, -origin)):
            found += _on(laid)
    return tuple(sorted(dict.fromkeys(found), key=lambda marker: marker.span))


def markers_outside(timeline: Any, length: Fraction) -> tuple[Remark, ...]:
    """Says how many markers of the timeline itself lie before its start or after its end, if any.

    Markers of clips may lie in what was trimmed away, which is nothing to be told.
    """
    count = sum(marker is None for marker in _own(timeline, length))
    if not count:
        return ()
    message = f"Markers that lie outside the edit were left aside: {count}."
    return (Remark("markers-outside", message, "Move them into the edit if they are orders."),)


def _own(timeline: Any, length: Fraction) -> list[Marker | None]:
    """The markers of the timeline itself; None for each that lies outside."""
    start = timeline.global_start_time
    begin = seconds(start) if start is not None else _ZERO
    origin, _ = length_of(timeline.tracks)
    whole = Span(_ZERO, length)
    return [_placed(one, (-origin, begin), whole) for one in timeline.tracks.markers]


def _placed(marker: Any, shifts: tuple[Fraction, Fraction], whole: Span) -> Marker | None:
    """A marker on the timeline itself: counted from its start, or from timecode 0 as some do."""
    shift, begin = shifts
    span = _range(marker)
    if span is None:
        return None
    for moved in (span.shifted(shift), span.shifted(shift - begin)):
        if whole.contains(moved.start):
            return _marker(marker, moved)
    return None


def _on(laid: Laid) -> Iterator[Marker]:
    """The markers that hang on an item, where they show."""
    start, length = length_of(laid.item)
    own = speed_of(laid.item)
    for marker in laid.item.markers:
        moment = _moment(marker, laid.item, start, length, own)
        span = _range(marker)
        if moment is not None and span is not None:
            at = laid.offset + moment / laid.speed
            if laid.shown.contains(at):
                yield _marker(marker, Span(at, at + span.duration / abs(laid.speed * (own or 1))))


def _moment(
    marker: Any, item: Any, start: Fraction, length: Fraction, speed: Fraction
) -> Fraction | None:
    """Record time from the item's start at which its marker lies; None when trimmed away.

    Markers of clips count in the media's clock; some programs count them from its first frame.
    """
    span = _range(marker)
    if span is None:
        return None
    reference = getattr(item, "media_reference", None)
    known = reference.available_range if reference is not None else None
    begin = seconds(known.start_time) if known is not None else _ZERO
    for source in dict.fromkeys((span.start, span.start + begin)):
        passed = source - start
        moment = passed / abs(speed) if speed else passed
        if speed < 0:
            moment = length - moment
        if 0 <= moment < length:
            return moment
    return None


def _range(marker: Any) -> Span | None:
    """Where a marker lies in its owner's clock; None for a damaged one."""
    span = marker.marked_range
    try:
        start, length = seconds(span.start_time), seconds(span.duration)
    except (ValueError, OverflowError, ZeroDivisionError):
        return None
    return Span(start, start + max(length, _ZERO))


def _marker(marker: Any, span: Span) -> Marker:
    comments = [getattr(marker, "comment", "")]
    for own in marker.metadata.values():
        if hasattr(own, "get"):
            comments += [own.get(key) for key in _COMMENT_KEYS]
    lines = (str(text).strip() for text in (marker.name, *comments) if text)
    return Marker(
        "\n".join(line for line in dict.fromkeys(lines) if line), span, marker.color or ""
    )
