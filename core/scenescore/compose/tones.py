"""Tones and what is wished of them; pitches counted in the degrees of the moment's key."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction

from scenescore.compose.harmony import Harmony, Key

Place = tuple[str, int, Fraction]
"""What a note is in its phrase: the kind of its cell, the how manieth of them, beats into it."""


@dataclass(frozen=True, slots=True)
class Wish:
    """An onset without a pitch.

    `move` in degrees from the note before (None: free) with the `price` of another; `height` in
    semitones from the centre; `degree` a theme's own first degree; `memory` the degree that a
    returning phrase had here the first time; `closes` where the phrase ends at home; `place` says
    what it is in its phrase; `reach` the lowest and highest pitch it may have,
    one pitch where it is what it is.
    """

    beat: Fraction
    beats: Fraction
    move: float | None
    price: float
    strong: bool
    height: float
    degree: int | None = None
    memory: float | None = None
    closes: bool = False
    place: Place | None = None
    reach: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Tone:
    """A note of the melody or counter-melody: beat, length, pitch, and the phrase it belongs to.

    `player` names the palette's player who has it; `theme` what it states, "" for free notes.
    """

    beat: Fraction
    beats: Fraction
    pitch: int
    phrase: int
    player: str = ""
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """The pitches a singer may use, and the middle of them."""

    low: int
    high: int
    centre: int


class Ladder:
    """Pitches counted in degrees of the key at a beat, and the chords that sound there."""

    def __init__(self, harmony: Harmony) -> None:
        self.harmony = harmony
        self._heights: dict[tuple[int, str], tuple[float, ...]] = {}

    def index(self, beat: Fraction) -> int:
        return chord_index(self.harmony, beat)

    def key(self, beat: Fraction) -> Key:
        return self.harmony.keys[self.index(beat)]

    def heights(self, key: Key) -> tuple[float, ...]:
        """Degrees from the tonic in the lowest octave, by pitch; chromatic tones lie between."""
        name = (key.tonic, key.mode.name)
        if name not in self._heights:
            inside = key.pitch_classes
            place = -sum(pitch in inside for pitch in range(key.tonic)) - 1
            found = []
            for pitch in range(128):
                place += pitch % 12 in inside
                found.append(place if pitch % 12 in inside else place + 0.5)
            self._heights[name] = tuple(found)
        return self._heights[name]

    def height(self, beat: Fraction, pitch: int) -> float:
        """A pitch's height in degrees of the key at a beat."""
        return self.heights(self.key(beat))[pitch]


def chord_index(harmony: Harmony, beat: Fraction) -> int:
    """Index of the chord that sounds at a beat."""
    return max(0, bisect_right(harmony.chords, beat, key=lambda chord: chord.beat) - 1)
