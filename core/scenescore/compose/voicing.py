"""Voice leading: the cheapest way through the voicings of a row of chords (MUSIC 4.4).

Four voices: a bass and three upper ones. What is never allowed shapes the voicings of a chord: no
voice leaves its register or crosses another, upper neighbours lie an octave apart at most, tenor
and bass two, leading tones and sevenths are not doubled, a six-four doubles its fifth. What is
better avoided has a price in the step from one voicing to the next; dynamic programming finds the
row of least price. Prices between two chords are computed once and kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, pairwise, permutations

import numpy as np
from numpy.typing import NDArray

from scenescore.model import Chord

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Register = tuple[int, int]

_UPPER_GAP = 12
_BASS_GAP = 24
_BASS_LEAP = 7
_MOST = 72
"""Voicings kept of one chord: the best by themselves."""

_LEAP, _FAR_LEAP, _TRITONE = 4.0, 20.0, 10.0
_PARALLEL, _CONTRARY, _HIDDEN, _OVERLAP = 1000.0, 50.0, 8.0, 6.0
"""Parallels are forbidden: dearer than any row of leaps, but no chord is left without notes."""

_COMMON_TONE = -1.0
_UNRESOLVED, _FRUSTRATED = 12.0, 8.0
"""A seventh or leading tone that goes elsewhere; a leading tone that falls in an inner voice."""

_CENTRE = 0.25
"""Price of a semitone's distance of the upper voices' centre from the register's."""

_SPREAD = 0.15
_CLOSE, _WIDE = 7.0, 17.0
"""Price of a semitone that the upper voices lie too close or too wide for tension 0 and 1."""

_DOUBLED = {0: 0.0, 7: 0.6, 3: 2.0, 4: 2.5}
_DOUBLED_OTHER = 3.0
_NO_FIFTH, _NO_ROOT = 0.4, 1.0


@dataclass(frozen=True, slots=True)
class Ask:
    """One chord to be voiced: pitch classes from the bass up, and where its voices may lie.

    `root` is the chord's (the bass if not given), `rises` its leading tone, `falls` its seventh;
    both are neither doubled nor left hanging. `tension` 0…1 says how wide the upper voices lie.
    `tunes` are the moves that melodies make where the chord begins, (pitch before, pitch now): no
    voice goes along with them in fifths or octaves.
    """

    pitch_classes: tuple[int, ...]
    upper: Register
    bass: Register
    root: int | None = None
    rises: int | None = None
    falls: int | None = None
    tension: float | None = None
    tunes: tuple[tuple[int, int], ...] = field(default=(), compare=False)


Voicing = tuple[int, int, int, int]
"""Pitches from the bass up."""


def ask_of(
    chord: Chord,
    upper: Register,
    bass: Register,
    tunes: tuple[tuple[int, int], ...] = (),
    tension: float | None = None,
) -> Ask:
    """What a chord asks of its voices: where it pulls is read from its quality and numeral."""
    dominant = chord.numeral.startswith("V") and not chord.numeral.startswith("VI")
    leading = (chord.root + 4) % 12 if dominant else None
    if chord.numeral.startswith(("viio", "vii°")):
        leading = chord.root
    rises = leading if leading in chord.pitch_classes else None
    seventh = {10, 9} if chord.quality == "diminished7" else {10, 11}
    sevenths = [tone for tone in chord.pitch_classes if (tone - chord.root) % 12 in seventh]
    falls = sevenths[0] if sevenths and "7" in chord.quality else None
    wanted = None if tension is None else round(tension, 1)
    return Ask(chord.pitch_classes, upper, bass, chord.root, rises, falls, wanted, tunes)


def lead_voices(asks: Sequence[Ask]) -> tuple[Voicing, ...]:
    """The voicings of least cost for a row of chords, one each."""
    if not asks:
        return ()
    cost = _voicings(asks[0])[1]
    came: list[Ints] = []
    for before, ask in pairwise(asks):
        total = cost[:, None] + _moves(before, ask)
        for tune in ask.tunes:
            total += _PARALLEL * _follows(before, ask, tune)
        came.append(np.argmin(total, axis=0))
        cost = total.min(axis=0) + _voicings(ask)[1]
    index = int(np.argmin(cost))
    found = [index]
    for pointers in reversed(came):
        index = int(pointers[index])
        found.append(index)
    found.reverse()
    return tuple(_as_voicing(_voicings(ask)[0][i]) for ask, i in zip(asks, found, strict=True))


def _as_voicing(row: Ints) -> Voicing:
    bass, tenor, alto, soprano = (int(pitch) for pitch in row)
    return (bass, tenor, alto, soprano)


@lru_cache(maxsize=4096)
def _voicings(ask: Ask) -> tuple[Ints, Floats]:
    """The best voicings of a chord, rows of four pitches, and what each costs by itself.

    The register widens until there is one.
    """
    low, high = ask.upper
    found: dict[tuple[int, ...], float] = {}
    while not found:
        for tones, price in _upper_tones(ask):
            for bass in _pitches(ask.pitch_classes[0], ask.bass):
                for row in _above(bass, tones, (low, high)):
                    found[row] = min(price, found.get(row, np.inf))
        low, high = low - 2, high + 2
    rows = np.array(sorted(found), dtype=np.int64)
    costs = np.array([found[tuple(row)] for row in rows.tolist()]) + _lying(rows, ask)
    best = np.sort(np.argsort(costs, kind="stable")[:_MOST])
    return rows[best], costs[best]


def _lying(rows: Ints, ask: Ask) -> Floats:
    """What it costs to lie off the register's centre, closer or wider than the tension wants."""
    centre = (ask.upper[0] + ask.upper[1]) / 2
    cost = _CENTRE * np.abs(rows[:, 1:].mean(axis=1) - centre)
    if ask.tension is not None:
        wanted = _CLOSE + (_WIDE - _CLOSE) * ask.tension
        cost = cost + _SPREAD * np.abs(rows[:, 3] - rows[:, 1] - wanted)
    return np.asarray(cost, dtype=float)


def _upper_tones(ask: Ask) -> list[tuple[tuple[int, int, int], float]]:
    """Which three tones the upper voices may take together, and what that choice costs."""
    bass, *rest = ask.pitch_classes
    root = bass if ask.root is None else ask.root
    others = list(dict.fromkeys(tone for tone in rest if tone != bass))
    if len(others) >= 3:
        return _left_out(others, root)
    found = []
    pulls = {ask.rises, ask.falls}
    six_four = (bass - root) % 12 == 7 and len(others) == 2
    for tone in (bass, *others):
        if tone in pulls or (six_four and tone != bass):
            continue
        missing = 3 - len(others)
        price = missing * _DOUBLED.get((tone - root) % 12, _DOUBLED_OTHER)
        first, second, third = (*others, *[tone] * missing)
        found.append(((first, second, third), price))
    return found or [((bass, bass, bass), 0.0)]


def _left_out(others: Sequence[int], root: int) -> list[tuple[tuple[int, int, int], float]]:
    """Three of more tones: the fifth may go first, then the root."""
    found = []
    for first, second, third in combinations(others, 3):
        gone = {(tone - root) % 12 for tone in others} - {
            (tone - root) % 12 for tone in (first, second, third)
        }
        price = sum({7: _NO_FIFTH, 0: _NO_ROOT}.get(step, 4.0) for step in gone)
        found.append(((first, second, third), price))
    return found


def _above(bass: int, tones: tuple[int, int, int], register: Register) -> list[tuple[int, ...]]:
    rows: list[tuple[int, ...]] = []
    for tenor_class, alto_class, soprano_class in set(permutations(tones)):
        for tenor in _pitches(tenor_class, register):
            alto = tenor + ((alto_class - tenor) % 12 or _UPPER_GAP)
            soprano = alto + ((soprano_class - alto) % 12 or _UPPER_GAP)
            if bass < tenor <= bass + _BASS_GAP and soprano <= register[1]:
                rows.append((bass, tenor, alto, soprano))
    return rows


def _pitches(pitch_class: int, register: Register) -> range:
    low, high = register
    return range(low + (pitch_class - low) % 12, high + 1, 12)


@lru_cache(maxsize=4096)
def _moves(before: Ask, after: Ask) -> Floats:
    """Cost of every voicing of `after` (columns) coming from every one of `before` (rows)."""
    first, second = _voicings(before)[0][:, None, :], _voicings(after)[0][None, :, :]
    motion = second - first
    size = np.abs(motion)
    upper = size[:, :, 1:]
    cost = upper.sum(axis=2) + _COMMON_TONE * (upper == 0).sum(axis=2)
    cost = cost + _LEAP * (upper > 5).sum(axis=2) + _FAR_LEAP * (upper > 12).sum(axis=2)
    cost = cost + _TRITONE * (upper == 6).sum(axis=2)
    cost = cost + _LEAP * (size[:, :, 0] > _BASS_LEAP) + 0.2 * size[:, :, 0]
    for low in range(3):
        for high in range(low + 1, 4):
            cost = cost + _perfect(first, second, motion, low, high)
    hidden = (motion[:, :, 0] * motion[:, :, 3] > 0) & (size[:, :, 3] > 2)
    cost = cost + _HIDDEN * (hidden & np.isin((second[:, :, 3] - second[:, :, 0]) % 12, (0, 7)))
    crossed = (second[:, :, :-1] > first[:, :, 1:]) | (second[:, :, 1:] < first[:, :, :-1])
    cost = cost + _OVERLAP * crossed.sum(axis=2) + _resolutions(before, after, first, motion)
    return np.asarray(cost, dtype=float)


def _resolutions(before: Ask, after: Ask, first: Ints, motion: Ints) -> Floats:
    """What pulls and does not give way: sevenths stay or fall by step, leading tones rise."""
    cost = np.zeros(motion.shape[:2])
    if before.falls is not None:
        left = (first % 12 == before.falls) & ~np.isin(motion, (0, -1, -2))
        cost = cost + _UNRESOLVED * left.sum(axis=2)
    home = None if before.rises is None else (before.rises + 1) % 12
    if home is not None and after.root == home and home in after.pitch_classes:
        left = (first % 12 == before.rises) & (motion != 1)
        inner = left[:, :, 1:3] & np.isin(motion[:, :, 1:3], (-3, -4))
        cost = cost + _UNRESOLVED * left.sum(axis=2)
        cost = cost + (_FRUSTRATED - _UNRESOLVED) * inner.sum(axis=2)
    return np.asarray(cost, dtype=float)


def _follows(before: Ask, after: Ask, tune: tuple[int, int]) -> Floats:
    """How many voices go along with a tune in fifths or octaves, as a table like `_moves`."""
    first, second = _voicings(before)[0][:, None, :], _voicings(after)[0][None, :, :]
    interval, later = np.abs(tune[0] - first) % 12, np.abs(tune[1] - second) % 12
    along = (second - first) * (tune[1] - tune[0]) > 0
    same = along & (interval == later) & ((later == 0) | (later == 7))
    return np.asarray(same.sum(axis=2), dtype=float)


def _perfect(first: Ints, second: Ints, motion: Ints, low: int, high: int) -> Floats:
    """What it costs that two voices go on in fifths or octaves, the same way or in contrary."""
    before = (first[:, :, high] - first[:, :, low]) % 12
    after = (second[:, :, high] - second[:, :, low]) % 12
    kept = (before == after) & np.isin(after, (0, 7))
    way = motion[:, :, low] * motion[:, :, high]
    cost = _PARALLEL * (kept & (way > 0)) + _CONTRARY * (kept & (way < 0))
    return np.asarray(cost, dtype=float)
