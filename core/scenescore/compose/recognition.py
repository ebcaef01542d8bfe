"""Where a theme is truly heard: its moves and its rhythm among the notes of the melody."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Protocol

from scenescore.compose.development import Treatment
from scenescore.compose.tempo import Plan
from scenescore.compose.theme import Motif
from scenescore.compose.tones import Ladder
from scenescore.model import ThemeUse

_FACTORS = (Fraction(1), Fraction(2), Fraction(1, 2))
"""At its own speed, broadened, or twice as fast."""


class Heard(Protocol):
    """A note of a melody."""

    @property
    def beat(self) -> Fraction: ...

    @property
    def pitch(self) -> int: ...


def occurrences(motif: Motif, notes: Sequence[Heard], ladder: Ladder) -> list[tuple[int, int]]:
    """Stretches `notes[first:last]` that are the motif: same moves in degrees, same rhythm.

    Any transposition; at its own speed, twice or half as fast.
    """
    wanted = motif.steps
    size = len(motif.degrees)
    moves = [
        ladder.height(before.beat, after.pitch) - ladder.height(before.beat, before.pitch)
        for before, after in pairwise(notes)
    ]
    gaps = [after.beat - before.beat for before, after in pairwise(notes)]
    rhythms = [tuple(length * factor for length in motif.rhythm[:-1]) for factor in _FACTORS]
    return [
        (start, start + size)
        for start in range(len(notes) - size + 1)
        if tuple(moves[start : start + size - 1]) == wanted
        and tuple(gaps[start : start + size - 1]) in rhythms
    ]


def theme_bars(
    plan: Plan, ladder: Ladder, notes: Sequence[Heard], treatments: Sequence[Treatment]
) -> tuple[ThemeUse, ...]:
    """The bars (from 1) in which each theme of a cue is heard whole."""
    found = []
    for theme in {treatment.theme.name: treatment.theme for treatment in treatments}.values():
        bars = {
            plan.bar_index(note.beat) + 1
            for first, last in occurrences(theme.motif, notes, ladder)
            for note in notes[first:last]
        }
        if bars:
            found.append(ThemeUse(theme.name, tuple(sorted(bars))))
    return tuple(found)
