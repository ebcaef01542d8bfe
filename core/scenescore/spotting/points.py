"""Where exactly music comes in and goes out: on cuts, on moves, between lines, never inside one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TypeAlias

from scenescore.spotting.ground import Ground
from scenescore.spotting.ranges import Range
from scenescore.spotting.stretches import Stretch

Begun: TypeAlias = tuple[Stretch, int]
"""A stretch and the frame at which its cue begins."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A cue's frames. `stops`: cut dead at the end; `dies`: it must be silent by its out frame."""

    start: int
    end: int
    fixed_in: bool = False
    stops: bool = False
    dies: bool = False

    @property
    def frames(self) -> Range:
        return Range(self.start, self.end)


@dataclass(frozen=True, slots=True)
class _Place:
    frame: int
    cost: float


def _places(
    ground: Ground, ideal: int, window: Range, costs: dict[str, float], *, before: bool
) -> Iterator[_Place]:
    """Frames in `window` where music may enter or leave, each with what speaks against it.

    `before`: also just ahead of lines, where music can leave but should not come in.
    """
    entry = ground.numbers.entry
    at_the_ends = ideal == 0 or ideal >= last_out(ground)
    yield _Place(ideal, costs["cut" if at_the_ends else "nowhere"])
    for cut in ground.cuts_between(window.start, window.end + 1):
        yield _Place(cut.frame, costs["cut"])
    if "action" in costs:
        for action in ground.actions:
            if window.start <= action.frame <= window.end:
                yield _Place(action.frame, costs["action"])
    for i in ground.lines.between(window.start, window.end + 1):
        yield _Place(ground.lines.ends[i] + ground.frames(entry.after_line), costs["line"])
        if before:
            yield _Place(ground.lines.starts[i] - ground.frames(entry.before_line), costs["before"])


def _best(ground: Ground, ideal: int, window: Range, places: Iterator[_Place]) -> int | None:
    """The cheapest place between lines, counting seconds away from the ideal; None if none."""
    open_places = [
        place
        for place in places
        if window.start <= place.frame <= window.end and not ground.in_line(place.frame)
    ]

    def cost(place: _Place) -> tuple[float, int]:
        return place.cost + abs(ground.seconds(place.frame - ideal)), place.frame

    return min(open_places, key=cost).frame if open_places else None


def _entry(ground: Ground, stretch: Stretch, earliest: int, latest: int) -> int | None:
    """The in-point nearest to the stretch's start; None when lines leave no room."""
    numbers = ground.numbers.entry
    costs = {name: getattr(numbers, name) for name in ("cut", "action", "line", "nowhere")}
    near = stretch.start + ground.frames(numbers.late)
    for reach in (min(near, latest), latest):
        window = Range(min(earliest, stretch.start), reach)
        places = _places(ground, stretch.start, window, costs, before=False)
        found = _best(ground, stretch.start, window, places)
        if found is not None:
            return found
    return None


def _exit(ground: Ground, ideal: int, earliest: int, latest: int) -> int:
    """The out-point nearest to the ideal end; that end itself where lines leave no other."""
    numbers = ground.numbers.exit
    costs = {name: getattr(numbers, name) for name in ("cut", "line", "before", "nowhere")}
    window = Range(earliest, latest)
    found = _best(ground, ideal, window, _places(ground, ideal, window, costs, before=True))
    return ideal if found is None else found


def last_out(ground: Ground) -> int:
    """The last frame on which music may resolve, so that its ring-out lies inside the edit."""
    numbers = ground.numbers.cue
    room = min(numbers.ring_room, numbers.ring_share * ground.seconds(ground.total))
    return ground.total - ground.frames(room)


def place(
    ground: Ground,
    stretches: Sequence[Stretch],
    closed: Sequence[Range],
    hits: Sequence[int],
) -> tuple[Placed, ...]:
    """In and out points for each stretch, in order and apart from each other.

    `closed` are frames without music; `hits` the frames of ordered hits, which stay inside. A
    stretch that nobody ordered is given up when lines leave it no place to begin or no length.
    """
    begun: list[Begun] = []
    for stretch in stretches:
        after = max(_after(ground, stretch, *begun[-1]) if begun else 0, _opened(closed, stretch))
        start = _start(ground, stretch, after, hits)
        if start is not None:
            begun.append((stretch, start))
    return _ended(ground, begun, closed, hits)


def _ended(
    ground: Ground, begun: Sequence[Begun], closed: Sequence[Range], hits: Sequence[int]
) -> tuple[Placed, ...]:
    """Cues from where they begin to their out-points; what is too short then leaves its place."""
    placed, kept = [], []
    for (stretch, start), following in zip_longest(begun, begun[1:]):
        end = _end(ground, stretch, start, following, closed, hits)
        cue = Placed(start, end, stretch.fixed_in, stretch.stops)
        if end > start and (stretch.must or cue.frames.length >= _shortest(ground)):
            placed.append(_dying(ground, cue, closed))
            kept.append((stretch, start))
    return tuple(placed) if len(kept) == len(begun) else _ended(ground, kept, closed, hits)


def _shortest(ground: Ground) -> int:
    return ground.frames(ground.numbers.cue.shortest)


def _after(ground: Ground, stretch: Stretch, previous: Stretch, begun: int) -> int:
    """The earliest in-point that leaves the cue before its length, and the silence its own."""
    gap = ground.frames(ground.numbers.cue.least_gap)
    silence = min(previous.end + gap, stretch.start) if previous.end < stretch.start else 0
    return max(begun + _shortest(ground), silence)


def _opened(closed: Sequence[Range], stretch: Stretch) -> int:
    """Where the last frames without music before a stretch end."""
    return max((r.end for r in closed if r.end <= stretch.start), default=0)


def _inside(stretch: Stretch, hits: Sequence[int]) -> list[int]:
    return [hit for hit in hits if stretch.start <= hit < stretch.end]


def _start(ground: Ground, stretch: Stretch, after: int, hits: Sequence[int]) -> int | None:
    """The in-point of a stretch, not before `after`; None for a free one without a place."""
    if stretch.fixed_in:
        return stretch.start
    earliest = max(after, stretch.start - ground.frames(ground.numbers.entry.early))
    latest = min([stretch.end - _shortest(ground), *_inside(stretch, hits)])
    found = _entry(ground, stretch, earliest, max(latest, stretch.start))
    return stretch.start if found is None and stretch.must else found


def _end(
    ground: Ground,
    stretch: Stretch,
    start: int,
    following: Begun | None,
    closed: Sequence[Range],
    hits: Sequence[int],
) -> int:
    """The out-point of a stretch; where the next cue follows before a silence, its in-point."""
    if stretch.fixed_out:
        return stretch.end
    numbers = ground.numbers.exit
    inside = _inside(stretch, hits)
    held = inside[-1] + ground.frames(numbers.after_hit) if inside else start
    # A hit in the last moments outranks the ring-out's room.
    ideal = max(min(stretch.end, last_out(ground)), min(held, stretch.end))
    gap = ground.frames(ground.numbers.cue.least_gap)
    borders = [r.start for r in closed if r.start >= stretch.end]
    if following:
        after, next_start = following
        silent = any(r.start < after.start and stretch.end < r.end for r in closed)
        if not silent and next_start - ideal < gap:
            return next_start
        borders.append(next_start - gap)
    latest = min([ideal + ground.frames(numbers.late), max(last_out(ground), ideal), *borders])
    earliest = max(start + _shortest(ground), ideal - ground.frames(numbers.early), held)
    return _exit(ground, ideal, min(earliest, ideal), max(latest, ideal))


def _dying(ground: Ground, cue: Placed, closed: Sequence[Range]) -> Placed:
    """Marks a cue that must fade: it ends under a line, or a last chord would ring into silence."""
    ring = Range(cue.end, cue.end + ground.frames(ground.numbers.cue.ring_room))
    rings_into = any(r.overlap(ring) for r in closed)
    dies = not cue.stops and (ground.in_line(cue.end) or rings_into)
    return replace(cue, dies=dies)
