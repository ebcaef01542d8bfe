"""The edit cut into pieces, each of which has music or has none; what the orders say of each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from scenescore.orders import Order
from scenescore.spotting.feeling import distance
from scenescore.spotting.ground import Ground
from scenescore.spotting.ranges import Range, frames_of, reach_of


class Verdict(Enum):
    """What the orders say of a piece."""

    MUST = "must"
    MAY = "may"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Piece:
    """A scene, or a part of one, in frames; `opens` where IN is ordered, `stops` before STOP."""

    start: int
    end: int
    verdict: Verdict
    opens: bool = False
    closes: bool = False
    stops: bool = False

    @property
    def length(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Bounds:
    """The frames at which IN, OUT and STOP are ordered, in order."""

    ins: tuple[int, ...]
    outs: tuple[int, ...]
    stops: tuple[int, ...]


def bounds_of(orders: Iterable[Order], ground: Ground) -> Bounds:
    """IN, OUT and STOP inside the edit; an IN with a range also orders OUT at its end."""
    frames: dict[str, set[int]] = {"in": set(), "out": set(), "stop": set()}
    for order in orders:
        if order.kind in frames:
            where = frames_of(order.span, ground)
            frames[order.kind].add(where.start)
            if order.kind == "in" and where.length > 1:
                frames["out"].add(where.end)
    inside = {
        kind: tuple(sorted(f for f in found if 0 <= f <= ground.total))
        for kind, found in frames.items()
    }
    ins = tuple(f for f in inside["in"] if f < ground.total)
    stops = tuple(f for f in inside["stop"] if f > 0)
    outs = tuple(f for f in inside["out"] if f > 0 and f not in stops)
    return Bounds(ins, outs, stops)


def _after(frames: Sequence[int], frame: int, default: int) -> int:
    """The first of `frames` beyond `frame`."""
    index = bisect_left(frames, frame + 1)
    return frames[index] if index < len(frames) else default


def ordered_runs(bounds: Bounds, ground: Ground) -> tuple[Range, ...]:
    """From each IN to its OUT or STOP; to the next IN or the scene's end where none follows."""
    ends = sorted({*bounds.outs, *bounds.stops})
    runs = []
    for start in bounds.ins:
        next_in = _after(bounds.ins, start, ground.total)
        end = _after(ends, start, ground.total + 1)
        if end > next_in:
            end = min(next_in, ground.scene_at(start).end_frame)
        runs.append(Range(start, min(end, ground.total)))
    return tuple(runs)


def _after_out(frame: int, bounds: Bounds, ground: Ground) -> Range:
    """OUT: silence for the rest of the scene, or a breath where it lies at the scene's start."""
    scene = ground.scene_at(min(frame, ground.total - 1))
    breath = ground.frames(ground.numbers.cue.least_gap)
    end = scene.end_frame if frame - scene.start_frame > breath else frame + breath
    return Range(frame, max(frame, min(end, _after(bounds.ins, frame - 1, ground.total))))


def _after_stop(frame: int, bounds: Bounds, ground: Ground) -> Range:
    """STOP: a general pause that ends on a cut, or after a second."""
    numbers = ground.numbers.cue
    pause = frame + ground.frames(numbers.silence)
    cuts = ground.cuts_between(frame + ground.frames(numbers.silence_least), pause)
    end = cuts[0].frame if cuts else pause
    return Range(frame, max(frame, min(end, _after(bounds.ins, frame - 1, ground.total))))


def closed_ranges(bounds: Bounds, forbidden: Iterable[Range], ground: Ground) -> tuple[Range, ...]:
    """All frames without music: those forbidden, and the silences after OUT and STOP."""
    after = [_after_out(f, bounds, ground) for f in bounds.outs]
    after += [_after_stop(f, bounds, ground) for f in bounds.stops]
    return tuple(sorted(r for r in (*forbidden, *after) if r.length > 0))


def wanted_ranges(orders: Iterable[Order], ground: Ground) -> tuple[Range, ...]:
    """Frames that must lie under music because something is ordered to happen in it."""
    points = [
        frames_of(o.span, ground) for o in orders if o.kind in ("hit", "note", "theme", "style")
    ]
    starts = tuple(Range(r.start, r.start + 1) for r in points)
    moods = tuple(reach_of(o, ground) for o in orders if o.kind == "mood")
    return tuple(r for r in (*starts, *moods) if 0 <= r.start < ground.total)


def cut_up(
    ground: Ground,
    bounds: Bounds,
    closed: Sequence[Range],
    wanted: Sequence[Range],
) -> tuple[Piece, ...]:
    """The whole edit as pieces in order, without holes."""
    runs = ordered_runs(bounds, ground)
    borders = {0, ground.total, *_parts(ground), *bounds.ins, *bounds.outs, *bounds.stops}
    for each in (*closed, *runs):
        borders |= {each.start, each.end}
    inside = sorted(border for border in borders if 0 <= border <= ground.total)
    leaving = {*bounds.outs, *bounds.stops}
    lasting = ground.frames(ground.numbers.cue.shortest)

    def verdict(start: int, end: int) -> Verdict:
        here = Range(start, end)
        if any(closing.overlap(here) for closing in closed):
            return Verdict.NEVER
        needed = any(run.overlap(here) for run in runs) or any(
            here.holds(want.start) or want.overlap(here) >= lasting for want in wanted
        )
        return Verdict.MUST if needed or end in leaving else Verdict.MAY

    pieces = (
        Piece(
            start,
            end,
            verdict(start, end),
            opens=start in bounds.ins,
            closes=end in leaving,
            stops=end in bounds.stops,
        )
        for start, end in pairwise(inside)
    )
    return _joined(ground, pieces)


def _joined(ground: Ground, pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Pieces too short for a cue, each joined to the neighbour whose mood is closer to its own."""
    shortest = ground.frames(ground.numbers.cue.shortest)
    joined = list(pieces)
    i = 0
    while i < len(joined):
        neighbours = [n for n in (i - 1, i) if _can_join(joined, n)]
        if joined[i].length >= shortest or not neighbours:
            i += 1
            continue
        left = min(neighbours, key=lambda n: _step(ground, joined[n], joined[n + 1]))
        joined[left : left + 2] = [_both(joined[left], joined[left + 1])]
        i = left
    return tuple(joined)


def _can_join(pieces: Sequence[Piece], left: int) -> bool:
    """Whether nothing is ordered between a piece and the next."""
    if not 0 <= left < len(pieces) - 1:
        return False
    one, other = pieces[left], pieces[left + 1]
    forbidden = Verdict.NEVER in (one.verdict, other.verdict)
    return not (forbidden or one.closes or other.opens)


def _step(ground: Ground, one: Piece, other: Piece) -> float:
    return distance(ground.mood(one.start, one.end), ground.mood(other.start, other.end))


def _both(one: Piece, other: Piece) -> Piece:
    must = Verdict.MUST in (one.verdict, other.verdict)
    return Piece(
        one.start,
        other.end,
        Verdict.MUST if must else Verdict.MAY,
        one.opens,
        other.closes,
        other.stops,
    )


def _parts(ground: Ground) -> set[int]:
    """Where scenes start, and where long scenes are divided."""
    starts: set[int] = set()
    for scene in ground.scenes:
        starts.add(scene.start_frame)
        starts |= _divided(ground, scene.start_frame, scene.end_frame)
    return starts


def _divided(ground: Ground, start: int, end: int) -> set[int]:
    """Inner borders of a long scene: cuts between lines, where the mood turns most.

    A scene without cuts is divided after its lines; where nothing is known of it, evenly.
    """
    numbers = ground.numbers.cue
    if end - start <= ground.frames(numbers.part_longest):
        return set()
    margin = ground.frames(numbers.part_shortest)
    places = [
        cut.frame
        for cut in ground.cuts_between(start + margin, end - margin + 1)
        if not ground.in_line(cut.frame)
    ] or _pauses(ground, start + margin, end - margin)
    middle = (start + end) // 2
    if not places and end - start > ground.frames(numbers.longest):
        places = [middle]
    if not places:
        return set()
    # Of equal turns the one nearest to the middle, so that the parts stay long.
    best = max(places, key=lambda f: (round(ground.turn(f), 1), -abs(f - middle)))
    return {best} | _divided(ground, start, best) | _divided(ground, best, end)


def _pauses(ground: Ground, start: int, end: int) -> list[int]:
    """Frames just after lines, for scenes without cuts such as a podcast's."""
    after = ground.frames(ground.numbers.entry.after_line)
    ends = (ground.lines.ends[i] + after for i in ground.lines.between(start, end))
    return [f for f in ends if start <= f <= end and not ground.in_line(f)]
