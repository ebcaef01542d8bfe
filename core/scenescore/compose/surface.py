"""The surface: how many notes a second are heard, and where in the bar they fall.

Notes a second carry arousal (MUSIC 1.1), so that they are fitted, not left to the textures: of the
places of the bar, in the order in which a texture fills them, as many are taken as the mood asks
for once the melody's own onsets are counted. A figure stays as long as mood and texture do: bars of
one kind share a rhythm, odd metres break it off or begin it again; the bars of a phrase differ in
how full they are, so that it breathes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from scenescore.compose.melody import Tone
from scenescore.compose.players import Segment
from scenescore.compose.tempo import CLEAR, Plan
from scenescore.compose.texture import Measure, Texture, ranked

_SPOKEN_RATE = 1.3
"""Onsets a second under speech: below 1.5 (MUSIC 3.2)."""

_MOST_SHARE = 1.12
"""Bound of what the bars before it make up for a last chord that rings."""

_SHARED = 8.0
"""Places by which the melody's rhythm moves a place forward in the accompaniment's order."""

_SIXTEENTH = Fraction(1, 4)

_COMMON, _FIRST = 0.2, 30.0
"""Share of a group's bars in which the melody uses a place that becomes one of the figure's first,
and the places by which it moves forward; the downbeat is the first of all."""

_BROKEN = 0.15
"""Share of the notes asked for that a bar may be off so that the theme's rhythm is whole."""

_OFTEN, _BLOCKED = 0.15, 100.0
"""Share of the bars in which a hit is too near to a place from where on it falls back in all bars,
by so many places a share more: between many hits the figure leaves it free and stays one figure."""

_PATTERN, _ROOM, _TWICE = 3, 8, 2
"""Bars alike from which they are part of a pattern in a figure of fewer bars than the second, and
in a longer one."""

_DRIVE = 1.2
"""How full a bar is that drives into a hit, against its phrase's mean."""

Beats = tuple[Fraction, ...]
_Kind = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A measure of a segment with the texture that rules its rhythm."""

    segment: Segment
    measure: Measure
    texture: Texture


def lay_surface(
    plan: Plan, stretches: Sequence[Stretch], melody: Sequence[Tone]
) -> tuple[Beats, ...]:
    """The beats of each stretch at which players may begin a note, in order."""
    sung = sorted({tone.beat for tone in melody})
    clear = _Clear(plan)
    groups: dict[_Kind, list[int]] = defaultdict(list)
    for index, stretch in enumerate(stretches):
        if stretch.segment.phrase.goal != "final":
            groups[_group(stretch)].append(index)
    found: list[Beats] = [()] * len(stretches)
    share = _ringing(stretches)
    for members in groups.values():
        _fit(members, stretches, sung, clear, share, Fraction(plan.home), found)
    return tuple(found)


def _ringing(stretches: Sequence[Stretch]) -> float:
    """How much busier the rest of a cue is, as its last chord only rings."""
    whole = sum(stretch.measure.seconds for stretch in stretches)
    moving = sum(s.measure.seconds for s in stretches if s.segment.phrase.goal != "final")
    return min(_MOST_SHARE, whole / moving) if moving else 1.0


def _group(stretch: Stretch) -> _Kind:
    """Stretches that share one rhythm."""
    phrase = stretch.segment.phrase
    return (
        phrase.feel.emotion,
        stretch.segment.figure,
        stretch.texture.name,
        stretch.segment.spoken,
    )


def _fit(
    members: Sequence[int],
    stretches: Sequence[Stretch],
    sung: Sequence[Fraction],
    clear: _Clear,
    share: float,
    home: Fraction,
    found: list[Beats],
) -> None:
    """Give a group's stretches their beats: each kind of bar the number that comes closest."""
    mine = [stretches[index] for index in members]
    common = _common(mine, sung, home)
    order = _order(mine, common, sung, clear, home)
    whole = sum(place in common for place in order)
    kinds = _kinds(members, stretches)
    mean = _mean_fullness(kinds, stretches)
    owed = 0.0
    for fullness, same in sorted(kinds.items(), key=lambda item: len(item[1])):
        wanted = owed + sum(
            _rate(stretches[index]) * stretches[index].measure.seconds for index in same
        ) * (fullness / mean * share)
        free = [_free(stretches[index], order, clear, home) for index in same]
        totals = _totals([stretches[index] for index in same], free, sung, len(order))
        best = min(
            range(len(totals)),
            key=lambda count: abs(totals[count] - wanted) + _BROKEN * wanted * (count < whole),
        )
        owed = wanted - totals[best]
        for index, places in zip(same, free, strict=True):
            found[index] = tuple(sorted(beat for count, beat in places if count < best))


def _kinds(members: Sequence[int], stretches: Sequence[Stretch]) -> dict[float, list[int]]:
    """A group's stretches by how full they are; what is there once only joins what is most like it.

    A bar is thinner than another as part of a pattern, which is none where it does not come back.
    """
    kinds: dict[float, list[int]] = defaultdict(list)
    for index in members:
        kinds[_fullness(stretches[index])].append(index)
    while len(kinds) > 1:
        bars = {
            full: len({stretches[index].measure.bar for index in same})
            for full, same in kinds.items()
        }
        lone = min(bars, key=lambda full: (bars[full], full))
        if bars[lone] >= (_PATTERN if sum(bars.values()) < _ROOM else _TWICE):
            break
        others = [full for full in kinds if full != lone]
        kinds[min(others, key=lambda full: abs(full - lone))] += kinds.pop(lone)
    return kinds


def _free(
    stretch: Stretch, order: Sequence[Fraction], clear: _Clear, home: Fraction
) -> list[tuple[int, Fraction]]:
    """The beats of a stretch that may be taken, each with its turn.

    A bar shorter than the usual one breaks the figure off, a longer one begins it again.
    """
    measure = stretch.measure
    rounds = range(-(-measure.bar_beats // home))
    beats = (
        (turn, measure.bar + again * home + place)
        for turn, place in enumerate(order)
        for again in rounds
    )
    return [
        (turn, beat)
        for turn, beat in beats
        if measure.start <= beat < measure.end and clear.at(beat)
    ]


def _totals(
    stretches: Sequence[Stretch],
    places: Sequence[Sequence[tuple[int, Fraction]]],
    sung: Sequence[Fraction],
    most: int,
) -> list[int]:
    """Distinct onsets of all the stretches if the first 0, 1, 2 … `most` places are taken."""
    added = [0] * (most + 1)
    for stretch, mine in zip(stretches, places, strict=True):
        given = {stretch.measure.start, *_between(sung, stretch.measure)}
        added[0] += len(given)
        for turn, beat in mine:
            added[turn + 1] += beat not in given
    return list(accumulate(added))


def _common(
    stretches: Sequence[Stretch], sung: Sequence[Fraction], home: Fraction
) -> frozenset[Fraction]:
    """Places of the usual bar that the melody often uses; none for what falls beside the beat."""
    if stretches[0].texture.beats == "weak":
        return frozenset()
    bars = {stretch.measure.bar for stretch in stretches}
    counts = _used(stretches, sung, home)
    often = (place for place in counts if counts[place] >= _COMMON * len(bars))
    return frozenset(place for place in often if place % _SIXTEENTH == 0)


def _used(
    stretches: Sequence[Stretch], sung: Sequence[Fraction], home: Fraction
) -> Counter[Fraction]:
    """How often the melody begins a note at each place of the usual bar."""
    counts: Counter[Fraction] = Counter()
    for stretch in stretches:
        measure = stretch.measure
        counts.update((beat - measure.bar) % home for beat in _between(sung, measure))
    return counts


def _order(
    stretches: Sequence[Stretch],
    common: frozenset[Fraction],
    sung: Sequence[Fraction],
    clear: _Clear,
    home: Fraction,
) -> list[Fraction]:
    """Places of the usual bar as the texture fills them, those that the melody uses sooner.

    What it often uses comes first, whether the texture knows it or not: where it rests, the figure
    goes on in the theme's rhythm. Places beside hits come later.
    """
    texture = stretches[0].texture
    counts = _used(stretches, sung, home)
    bars = {stretch.measure.bar for stretch in stretches}
    places = [*dict.fromkeys((*ranked(texture, home), *sorted(common)))]
    ease = _SHARED / len(stretches)
    near = {place: sum(not clear.at(bar + place) for bar in bars) / len(bars) for place in places}
    rank = {
        place: index - ease * counts[place] + _BLOCKED * max(0.0, near[place] - _OFTEN)
        for index, place in enumerate(places)
    }
    for place in common:
        rank[place] -= _FIRST
    if common:
        rank[Fraction(0)] = min(rank.values()) - 1
    return sorted(places, key=lambda place: rank[place])


def _rate(stretch: Stretch) -> float:
    feel = stretch.segment.phrase.feel
    return min(_SPOKEN_RATE, feel.onsets) if stretch.segment.spoken else feel.onsets


def _fullness(stretch: Stretch) -> float:
    """How full a bar is against its phrase's mean; most moods drive into a hit."""
    measure, phrase = stretch.measure, stretch.segment.phrase
    if stretch.segment.spoken:
        return 1.0
    *body, last = phrase.feel.row.breath
    if measure.last:
        drives = phrase.feel.row.drives and phrase.goal == "arrive"
        return _DRIVE if drives else last
    return body[measure.place % len(body)]


def _mean_fullness(kinds: Mapping[float, Sequence[int]], stretches: Sequence[Stretch]) -> float:
    lengths = {
        full: sum(stretches[index].measure.seconds for index in same)
        for full, same in kinds.items()
    }
    return sum(full * length for full, length in lengths.items()) / sum(lengths.values())


def _between(sung: Sequence[Fraction], measure: Measure) -> Sequence[Fraction]:
    return sung[bisect_left(sung, measure.start) : bisect_left(sung, measure.end)]


class _Clear:
    """Where something may begin: not beside a hit, not in the silence after a stop."""

    def __init__(self, plan: Plan) -> None:
        zones = [
            (plan.beat(plan.seconds(hit) - CLEAR), hit, plan.beat(plan.seconds(hit) + CLEAR))
            for hit in plan.struck
        ]
        self._struck = frozenset(plan.struck)
        self._starts = [low for low, _, _ in zones]
        self._ends = [high for _, _, high in zones]
        self._pauses = plan.pauses

    def at(self, beat: Fraction) -> bool:
        if beat in self._struck:
            return True
        place = bisect_right(self._starts, beat)
        near = range(max(0, place - 2), place)
        if any(self._starts[index] < beat < self._ends[index] for index in near):
            return False
        return not any(stop < beat < resume for stop, resume in self._pauses)
