"""Every item of a timeline that is switched on, and where it lies in the edit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scenescore.edit.clips import is_ours, length_of, speed_of
from scenescore.timebase import Span


@dataclass(frozen=True, slots=True)
class Laid:
    """An item whose own length begins at `offset` in the edit and shows in `shown`.

    Edit time passes at `1 / speed` of the time that the item's length is counted in. `tracks` are
    the tracks that it lies on, from the outermost in.
    """

    item: Any
    shown: Span
    offset: Fraction = Fraction(0)
    speed: Fraction = Fraction(1)
    tracks: tuple[Any, ...] = ()

    def at(self, moment: Fraction) -> Fraction:
        """Edit time of a moment of the item's own clock; for compositions that run forwards."""
        start, _ = length_of(self.item)
        return self.offset + (moment - start) / (self.speed * speed_of(self.item))


def walk(top: Laid) -> Iterator[Laid]:
    """An item and all that it holds, what is off, ours or trimmed away left out.

    What lies inside compositions that are frozen or in reverse is left out, too.
    """
    import opentimelineio as otio

    item = top.item
    if not getattr(item, "enabled", True) or is_ours(item):
        return
    _, length = length_of(item)
    shown = Span(top.offset, top.offset + length / top.speed).clip_to(top.shown)
    if shown is None:
        return
    here = Laid(item, shown, top.offset, top.speed, top.tracks)
    yield here
    if isinstance(item, otio.core.Composition) and speed_of(item) > 0:
        yield from _inside(here)


def _inside(parent: Laid) -> Iterator[Laid]:
    import opentimelineio as otio

    item, offset = parent.item, parent.at(Fraction(0))
    speed = parent.speed * speed_of(item)
    is_track = isinstance(item, otio.schema.Track)
    tracks = (*parent.tracks, item) if is_track else parent.tracks
    for child in item:
        if isinstance(child, otio.core.Item):
            yield from walk(Laid(child, parent.shown, offset, speed, tracks))
            if is_track:
                offset += length_of(child)[1] / speed
