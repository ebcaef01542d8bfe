"""What single items of a timeline say: length, speed, volume, what kind of generator they are."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from math import isnan
from typing import Any, Literal, TypeAlias

from scenescore.edit.fcp7 import volume_of
from scenescore.edit.otio_times import exact_speed, seconds
from scenescore.edit.scored_tracks import is_ours as tagged_as_ours

Role: TypeAlias = Literal["picture", "black", "overlay", "clear"]

_LOUDEST_DB = 60.0
"""More gain than any program gives; what a file says beyond is a slip."""

_BLACK = re.compile(r"black|slug|^$", re.IGNORECASE)
_SOLID = re.compile(
    r"solid|colou?r|matte|bars|leader|white|gradient|noise|checker|background|grid", re.IGNORECASE
)
_CLEAR = re.compile(r"transparent|adjustment", re.IGNORECASE)


def is_ours(item: Any) -> bool:
    """Whether an item is a lane of an earlier run or a clip on one.

    A track is ours when all its clips are: formats that keep no metadata for a track (FCP 7 XML)
    keep it for clips, and what the editor laid on our lane is the editor's.
    """
    import opentimelineio as otio

    if not isinstance(item, otio.schema.Track):
        return tagged_as_ours(item.metadata)
    content = [child for child in item if isinstance(child, otio.core.Item)]
    clips = [child for child in content if not isinstance(child, otio.schema.Gap)]
    if not clips:
        return tagged_as_ours(item.metadata)
    return all(tagged_as_ours(clip.metadata) for clip in clips)


def length_of(item: Any) -> tuple[Fraction, Fraction]:
    """(start in its own clock, length in record time) of an item, in seconds.

    A time warp does not change the length, it changes how much media passes. Clips without any
    range have no length.
    """
    import opentimelineio as otio

    span = item.source_range
    if span is None and isinstance(item, otio.schema.Clip):
        reference = item.media_reference
        span = reference.available_range if reference is not None else None
    if span is not None:
        start, length = seconds(span.start_time), seconds(span.duration)
        if start + length <= 0 and isinstance(item, otio.core.Composition):
            # OTIO's EDL reader keeps a track's start timecode so; taken at its word, all is hidden.
            return Fraction(0), length
        return start, length
    if isinstance(item, otio.schema.Track):
        inner = (child for child in item if isinstance(child, otio.core.Item))
        return Fraction(0), sum((length_of(child)[1] for child in inner), Fraction(0))
    if isinstance(item, otio.schema.Stack):
        return Fraction(0), max((length_of(child)[1] for child in item), default=Fraction(0))
    return Fraction(0), Fraction(0)


def speed_of(item: Any) -> Fraction:
    """The product of an item's time warps: 1 normally, 0 frozen, negative in reverse."""
    import opentimelineio as otio

    speed = Fraction(1)
    for effect in item.effects:
        if isinstance(effect, otio.schema.LinearTimeWarp):
            speed *= exact_speed(effect.time_scalar)
    return speed


def gain_of(item: Any) -> float:
    """Linear gain that the format states for an item (FCP 7 levels; decibels of the others)."""
    for stated in (item.metadata[key] for key in ("fcpxml", "told") if key in item.metadata):
        decibels = stated.get("volume_db") if hasattr(stated, "get") else None
        # A file may hold anything there: what is no level leaves the sound as it is.
        if not isinstance(decibels, int | float) or isnan(decibels):
            return 1.0
        return float(10 ** (min(decibels, _LOUDEST_DB) / 20))
    return volume_of(item)


def generator_role(clip: Any) -> Role:
    """How an editor sees a clip that a generator draws.

    Solids, bars and mattes are pictures and cover what is below. Black and slugs cover too, and are
    black. Titles, captions and graphics are laid over the picture: the picture under them stays the
    shot; on black they are what is seen. Transparent ones and adjustment layers show nothing.
    """
    import opentimelineio as otio

    reference = clip.media_reference
    if not isinstance(reference, otio.schema.GeneratorReference):
        return "picture"
    return _role(reference.generator_kind or "", clip.name or "")


@lru_cache(maxsize=256)
def _role(kind: str, name: str) -> Role:
    if _CLEAR.search(f"{kind} {name}"):
        return "clear"
    # Premiere calls every synthetic clip a slug: there the name says what it is.
    words = name if kind.lower() == "slug" and name else kind
    if _SOLID.search(words):
        return "picture"
    return "black" if _BLACK.search(words) else "overlay"
