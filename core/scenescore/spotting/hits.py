"""Hits: which moments of the picture the music meets, and how hard."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from scenescore.model import Cut, Hit, HitKind
from scenescore.orders import Order
from scenescore.spotting.ground import Ground
from scenescore.spotting.points import Placed
from scenescore.spotting.ranges import frames_of

_BROAD = frozenset({"marker", "scene", "fade", "dissolve"})
"""Moments that music may answer under a line, softly; the rest is left to the words."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that a hit may fall on. `gradual` ones have no instant to strike."""

    frame: int
    source: str
    weight: float
    ordered: bool = False
    gradual: bool = False
    label: str = ""


def moments_of(ground: Ground, orders: Iterable[Order]) -> tuple[Moment, ...]:
    """Every moment of the edit that calls for a hit, one a frame, in order of frames."""
    found: dict[int, Moment] = {}
    for moment in (*_ordered(ground, orders), *_scenes(ground), *_cuts(ground), *_actions(ground)):
        known = found.get(moment.frame)
        if known is None or moment.weight > known.weight:
            found[moment.frame] = moment
    ordered = tuple(found[frame] for frame in sorted(found) if 0 <= frame < ground.total)
    return _handed_on(ground, ordered)


def _ordered(ground: Ground, orders: Iterable[Order]) -> list[Moment]:
    weights = {"hit": ground.numbers.hit.marker, "note": ground.numbers.hit.note}
    return [
        Moment(
            frames_of(o.span, ground).start, "marker", weights[o.kind], ordered=True, label=o.label
        )
        for o in orders
        if o.kind in weights
    ]


def _scenes(ground: Ground) -> list[Moment]:
    weight = ground.numbers.hit.scene
    cuts = {cut.frame: cut for cut in ground.cuts}
    return [
        Moment(
            scene.start_frame,
            "scene",
            weight + _extra(ground, scene.start_frame),
            gradual=_lasts(cuts.get(scene.start_frame), ground.numbers.hit.gradual_scene),
        )
        for scene in ground.scenes[1:]
    ]


def _cuts(ground: Ground) -> list[Moment]:
    numbers = ground.numbers.hit
    sources = {
        "hard": ("cut", numbers.cut),
        "dissolve": ("dissolve", numbers.dissolve),
        "fade": ("fade", numbers.fade),
    }
    return [
        Moment(
            cut.frame,
            sources[cut.kind][0],
            sources[cut.kind][1] + _extra(ground, cut.frame),
            gradual=_lasts(cut, numbers.gradual),
        )
        for cut in ground.cuts
    ]


def _actions(ground: Ground) -> list[Moment]:
    numbers = ground.numbers.hit
    return [
        Moment(action.frame, "action", numbers.action + numbers.turn * action.strength)
        for action in ground.actions
        if action.strength >= numbers.action_least
    ]


def _lasts(cut: Cut | None, seconds: float) -> bool:
    """Whether the picture takes that long to change."""
    return cut is not None and cut.span is not None and cut.span.duration >= seconds


def _extra(ground: Ground, frame: int) -> float:
    """What a change of mood or of light adds; too little to change the order of the kinds."""
    numbers = ground.numbers.hit
    light = abs(ground.shot_value(ground.light, frame) - ground.shot_value(ground.light, frame - 1))
    return numbers.turn * min(ground.turn(frame), 1.0) + numbers.light * min(2 * light, 1.0)


def _handed_on(ground: Ground, moments: Sequence[Moment]) -> tuple[Moment, ...]:
    """Moments inside a line hand most of their weight to the next cut in a gap, if one is near."""
    numbers = ground.numbers.hit
    reach = ground.frames(numbers.hand_within)
    handed = list(moments)
    for i, moment in enumerate(moments):
        if moment.ordered or not ground.in_line(moment.frame):
            continue
        for j in range(i + 1, len(moments)):
            heir = handed[j]
            if heir.frame - moment.frame > reach:
                break
            if heir.source != "action" and not ground.in_line(heir.frame):
                weight = max(heir.weight, numbers.handed * moment.weight)
                handed[j] = replace(heir, weight=weight)
                break
    return tuple(handed)


def period(ground: Ground, frame: int) -> float:
    """Seconds between hard hits around `frame`: from the calm to the busy figure of the table.

    Half the way is the mood's arousal, half the pace of cutting.
    """
    numbers = ground.numbers.density
    window = ground.frames(numbers.pace_window)
    start, end = max(frame - window, 0), min(frame + window, ground.total)
    shots = len(ground.cuts_between(start + 1, end)) + 1
    shot = ground.seconds(end - start) / shots
    pace = (numbers.pace_calm - shot) / (numbers.pace_calm - numbers.pace_busy)
    arousal = (ground.mood(start, end).arousal + 1) / 2
    busy = (arousal + min(max(pace, 0.0), 1.0)) / 2
    return float(numbers.calm * (numbers.busy / numbers.calm) ** busy)


def hits_of(ground: Ground, moments: Sequence[Moment], cue: Placed) -> tuple[Hit, ...]:
    """The hits of one cue in order: its entry, hard and soft ones, a swell, a stop."""
    frames = [moment.frame for moment in moments]
    first, last = bisect_left(frames, cue.start), bisect_left(frames, cue.end)
    inside = moments[first:last]
    at_entry = inside[0] if inside and inside[0].frame == cue.start else None
    inside = inside[1:] if at_entry else inside
    hard = _hard(ground, inside, cue)
    soft = _soft(ground, inside, hard, cue)
    swell = _swell(ground, soft, hard, cue)
    hits = [_entry(at_entry, cue)]
    hits += [_hit(m, "hard") for m in hard]
    hits += [_hit(m, "swell" if m is swell else "soft") for m in soft]
    if cue.stops:
        hits.append(Hit(cue.end, "stop", 1.0, "marker", ordered=True))
    return tuple(sorted(hits, key=lambda hit: hit.frame))


def _entry(moment: Moment | None, cue: Placed) -> Hit:
    ordered = cue.fixed_in or (moment is not None and moment.ordered)
    found = moment.source if moment else "start" if cue.start == 0 else "gap"
    label = moment.label if moment else ""
    return Hit(cue.start, "entry", 1.0, "marker" if ordered else found, ordered, label)


def _hit(moment: Moment, kind: HitKind) -> Hit:
    return Hit(
        moment.frame, kind, round(moment.weight, 3), moment.source, moment.ordered, moment.label
    )


def _by_weight(moments: Iterable[Moment]) -> list[Moment]:
    return sorted(moments, key=lambda m: (-m.weight, m.frame))


def _hard(ground: Ground, moments: Sequence[Moment], cue: Placed) -> list[Moment]:
    """The strongest moments that leave each other and the cue's ends room, none inside a line."""
    numbers = ground.numbers.density
    least = ground.frames(numbers.least)
    taken: list[Moment] = []
    for moment in _by_weight(moments):
        if moment.ordered:
            near = [t for t in taken if abs(t.frame - moment.frame) < least]
            if not any(t.weight > moment.weight for t in near):
                taken.append(moment)
            continue
        if moment.gradual or ground.in_line(moment.frame):
            continue
        room = ground.frames(max(numbers.room, numbers.settle * period(ground, moment.frame)))
        at_the_ends = moment.frame - cue.start < room or cue.end - moment.frame < room
        if not at_the_ends and not _is_crowded(ground, moment.frame, taken):
            taken.append(moment)
    return taken


def _is_crowded(ground: Ground, frame: int, taken: Sequence[Moment]) -> bool:
    """Whether hits are too near to `frame`, or too many around it for the music's pace."""
    numbers = ground.numbers.density
    mean = period(ground, frame)
    apart = ground.frames(max(numbers.least, numbers.spread * mean))
    around = ground.frames(numbers.bundle * mean / 2)
    distances = [abs(moment.frame - frame) for moment in taken]
    return min(distances, default=apart) < apart or (
        sum(distance <= around for distance in distances) >= numbers.bundle - 1
    )


def _soft(
    ground: Ground, moments: Sequence[Moment], hard: Sequence[Moment], cue: Placed
) -> list[Moment]:
    """The rest, where it does not crowd another hit or change the music under words for little."""
    numbers = ground.numbers.density
    least, apart = ground.frames(numbers.soft_least), ground.frames(numbers.soft_apart)
    used = [cue.start, cue.end, *(m.frame for m in hard)]
    taken: list[Moment] = []
    for moment in _by_weight(m for m in moments if m not in hard):
        under_words = ground.in_line(moment.frame) and moment.source not in _BROAD
        room = least if moment.source in _BROAD else apart
        crowded = any(abs(frame - moment.frame) < room for frame in used)
        if moment.ordered or not (under_words or crowded):
            taken.append(moment)
            used.append(moment.frame)
    return taken


def _swell(
    ground: Ground, soft: Sequence[Moment], hard: Sequence[Moment], cue: Placed
) -> Moment | None:
    """The moment of the cue's greatest turn of mood, if music has time to grow into it."""
    numbers = ground.numbers.density
    first = cue.start + ground.frames(numbers.swell_room)
    last = cue.end - ground.frames(numbers.room)
    apart = ground.frames(numbers.swell_apart)
    turns = [
        (ground.turn(m.frame), m)
        for m in soft
        if first <= m.frame <= last
        and m.source in _BROAD
        and not m.ordered
        and not ground.in_line(m.frame)
        and all(abs(h.frame - m.frame) >= apart for h in hard)
    ]
    strong = [(turn, m) for turn, m in turns if turn >= numbers.swell_turn]
    return max(strong, key=lambda pair: pair[0])[1] if strong else None
