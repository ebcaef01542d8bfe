"""Where exactly music comes in and goes out: on cuts, on moves, between lines, never inside one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scenescore.spotting.ground import Ground
from scenescore.spotting.ranges import Range
from scenescore.spotting.stretches import Stretch


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
    ground: Ground, window: Range, costs: dict[str, float], *, before: bool
) -> Iterator[_Place]:
    """Frames in `window` where music may enter or leave, each with what speaks against it.

    `before`: also just ahead of lines, where music can leave but should not come in.
    """
    entry = ground.numbers.entry
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
        for place in (_Place(ideal, 0.0), *places)
        if window.start <= place.frame <= window.end and not ground.in_line(place.frame)
    ]

    def cost(place: _Place) -> tuple[float, int]:
        return place.cost + abs(ground.seconds(place.frame - ideal)), place.frame

    return min(open_places, key=cost).frame if open_places else None


def _entry(ground: Ground, stretch: Stretch, earliest: int, latest: int) -> int | None:
    """The in-point nearest to the stretch's start; None when lines leave no room."""
    numbers = ground.numbers.entry
    costs = {"cut": numbers.cut, "action": numbers.action, "line": numbers.line}
    near = stretch.start + ground.frames(numbers.late)
    for reach in (min(near, latest), latest):
        window = Range(min(earliest, stretch.start), max(reach, stretch.start))
        found = _best(ground, stretch.start, window, _places(ground, window, costs, before=False))
        if found is not None:
            return found
    return None


def _exit(ground: Ground, ideal: int, earliest: int, latest: int) -> int | None:
    """The out-point nearest to the ideal end between `earliest` and `latest`; None if none."""
    numbers = ground.numbers.exit
    costs = {"cut": numbers.cut, "line": numbers.line, "before": numbers.before}
    window = Range(min(earliest, ideal), max(latest, ideal))
    return _best(ground, ideal, window, _places(ground, window, costs, before=True))


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
    placed: list[Placed] = []
    for i, stretch in enumerate(stretches):
        following = stretches[i + 1] if i + 1 < len(stretches) else None
        previous = placed[-1] if placed else None
        start = _start(ground, stretch, previous, closed, hits)
        if start is None:
            continue
        if previous and _is_hole(ground, previous, start, closed):
            placed[-1] = Placed(previous.start, start, previous.fixed_in)
        end = _end(ground, stretch, start, following, closed, hits)
        cue = Placed(start, end, stretch.fixed_in, stretch.stops)
        if end > start and (stretch.must or cue.frames.length >= _shortest(ground)):
            placed.append(cue)
    return tuple(_dying(ground, cue, closed) for cue in placed)


def _shortest(ground: Ground) -> int:
    return ground.frames(ground.numbers.cue.shortest)


def _is_hole(ground: Ground, previous: Placed, start: int, closed: Sequence[Range]) -> bool:
    """Whether the silence before `start` is too short to be meant, and nobody ordered it."""
    hole = Range(previous.end, start)
    return (
        0 < hole.length < ground.frames(ground.numbers.cue.least_gap)
        and not previous.stops
        and not any(r.overlap(hole) or r.start == hole.start for r in closed)
    )


def _free_before(ground: Ground, frame: int, closed: Sequence[Range], seconds: float) -> int:
    """How early one may begin before `frame` without touching what is closed."""
    ends = [r.end for r in closed if r.end <= frame]
    return max([0, frame - ground.frames(seconds), *ends])


def _start(
    ground: Ground,
    stretch: Stretch,
    previous: Placed | None,
    closed: Sequence[Range],
    hits: Sequence[int],
) -> int | None:
    if stretch.fixed_in:
        return stretch.start
    earliest = _free_before(ground, stretch.start, closed, ground.numbers.entry.early)
    if previous:
        earliest = max(earliest, previous.end)
    inside = [h for h in hits if stretch.start <= h < stretch.end]
    latest = min([stretch.end - _shortest(ground), *inside])
    found = _entry(ground, stretch, earliest, max(latest, stretch.start))
    if found is None and stretch.must:
        return max(stretch.start, previous.end if previous else 0)
    return found


def _end(
    ground: Ground,
    stretch: Stretch,
    start: int,
    following: Stretch | None,
    closed: Sequence[Range],
    hits: Sequence[int],
) -> int:
    if stretch.fixed_out:
        return stretch.end
    numbers = ground.numbers.exit
    inside = [h for h in hits if stretch.start <= h < stretch.end]
    ideal = min(stretch.end, last_out(ground))
    if inside:
        # A hit in the last moments outranks the ring-out's room.
        ideal = max(ideal, min(inside[-1] + ground.frames(numbers.after_hit), stretch.end))
    if following and following.start == stretch.end:
        # A segue: where the next cue really begins is settled when that is placed.
        return ideal
    borders = [r.start for r in closed if r.start >= stretch.end]
    borders += [following.start - ground.frames(ground.numbers.cue.least_gap)] if following else []
    latest = min([ideal + ground.frames(numbers.late), max(last_out(ground), ideal), *borders])
    earliest = max(
        [start + _shortest(ground), ideal - ground.frames(numbers.early)]
        + [inside[-1] + ground.frames(numbers.after_hit)] * bool(inside)
    )
    return _exit(ground, ideal, earliest, latest) or ideal


def _dying(ground: Ground, cue: Placed, closed: Sequence[Range]) -> Placed:
    """Marks a cue that must fade: it ends under a line, or a last chord would ring into silence."""
    ring = Range(cue.end, cue.end + ground.frames(ground.numbers.cue.ring_room))
    rings_into = any(r.overlap(ring) for r in closed)
    dies = not cue.stops and (ground.in_line(cue.end) or rings_into)
    return Placed(cue.start, cue.end, cue.fixed_in, cue.stops, dies)
