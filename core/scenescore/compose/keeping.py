"""What locks keep of an earlier score before a note is written: time, themes, keys, chords."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from scenescore.compose.form import Phrase
from scenescore.compose.hand import Locks
from scenescore.compose.harmony import Harmony
from scenescore.compose.keys import Key, KeyPlan, Turn
from scenescore.compose.tempo import RING, Plan, plan_along
from scenescore.compose.theme import Motif, theme_of
from scenescore.errors import LocksUnfit
from scenescore.model import Bar, Chord, Cue, Score, ScoreHit
from scenescore.modes import load_modes

Stretch = tuple[Fraction, Fraction]
"""From a beat up to, not including, another."""

_BARLINE_KINDS = frozenset({"hard", "stop", "swell"})


def kept_time(cue: Cue, previous: Score) -> Plan:
    """The earlier score's tempo and bars, with the cue's hits placed in them.

    Raises LocksUnfit when the cue is of another length now, or a new hit misses every barline.
    """
    plan = _plan(cue, previous)
    _check_length(cue, previous, plan)
    known = {hit.hit.frame for hit in previous.hits}
    for hit in plan.hits:
        wanted = next(one for one in cue.hits if one.frame == hit.hit.frame)
        new = wanted.ordered and wanted.frame not in known and wanted.kind in _BARLINE_KINDS
        if new and not hit.on_barline:
            raise _missed(cue, plan, hit)
    return plan


def _plan(cue: Cue, previous: Score) -> Plan:
    """The cue in the earlier score's time."""
    beats = Counter(bar.beats for bar in previous.bars).most_common(1)[0][0]
    last = previous.chords[-1].beat
    final = max((bar.beat for bar in previous.bars if bar.beat <= last), default=Fraction(0))
    return plan_along(cue, previous.tempo, previous.bars, final, int(beats))


def kept_whole(cue: Cue, previous: Score) -> Score:
    """The earlier score as it is, its hits counted in the edit as it is now.

    Raises LocksUnfit when the cue is of another length now.
    """
    _check_length(cue, previous, _plan(cue, previous))
    entry = next((met for met in previous.hits if met.hit.kind == "entry" and not met.beat), None)
    later = cue.in_frame - entry.hit.frame if entry else 0
    hits = (
        replace(met, hit=replace(met.hit, frame=met.hit.frame + later)) for met in previous.hits
    )
    return replace(previous, hits=tuple(hits))


def _check_length(cue: Cue, previous: Score, plan: Plan) -> None:
    sounded = previous.chords[-1].beat + previous.chords[-1].beats
    apart = plan.seconds(plan.end) - plan.seconds(sounded)
    if plan.final >= plan.end or abs(apart) > RING + Fraction(1, 100):
        length = float(cue.seconds_at(cue.out_frame))
        raise LocksUnfit(
            f"Cue {cue.id} lasts {length:.1f} s now, and what is locked was written for "
            f"{length - float(apart):.1f} s.",
            "Unlock chords, bars and parts, or give the cue its old length.",
        )


def _missed(cue: Cue, plan: Plan, hit: ScoreHit) -> LocksUnfit:
    at = plan.seconds(hit.beat)
    near = min((plan.seconds(bar.beat) for bar in plan.bars), key=lambda time: abs(time - at))
    return LocksUnfit(
        f"The hit at {float(at):.2f} s falls on no barline of the locked music in {cue.id}.",
        f"Move it to {float(near):.2f} s, or unlock chords, bars and parts.",
    )


def kept_themes(cue: Cue, previous: Score, given: Mapping[str, Motif]) -> dict[str, Motif]:
    """Every theme of the earlier score by name, over those given; none is drawn anew."""
    names = [*(use.name for use in previous.themes), *(order.name for order in cue.themes)]
    drawn = {name: theme_of(previous.seed, name, given).motif for name in names}
    noted = {use.name: Motif(use.degrees, use.rhythm) for use in previous.themes if use.degrees}
    return {**given, **drawn, **noted}


def kept_keys(previous: Score, phrases: Sequence[Phrase]) -> KeyPlan | None:
    """The earlier score's keys for every phrase; None where it did not note them."""
    if not previous.keys:
        return None
    keys = tuple(_key_at(previous, phrase.start) for phrase in phrases)
    turns: list[Turn | None] = [None]
    for before, key in pairwise(keys):
        turns.append(None if before == key else "stay" if before.tonic == key.tonic else "pivot")
    return KeyPlan(keys, tuple(turns))


def _key_at(previous: Score, beat: Fraction) -> Key:
    place = max(0, bisect_right(previous.keys, beat, key=lambda key: key.beat) - 1)
    return Key(previous.keys[place].tonic, load_modes()[previous.keys[place].mode])


def kept_chords(
    harmony: Harmony, phrases: Sequence[Phrase], locks: Locks, previous: Score
) -> Harmony:
    """New harmony with the earlier chords where locked, cut where a lock begins or ends."""
    if locks.all_chords:
        stretches = [(Fraction(0), _end(previous.chords))]
    else:
        stretches = stretches_of(locks, previous.bars)
    rows = [*zip(harmony.chords, harmony.keys, strict=True)]
    kept = _outside(rows, stretches)
    for chord in previous.chords:
        key = _key_at(previous, chord.beat) if previous.keys else _at(harmony, chord.beat)
        kept += _inside((chord, key), stretches)
    kept.sort(key=lambda row: row[0].beat)
    starts = [phrase.start for phrase in phrases]
    return Harmony(
        tuple(chord for chord, _ in kept),
        tuple(key for _, key in kept),
        tuple(max(0, bisect_right(starts, chord.beat) - 1) for chord, _ in kept),
    )


def _end(chords: Sequence[Chord]) -> Fraction:
    return chords[-1].beat + chords[-1].beats


def _at(harmony: Harmony, beat: Fraction) -> Key:
    return harmony.keys[max(0, bisect_right(harmony.chords, beat, key=lambda c: c.beat) - 1)]


_Row = tuple[Chord, Key]


def _inside(row: _Row, stretches: Sequence[Stretch]) -> list[_Row]:
    """The parts of a chord that lie in some stretches."""
    chord, key = row
    found = []
    for low, high in stretches:
        start, end = max(chord.beat, low), min(chord.beat + chord.beats, high)
        if start < end:
            found.append((replace(chord, beat=start, beats=end - start), key))
    return found


def _outside(rows: Iterable[_Row], stretches: Sequence[Stretch]) -> list[_Row]:
    """The parts of some chords that lie in no stretch."""
    free: list[Stretch] = []
    now = Fraction(0)
    for low, high in stretches:
        free.append((now, low))
        now = high
    free.append((now, Fraction(10**9)))
    return [part for row in rows for part in _inside(row, free)]


def stretches_of(locks: Locks, bars: Sequence[Bar]) -> list[Stretch]:
    """The locked bars as beats, in order, those that touch joined."""
    found: list[Stretch] = []
    for first, last in sorted(locks.bars):
        start, end = bars[first - 1].beat, bars[last - 1].beat + bars[last - 1].beats
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
