"""The grammar of chords: phrases grown towards their goal by preparation and prolongation.

Two rules after Rohrmeier (MUSIC 4.2). Preparation is right-headed: what leads to a chord comes
before it, and may itself be led to (applied dominants recurse). Prolongation is left-headed: what
hangs on to a chord comes after it. Rule weights are the measured transitions of MUSIC 4.1, read
backwards for preparation and forwards for prolongation.

Inside weights (how many ways, weighted, a region of so many chords can be headed by each chord) are
summed once for a vocabulary; drawing from them gives an exact sample of the grammar under the
condition that the phrase has as many chords as there are places, and reaches its goal.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenescore.modes import Mode, ModeChord
from scenescore.tables import read_table

Floats = NDArray[np.float64]

_PREPARE, _PROLONG = 0.55, 0.45
"""Shares of the two rules wherever both could be applied."""

_UNMEASURED = 0.6
_HARMONISED = frozenset({"major", "minor"})
"""Qualities of chords that an applied dominant can lead to."""


@dataclass(frozen=True, eq=False)
class Grammar:
    """The chords that a phrase may use, with rule weights and inside weights.

    `prepare[p, h]`: p leads to head h. `prolong[h, q]`: q hangs on to head h. `led[k]` holds for
    each head the weight of regions of k chords that end on it, `whole[k]` of those prolonged, too,
    `begun[k]` of those that begin on it.
    """

    chords: tuple[ModeChord, ...]
    prepare: Floats
    prolong: Floats
    led: list[Floats]
    whole: list[Floats]
    begun: list[Floats]

    def grow(self, longest: int) -> None:
        """Sum inside weights up to regions of `longest` chords."""
        again = np.diagonal(self.prolong)
        other = self.prolong - np.diag(again)
        for size in range(len(self.led), longest + 1):
            led = np.zeros(len(self.chords))
            for left in range(1, size):
                led += (self.whole[left] @ self.prepare) * self.led[size - left]
            self.led.append(led)
            begun = np.zeros(len(self.chords))
            whole = led.copy()
            for left in range(1, size):
                right = self.led[size - left]
                hung = other @ right + (again * right if size - left > 1 else 0.0)
                begun += self.begun[left] * hung
                whole += self.whole[left] * hung
            self.begun.append(begun)
            self.whole.append(whole)

    def draw(
        self, opening: Floats, approach: Floats, count: int, rng: random.Random, *, at_once: bool
    ) -> list[ModeChord]:
        """A phrase of `count` chords: a region headed by the opening, then one led to its goal.

        With `at_once` the opening itself comes first, else it may be led to.
        """
        self.grow(count)
        if count == 1:
            return [self.chords[_choose(opening if at_once else approach, rng)]]
        regions = self.begun if at_once else self.whole
        options = [
            np.outer(opening * regions[left], approach * self.led[count - left])
            for left in range(1, count)
        ]
        place = _choose(np.concatenate([option.ravel() for option in options]), rng)
        left, cell = divmod(place, len(self.chords) ** 2)
        head, goal = divmod(cell, len(self.chords))
        first = self._whole(head, left + 1, rng, regions)
        found = [*first, *self._led(goal, count - left - 1, rng)]
        return [self.chords[index] for index in found]

    def _led(self, head: int, size: int, rng: random.Random) -> list[int]:
        """A region of `size` chords that ends on its head."""
        if size == 1:
            return [head]
        weights = np.stack(
            [
                self.whole[left] * self.prepare[:, head] * self.led[size - left][head]
                for left in range(1, size)
            ]
        )
        left, leader = divmod(_choose(weights.ravel(), rng), len(self.chords))
        first = self._whole(leader, left + 1, rng, self.whole)
        return [*first, *self._led(head, size - left - 1, rng)]

    def _whole(
        self, head: int, size: int, rng: random.Random, regions: Sequence[Floats]
    ) -> list[int]:
        """A region of `size` chords, prolonged beyond its head, and led to it if `regions` are."""
        if size == 1:
            return [head]
        hanging = np.stack(
            [
                regions[left][head] * self.prolong[head] * self.led[size - left]
                for left in range(1, size)
            ]
        )
        hanging[size - 2, head] = 0.0  # a chord is not prolonged by itself alone
        led = self.led[size][head] if regions is self.whole else 0.0
        weights = np.append(hanging.ravel(), led)
        place = _choose(weights, rng)
        if place == hanging.size:
            return self._led(head, size, rng)
        left, hung = divmod(place, len(self.chords))
        first = self._whole(head, left + 1, rng, regions)
        return [*first, *self._led(hung, size - left - 1, rng)]


def _choose(weights: Floats, rng: random.Random) -> int:
    """An index drawn by weight; any index where all weights are nothing."""
    total = np.cumsum(weights)
    if total[-1] <= 0:
        return rng.randrange(len(weights))
    return min(int(np.searchsorted(total, rng.random() * total[-1], "right")), len(weights) - 1)


@lru_cache(maxsize=1)
def chord_tables() -> Mapping[str, Any]:
    """resources/chords.toml."""
    return MappingProxyType(read_table("chords.toml"))


@lru_cache(maxsize=512)
def grammar_of(mode: Mode, colours: tuple[ModeChord, ...]) -> Grammar:
    """The grammar of a mode with applied dominants and the colour chords that a cue has."""
    chords = (*mode.chords, *_applied(mode), *colours)
    prepare = _normalised(_rules(mode, chords, "prepares"), axis=0) * _PREPARE
    prolong = _normalised(_rules(mode, chords, "prolongs"), axis=1) * _PROLONG
    none, one = np.zeros(len(chords)), np.ones(len(chords))
    return Grammar(chords, prepare, prolong, [none, one], [none, one], [none, one])


def _applied(mode: Mode) -> list[ModeChord]:
    """Applied dominants (V of V, V of ii …) that are not in the mode anyway."""
    own = {(chord.root, chord.quality) for chord in mode.chords}
    found = []
    for chord in mode.chords:
        weight = chord_tables()["applied"][mode.table].get(chord.numeral)
        root = (chord.root + 7) % 12
        if weight and chord.quality in _HARMONISED and (root, "major") not in own:
            numeral = f"V/{chord.numeral}"
            found.append(ModeChord(numeral, root, "major", "applied", weight, "", chord.root))
    return found


def _rules(mode: Mode, chords: Sequence[ModeChord], rule: str) -> Floats:
    """Weight of every pair of chords under a rule: function, transition, and for what leads, use.

    Rows are the earlier chord: what prepares, or the head that is prolonged.
    """
    table = chord_tables()[rule]
    weights = np.zeros((len(chords), len(chords)))
    for i, a in enumerate(chords):
        for j, b in enumerate(chords):
            if i == j and (rule == "prepares" or a.root):
                continue
            if "applied" in (a.function, b.function):
                fits = float(rule == "prepares" and a.target == b.root and not b.colour)
                fits = fits if a.function == "applied" else 0.0
            else:
                fits = table.get(a.function, {}).get(b.function, 0.0)
            use = a.weight if rule == "prepares" else 1.0
            weights[i, j] = fits * use * _transition(mode, a, b)
    return weights


def _transition(mode: Mode, a: ModeChord, b: ModeChord) -> float:
    """Percent of the moves from a chord that go to another; by function where not measured."""
    if a.numeral == b.numeral:
        return 10.0
    if a.function == "applied":
        return 60.0
    measured = chord_tables()["transitions"][mode.table].get(a.numeral, {}).get(b.numeral)
    if measured:
        return float(measured)
    return float(_UNMEASURED * chord_tables()["functions"][a.function][b.function] * b.weight)


def _normalised(weights: Floats, axis: int) -> Floats:
    total = weights.sum(axis=axis, keepdims=True)
    shares: Floats = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
    return shares
