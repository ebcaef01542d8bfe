"""Themes: three to seven notes of scale degrees and rhythm, and what may be done with them.

A theme is drawn from the run's seed and its own name alone, so that every cue of an edit that uses
it has the same one; as it holds degrees, not pitches, it keeps its identity in every mode.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from scenescore.seeds import stream

MAIN = "main"
"""The theme of cues that name none."""

_HALF, _THREE_HALVES = Fraction(1, 2), Fraction(3, 2)
_RHYTHMS: tuple[tuple[Fraction | int, ...], ...] = (
    (1, 1, 2),
    (_THREE_HALVES, _HALF, 2),
    (1, _HALF, _HALF, 2),
    (_HALF, _HALF, 1, 2),
    (_THREE_HALVES, _HALF, 1, 1),
    (1, _HALF, _HALF, 1, 1),
    (_HALF, _HALF, _HALF, _HALF, 2),
    (_HALF, 1, _HALF, 2),
)
_STEPS = (-1, 1, -2, 2, 0)
_STEP_WEIGHTS = (30, 26, 9, 9, 6)
_LEAPS = (3, 4, -3, 5)
_LEAP_WEIGHTS = (30, 25, 20, 10)


@dataclass(frozen=True, slots=True)
class Motif:
    """Moves in scale degrees from note to note (the first is 0), and lengths in beats."""

    steps: tuple[int, ...]
    rhythm: tuple[Fraction, ...]

    def inverted(self) -> Motif:
        return Motif(tuple(-step for step in self.steps), self.rhythm)

    def stretched(self, factor: Fraction) -> Motif:
        """Augmented (factor above 1) or diminished."""
        return Motif(self.steps, tuple(length * factor for length in self.rhythm))

    def head(self, beats: Fraction) -> Motif:
        """What fits into some beats: notes that begin later fall away, the last one fills."""
        kept: list[Fraction] = []
        used = Fraction(0)
        for length in self.rhythm:
            if used >= beats:
                break
            kept.append(length)
            used += length
        kept[-1] += beats - used
        return Motif(self.steps[: len(kept)], tuple(kept))


@dataclass(frozen=True, slots=True)
class Theme:
    """A named motif."""

    name: str
    motif: Motif


def theme_of(seed: int, name: str = MAIN) -> Theme:
    """The theme of that name: always the same for the same seed."""
    rng = stream(seed, "theme", name)
    rhythm = tuple(Fraction(length) for length in rng.choice(_RHYTHMS))
    leap = rng.randrange(1, len(rhythm))
    steps = [0]
    for place in range(1, len(rhythm)):
        if place == leap:
            steps.append(rng.choices(_LEAPS, _LEAP_WEIGHTS)[0])
        elif place == leap + 1:
            # A leap is answered by a step back (two of three times in every corpus, MUSIC 4.5).
            back = -1 if steps[-1] > 0 else 1
            steps.append(back if rng.random() < 0.7 else -back)
        else:
            steps.append(rng.choices(_STEPS, _STEP_WEIGHTS)[0])
    return Theme(name, Motif(tuple(steps), rhythm))
