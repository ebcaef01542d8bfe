"""The contour of a phrase: mostly an arch that peaks once, past its middle (MUSIC 4.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from scenescore.compose.form import Phrase
from scenescore.model import Cue
from scenescore.seeds import stream

_KINDS: Mapping[str, float] = MappingProxyType({"arch": 0.7, "fall": 0.15, "rise": 0.15})
_PEAKS = (0.55, 0.75)
_HEIGHT, _HEIGHT_AROUSED = 5.0, 2.0
"""Semitones between a calm phrase's lowest and highest wish, and what arousal adds or takes."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Wished height over a phrase: (share of the phrase, semitones from the centre) in order."""

    points: tuple[tuple[float, float], ...]

    def at(self, share: float) -> float:
        """Semitones above the melody's centre at a share 0…1 of the phrase."""
        for (left, low), (right, high) in zip(self.points, self.points[1:], strict=False):
            if share <= right:
                return low + (high - low) * (share - left) / (right - left)
        return self.points[-1][1]


def shape_of(cue: Cue, phrase: Phrase) -> Shape:
    """The contour of a phrase; phrases of the same material share it."""
    rng = stream(cue.seed, cue.uid, "contour", phrase.material)
    kind = rng.choices([*_KINDS], [*_KINDS.values()])[0]
    peak = rng.uniform(*_PEAKS)
    half = (_HEIGHT + _HEIGHT_AROUSED * phrase.feel.arousal) / 2
    shapes = {
        "arch": ((0.0, -half), (peak, half), (1.0, -half / 2)),
        "fall": ((0.0, half), (0.15, half), (1.0, -half)),
        "rise": ((0.0, -half), (peak, half), (1.0, half / 2)),
    }
    return Shape(shapes[kind])
