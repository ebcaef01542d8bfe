"""When: each player's own time, which wanders slowly and never on a hit (MUSIC 4.6).

A player corrects a quarter of his error from note to note (AR(1)); with it goes a little 1/f noise,
the section's usual place, the lean of the phrase that all share, and the melody's lead.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import sqrt

from scenescore.compose.amounts import Section, amounts, between
from scenescore.compose.form import Phrase
from scenescore.compose.tempo import Plan
from scenescore.model import Cue

_MS = 1000.0
_SPANS = (0.0, 0.75, 0.97)
"""Memories of the three processes whose sum is nearly 1/f noise."""

_EVEN = Section(late_ms=0.0, stray_ms=2.0, roll_ms=0.0)


def section_of(stem: str) -> Section:
    """How the players of a stem keep time."""
    return amounts().stems.get(stem, _EVEN)


class Wander:
    """One player's timing in seconds and level in decibels, a draw a note."""

    def __init__(self, rng: random.Random, section: Section) -> None:
        self._rng, self._section = rng, section
        self._late = 0.0
        self._clock, self._level = Pink(rng), Pink(rng)

    def step(self, ms: float) -> tuple[float, float]:
        """Lateness and level of the next note, which is followed by one in `ms`."""
        timing, rules = amounts().timing, amounts().rules
        stray = self._section.stray_ms / _MS
        fresh = stray * sqrt(1 - timing.correlation**2)
        self._late = timing.correlation * self._late + self._rng.gauss(0, fresh)
        # KTH noise: a uniform range of 4 (.032 IOI + 6.74) times .1 (.57 + .00143 IOI).
        heard = min(ms, 1000.0)
        width = 4 * (0.032 * heard + 6.74) * timing.noise_share * (0.57 + 0.00143 * heard)
        noise = self._clock.step() * width / sqrt(12) / _MS * min(1.0, stray * _MS / 6)
        late = self._section.late_ms / _MS + self._late + noise
        return late, rules.level_noise_db * self._level.step()


class Pink:
    """Noise whose power falls with 1/f, of standard deviation 1."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._values = [rng.gauss(0, 1) for _ in _SPANS]

    def step(self) -> float:
        self._values = [
            memory * value + sqrt(1 - memory**2) * self._rng.gauss(0, 1)
            for memory, value in zip(_SPANS, self._values, strict=True)
        ]
        return sum(self._values) / sqrt(len(_SPANS))


class Clock:
    """Seconds of beats as floats, each worked out once: every player asks for the same ones."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._known: dict[Fraction, float] = {}

    def seconds(self, beat: Fraction) -> float:
        known = self._known.get(beat)
        if known is None:
            known = self._known[beat] = float(self._plan.seconds(beat))
        return known


class Lean:
    """The time that all players bend together: phrase arches, and a ritard at a free end.

    The tempo map stays as solved, so that hits stay exact; this only leans on it, by milliseconds.
    A cue slows into its last chord unless something holds that to a frame.
    """

    def __init__(self, cue: Cue, plan: Plan, phrases: Sequence[Phrase], clock: Clock) -> None:
        self._phrases, self._clock = phrases, clock
        self._ritard = cue.ending == "ring" and plan.final not in plan.struck
        self._final = clock.seconds(plan.final)
        self._known: dict[Fraction, float] = {}

    def at(self, beat: Fraction) -> float:
        """Seconds late at a beat."""
        known = self._known.get(beat)
        if known is None:
            slowing = self._slowing(beat) if self._ritard else 0.0
            known = self._known[beat] = self._arch(beat) + slowing
        return known

    def _arch(self, beat: Fraction) -> float:
        index = max(0, bisect_right(self._phrases, beat, key=lambda phrase: phrase.start) - 1)
        phrase = self._phrases[index]
        if phrase.goal == "final":
            return 0.0
        start, end = self._clock.seconds(phrase.start), self._clock.seconds(phrase.end)
        share = (self._clock.seconds(beat) - start) / max(end - start, 1e-6)
        return amounts().arch.bound_ms / _MS * between(_bend(), share)

    def _slowing(self, beat: Fraction) -> float:
        table = amounts().ritard
        left = max(0.0, self._final - self._clock.seconds(beat))
        share = max(0.0, 1 - left / table.seconds)
        return float(share**table.power) * table.bound_ms / _MS


@lru_cache(maxsize=1)
def _bend() -> tuple[tuple[float, float], ...]:
    """How late a phrase that starts and ends slower is along the way, largest value 1.

    The integral of the tempo's parabola, brought back to the beat at both ends.
    """
    arch = amounts().arch
    peak, steps = arch.peak, 40
    lost = [0.0]
    for step in range(steps):
        x = (step + 0.5) / steps
        side = (peak - x) / peak if x < peak else (x - peak) / (1 - peak)
        lost.append(lost[-1] + (arch.start_tempo if x < peak else arch.end_tempo) * side**2)
    late = [total - lost[-1] * step / steps for step, total in enumerate(lost)]
    most = max(map(abs, late))
    return tuple((step / steps, value / most) for step, value in enumerate(late))
