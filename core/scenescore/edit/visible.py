"""What of a timeline's tracks is seen and heard, flattened through layers and nesting.

One walk serves both senses. They differ in two things: pictures on upper tracks cover those below
and meet at the middle of a dissolve; sounds lie over one another and overlap for its whole length.
All spans are exact seconds in the time of the composition that is being walked.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from scenescore.edit.clips import Role, gain_of, generator_role, is_ours, length_of, speed_of
from scenescore.edit.otio_times import seconds
from scenescore.timebase import Span

Kind = Literal["Video", "Audio"]
_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of one clip as it is seen or heard.

    `source` is the moment of the media's own clock at `span.start`. `head` and `tail` are the spans
    of the transitions at its ends. `role` is "picture", "black" (covers, but shows nothing) or
    "overlay" (a title: shows itself only where there is no picture).
    """

    span: Span
    clip: Any
    source: Fraction
    speed: Fraction = Fraction(1)
    track: int = 0
    gain: float = 1.0
    head: Span | None = None
    tail: Span | None = None
    role: Role = "picture"

    def over(self, span: Span) -> Part:
        """The same clip, running on, over another span; a moved end is no transition's any more."""
        return replace(
            self,
            span=span,
            source=self.source + (span.start - self.span.start) * self.speed,
            head=self.head if span.start == self.span.start else None,
            tail=self.tail if span.end == self.span.end else None,
        )


def flatten(timeline: Any, kind: Kind, *, nested_in_video: bool = False) -> list[Part]:
    """What is seen ("Video") or heard ("Audio") of a timeline in order, in seconds from its start.

    `track` of each part counts the timeline's own tracks. `nested_in_video` lets sound be heard
    that lies in compounds on video tracks. Our own lanes are left out.
    """
    return Flattener(kind, nested_in_video).item(timeline.tracks)


@dataclass(slots=True)
class Flattener:
    kind: Kind
    nested_in_video: bool = False
    depth: int = 0

    def item(self, item: Any) -> list[Part]:
        """The parts of one item, from 0 to its length; none where it is off, a gap, or ours."""
        import opentimelineio as otio

        if not getattr(item, "enabled", True) or is_ours(item):
            return []
        if isinstance(item, otio.schema.Clip):
            return self._clip(item)
        if not isinstance(item, otio.core.Composition):
            return []
        inner = self._track(item) if isinstance(item, otio.schema.Track) else self._stack(item)
        return _trimmed(item, inner)

    def _clip(self, clip: Any) -> list[Part]:
        start, length = length_of(clip)
        role = generator_role(clip) if self.kind == "Video" else "picture"
        if length <= 0 or role == "clear":
            return []
        speed = speed_of(clip)
        # In reverse the latest moment of the range is the one that is shown first.
        source = start - speed * length if speed < 0 else start
        return [Part(Span(_ZERO, length), clip, source, speed, gain=gain_of(clip), role=role)]

    def _stack(self, stack: Any) -> list[Part]:
        self.depth += 1
        layers = []
        for index, child in enumerate(stack):
            if self._concerns(child):
                parts = self.item(child)
                top = self.depth == 1
                layers.append([replace(p, track=index) for p in parts] if top else parts)
        self.depth -= 1
        if self.kind == "Audio":
            return sorted((part for layer in layers for part in layer), key=lambda p: p.span)
        solid, titles = _covered(layers, "overlay", keep=False), _covered(layers, "overlay")
        return cover(titles, solid)

    def _concerns(self, child: Any) -> bool:
        kind = getattr(child, "kind", self.kind)
        return kind == self.kind or (self.nested_in_video and kind == "Video")

    def _track(self, track: Any) -> list[Part]:
        """Children one after another, transitions laid over the cuts between them."""
        import opentimelineio as otio

        heard_here = self.kind == "Video" or getattr(track, "kind", "Audio") == "Audio"
        rows: list[list[Part]] = []
        cuts: list[tuple[int, Span, Fraction]] = []
        reached = _ZERO
        for child in track:
            if isinstance(child, otio.schema.Transition):
                span = Span(reached - seconds(child.in_offset), reached + seconds(child.out_offset))
                if span.duration > 0:
                    cuts.append((len(rows), span, reached))
                continue
            plain = isinstance(child, otio.schema.Clip) and not heard_here
            parts = [] if plain else self.item(child)
            rows.append([_moved(part, reached) for part in parts])
            reached += length_of(child)[1]
        for index, span, cut in cuts:
            before = rows[index - 1] if index else []
            after = rows[index] if index < len(rows) else []
            self._blend(before, after, span, cut)
        return [part for row in rows for part in row]

    def _blend(self, before: list[Part], after: list[Part], span: Span, cut: Fraction) -> None:
        """Let both sides of a cut reach to where they meet; changes both lists."""
        seen = self.kind == "Video"
        end, start = (span.middle, span.middle) if seen else (span.end, span.start)
        _end_at(before, end, cut, span)
        _start_at(after, start, cut, span)


def _moved(part: Part, by: Fraction) -> Part:
    def shifted(span: Span | None) -> Span | None:
        return span and span.shifted(by)

    return replace(
        part, span=part.span.shifted(by), head=shifted(part.head), tail=shifted(part.tail)
    )


def _end_at(parts: list[Part], end: Fraction, cut: Fraction, blend: Span) -> None:
    """Make what ends at `cut` end at `end`, trimming or running on."""
    touching = [part for part in parts if part.span.end == cut]
    parts[:] = [
        *(_until(part, end) for part in parts if part.span.end != cut and part.span.start < end),
        *(
            replace(part.over(Span(part.span.start, end)), tail=blend)
            for part in touching
            if part.span.start < end
        ),
    ]


def _until(part: Part, end: Fraction) -> Part:
    return part if part.span.end <= end else part.over(Span(part.span.start, end))


def _start_at(parts: list[Part], start: Fraction, cut: Fraction, blend: Span) -> None:
    """Make what starts at `cut` start at `start`, trimming or beginning earlier."""
    touching = [part for part in parts if part.span.start == cut]
    parts[:] = [
        *(
            replace(part.over(Span(start, part.span.end)), head=blend)
            for part in touching
            if part.span.end > start
        ),
        *(
            part if part.span.start >= start else part.over(Span(start, part.span.end))
            for part in parts
            if part.span.start != cut and part.span.end > start
        ),
    ]


def _trimmed(item: Any, parts: list[Part]) -> list[Part]:
    """What a composition's source range shows of its parts, at its speed, from 0 on."""
    if item.source_range is None and not item.effects:
        return parts
    start, length = length_of(item)
    speed, gain = speed_of(item), gain_of(item)
    if speed == 0:
        held = (part for part in parts if part.span.contains(start))
        return [_frozen(part, start, length, gain) for part in held]
    begin = start - speed * length if speed < 0 else start
    window = Span(*sorted((begin, begin + speed * length)))
    shown = []
    for part in parts:
        inside = part.span.clip_to(window)
        if inside is not None:
            cut = part.over(inside)
            shown.append(replace(_retimed(cut, begin, speed), gain=cut.gain * gain))
    return sorted(shown, key=lambda part: part.span)


def _frozen(part: Part, moment: Fraction, length: Fraction, gain: float) -> Part:
    held = part.over(Span(moment, part.span.end))
    return replace(
        held, span=Span(_ZERO, length), speed=_ZERO, head=None, tail=None, gain=part.gain * gain
    )


def _retimed(part: Part, begin: Fraction, speed: Fraction) -> Part:
    """A part in the time outside, where `begin` is 0 and inner time passes at `speed`."""

    def outside(span: Span | None) -> Span | None:
        ends = span and sorted(((span.start - begin) / speed, (span.end - begin) / speed))
        return Span(*ends) if ends else None

    span = outside(part.span)
    assert span is not None
    first = part.span.start if speed > 0 else part.span.end
    return replace(
        part,
        span=span,
        source=part.source + (first - part.span.start) * part.speed,
        speed=part.speed * speed,
        head=outside(part.head if speed > 0 else part.tail),
        tail=outside(part.tail if speed > 0 else part.head),
    )


def _covered(layers: Sequence[list[Part]], role: str, *, keep: bool = True) -> list[Part]:
    """Layers from the lowest up as one, of the parts that have the role, or have it not."""
    result: list[Part] = []
    for layer in layers:
        result = cover(result, [part for part in layer if (part.role == role) is keep])
    return result


def cover(lower: list[Part], upper: list[Part]) -> list[Part]:
    """Both in one row, `upper` in front: of `lower` remains what shows between."""
    if not lower or not upper:
        return lower or upper
    starts = [part.span.start for part in upper]
    remaining: list[Part] = []
    for part in lower:
        index = max(0, bisect_right(starts, part.span.start) - 1)
        free = part.span.start
        while index < len(upper) and upper[index].span.start < part.span.end:
            front = upper[index].span
            if front.start > free:
                remaining.append(part.over(Span(free, front.start)))
            free = max(free, front.end)
            index += 1
        if free < part.span.end:
            remaining.append(part.over(Span(free, part.span.end)))
    return sorted([*remaining, *upper], key=lambda p: p.span)
