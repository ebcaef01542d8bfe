"""Voice leading: the cheapest way through the voicings of a row of chords (MUSIC 4.4).

Four voices: a bass and three upper ones. Dynamic programming over all voicings of each chord, with
costs from one table; the cost of going from one chord to another is computed once and kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, permutations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Register = tuple[int, int]

_UPPER_GAP = 12
_BASS_GAP = 24
_BASS_LEAP = 7
_LEAP, _FAR_LEAP = 4.0, 20.0
_PARALLEL, _HIDDEN, _OVERLAP = 50.0, 8.0, 6.0
_COMMON_TONE = -1.0
_CENTRE = 0.25
"""Price of a semitone's distance of the upper voices' centre from the register's."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One chord to be voiced: pitch classes from the bass up, and where its voices may lie."""

    pitch_classes: tuple[int, ...]
    upper: Register
    bass: Register


Voicing = tuple[int, int, int, int]
"""Pitches from the bass up."""


def lead_voices(asks: Sequence[Ask]) -> tuple[Voicing, ...]:
    """The voicings of least cost for a row of chords, one each."""
    if not asks:
        return ()
    cost = _own_cost(asks[0])
    came: list[Ints] = []
    for before, ask in pairwise(asks):
        total = cost[:, None] + _moves(before, ask)
        came.append(np.argmin(total, axis=0))
        cost = total.min(axis=0) + _own_cost(ask)
    index = int(np.argmin(cost))
    found = [index]
    for pointers in reversed(came):
        index = int(pointers[index])
        found.append(index)
    found.reverse()
    return tuple(_as_voicing(_voicings(ask)[i]) for ask, i in zip(asks, found, strict=True))


def _as_voicing(row: Ints) -> Voicing:
    bass, tenor, alto, soprano = (int(pitch) for pitch in row)
    return (bass, tenor, alto, soprano)


@lru_cache(maxsize=4096)
def _voicings(ask: Ask) -> Ints:
    """Every voicing of a chord as rows of four pitches; its register widens until there is one."""
    low, high = ask.upper
    upper = _upper_tones(ask.pitch_classes)
    found: list[tuple[int, ...]] = []
    while not found:
        for bass in _pitches(ask.pitch_classes[0], ask.bass):
            found += _above(bass, upper, (low, high))
        low, high = low - 2, high + 2
    return np.array(sorted(set(found)), dtype=np.int64)


def _upper_tones(pitch_classes: tuple[int, ...]) -> tuple[int, int, int]:
    """The three tones of the upper voices: the triad, even over a foreign bass."""
    tones = pitch_classes[-3:] if len(pitch_classes) > 3 else pitch_classes
    first, second, third = (*tones, tones[0])[:3]
    return (first, second, third)


def _above(bass: int, tones: tuple[int, int, int], register: Register) -> list[tuple[int, ...]]:
    rows: list[tuple[int, ...]] = []
    for tenor_class, alto_class, soprano_class in set(permutations(tones)):
        for tenor in _pitches(tenor_class, register):
            if not bass < tenor <= bass + _BASS_GAP:
                continue
            alto = tenor + (alto_class - tenor) % 12
            soprano = alto + (soprano_class - alto) % 12
            for middle, top in ((alto, soprano), (soprano, alto + 12), (alto, soprano + 12)):
                legal = tenor < middle < top and max(middle - tenor, top - middle) <= _UPPER_GAP
                if legal and top <= register[1]:
                    rows.append((bass, tenor, middle, top))
    return rows


def _pitches(pitch_class: int, register: Register) -> range:
    low, high = register
    return range(low + (pitch_class - low) % 12, high + 1, 12)


@lru_cache(maxsize=4096)
def _own_cost(ask: Ask) -> Floats:
    voicings = _voicings(ask)
    centre = (ask.upper[0] + ask.upper[1]) / 2
    return np.asarray(_CENTRE * np.abs(voicings[:, 1:].mean(axis=1) - centre))


@lru_cache(maxsize=4096)
def _moves(before: Ask, after: Ask) -> Floats:
    """Cost of every voicing of `after` (columns) coming from every one of `before` (rows)."""
    first, second = _voicings(before)[:, None, :], _voicings(after)[None, :, :]
    motion = second - first
    size = np.abs(motion)
    upper = size[:, :, 1:]
    cost = upper.sum(axis=2) + _COMMON_TONE * (upper == 0).sum(axis=2)
    cost = cost + _LEAP * (upper > 5).sum(axis=2) + _FAR_LEAP * (upper > 12).sum(axis=2)
    cost = cost + _LEAP * (size[:, :, 0] > _BASS_LEAP) + 0.2 * size[:, :, 0]
    for low in range(3):
        for high in range(low + 1, 4):
            cost = cost + _PARALLEL * _parallel(first, second, motion, low, high)
    hidden = (motion[:, :, 0] * motion[:, :, 3] > 0) & (size[:, :, 3] > 2)
    cost = cost + _HIDDEN * (hidden & np.isin((second[:, :, 3] - second[:, :, 0]) % 12, (0, 7)))
    crossed = (second[:, :, :-1] > first[:, :, 1:]) | (second[:, :, 1:] < first[:, :, :-1])
    return np.asarray(cost + _OVERLAP * crossed.sum(axis=2), dtype=float)


def _parallel(first: Ints, second: Ints, motion: Ints, low: int, high: int) -> NDArray[np.bool_]:
    """Where two voices go on in fifths or octaves."""
    before = (first[:, :, high] - first[:, :, low]) % 12
    after = (second[:, :, high] - second[:, :, low]) % 12
    moved = (motion[:, :, low] != 0) & (motion[:, :, high] != 0)
    return np.asarray(moved & (before == after) & np.isin(after, (0, 7)))
