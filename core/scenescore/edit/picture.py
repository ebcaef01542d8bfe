"""What is seen, frame by frame, and where it changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from scenescore.edit.visible import Part
from scenescore.model import Clip, Cut, Media
from scenescore.timebase import Rate, Span, to_frames

_SAME_MOMENT = Fraction(1, 500)
"""Sources this near to one another go on without a jump: less than a tenth of any frame."""
_FEWEST_DETECTED = 3
"""Through-edits alone, at least so many, and of one film: cut by scene detection, not by razor."""

FindMedia = Callable[[object], tuple[Media | None, Fraction]]


@dataclass(frozen=True, slots=True)
class _Look:
    """What shows over a stretch of frames; no part means black."""

    start: int
    end: int
    part: Part | None
    media: Media | None = None
    zero: Fraction = Fraction(0)


def picture_of(
    parts: list[Part], find_media: FindMedia, rate: Rate, frames: int
) -> tuple[tuple[Clip, ...], tuple[Cut, ...]]:
    """The picture of an edit of `frames` frames, and the cuts in it.

    Through-edits (the same clip, its source going on) are joined. Where nothing shows it is black:
    a cut to or from black is a cut, and a transition there a fade. Fades at the very start and end
    of the edit are no cuts, because nothing lies beyond them.
    """
    looks = _without_outer_fades(_looks(parts, find_media, rate, frames), rate, frames)
    looks = _joined(looks, rate)
    clips = tuple(_clip(look, rate) for look in looks if look.part is not None)
    whole = Span.of_frames(0, frames, rate)
    cuts = tuple(_cut(a, b, rate, whole) for a, b in pairwise(looks))
    return clips, cuts


def _looks(parts: list[Part], find_media: FindMedia, rate: Rate, frames: int) -> list[_Look]:
    """Parts on whole frames with black between, gapless from 0 to `frames`."""
    looks: list[_Look] = []
    reached = 0
    for part in parts:
        start = max(reached, to_frames(part.span.start, rate))
        end = min(frames, to_frames(part.span.end, rate))
        if end <= start:
            continue
        if start > reached:
            looks.append(_Look(reached, start, None))
        black = part.role == "black"
        looks.append(
            _Look(start, end, None) if black else _Look(start, end, part, *find_media(part.clip))
        )
        reached = end
    if reached < frames:
        looks.append(_Look(reached, frames, None))
    return looks


def _blend(before: _Look, after: _Look, rate: Rate) -> Span | None:
    """The transition whose middle lies on the change from one look to the other."""
    spans = (before.part and before.part.tail, after.part and after.part.head)
    return next((s for s in spans if s and to_frames(s.middle, rate) == after.start), None)


def _without_outer_fades(looks: list[_Look], rate: Rate, frames: int) -> list[_Look]:
    if len(looks) > 1 and looks[0].part is None:
        blend = _blend(looks[0], looks[1], rate)
        if blend is not None and to_frames(blend.start, rate) <= 0:
            looks = [replace(looks[1], start=0), *looks[2:]]
    if len(looks) > 1 and looks[-1].part is None:
        blend = _blend(looks[-2], looks[-1], rate)
        if blend is not None and to_frames(blend.end, rate) >= frames:
            looks = [*looks[:-2], replace(looks[-2], end=frames)]
    return looks


def _joined(looks: list[_Look], rate: Rate) -> list[_Look]:
    """Looks with black next to black and through-edits made one."""
    through = [_goes_on(a, b, rate) for a, b in pairwise(looks)]
    changes = [t for t, b in zip(through, looks[1:], strict=True) if b.part is not None]
    detected = len(changes) >= _FEWEST_DETECTED and all(changes)
    joined = looks[:1]
    for goes_on, look in zip(through, looks[1:], strict=True):
        black = joined[-1].part is None and look.part is None
        if black or (goes_on and not detected):
            joined[-1] = replace(joined[-1], end=look.end, part=_run_on(joined[-1], look))
        else:
            joined.append(look)
    return joined


def _run_on(before: _Look, after: _Look) -> Part | None:
    if before.part is None or after.part is None:
        return None
    span = Span(before.part.span.start, max(before.part.span.end, after.part.span.end))
    return replace(before.part.over(span), tail=after.part.tail)


def _goes_on(before: _Look, after: _Look, rate: Rate) -> bool:
    """Whether nothing changes between two looks: a razor's cut through one clip."""
    a, b = before.part, after.part
    if a is None or b is None or _blend(before, after, rate) is not None:
        return False
    if a.clip.name != b.clip.name or a.speed != b.speed or a.role != b.role:
        return False
    if before.media != after.media:
        return False
    moment = a.source + (b.span.start - a.span.start) * a.speed
    return abs(moment - b.source) < _SAME_MOMENT


def _clip(look: _Look, rate: Rate) -> Clip:
    part = look.part
    assert part is not None
    record = Span.of_frames(look.start, look.end, rate)
    return Clip(
        name=part.clip.name or "",
        media=look.media,
        record=record,
        source_start=part.over(record).source - look.zero,
        speed=part.speed,
        track=part.track,
    )


def _cut(before: _Look, after: _Look, rate: Rate, whole: Span) -> Cut:
    blend = _blend(before, after, rate)
    if blend is None:
        return Cut(after.start)
    black = before.part is None or after.part is None
    return Cut(after.start, "fade" if black else "dissolve", blend.clip_to(whole))
