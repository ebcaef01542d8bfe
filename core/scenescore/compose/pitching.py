"""Pitches for a row of onsets by beam search: contour, range, chord, proximity, theme (MUSIC 4.5).

A state is the way so far; its cost grows by what the next pitch costs by itself and by the move to
it. Costs are of the size of -ln of the shares measured in MUSIC 4.5.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import nsmallest
from typing import NamedTuple

from scenescore.compose.harmony import Harmony, Key

_BEAM = 12

_INTERVALS = (0.9, 0.0, 0.0, 1.0, 1.0, 1.7, 3.2, 1.9, 2.6, 2.6, 4.0, 5.0, 2.8)
"""Cost of a move by its semitones: unisons .15, steps .50, skips .16, leaps .12, fifths before
sixths, the tritone and sevenths hardly ever."""

_BEYOND = 8.0
_LEAP = 5
_KNOWN_MOVE = 0.3
"""Share of a move's cost that is left where the theme itself makes it."""

_NO_REVERSAL = 1.0
"""Going on in a leap's direction: .65 of all leaps turn back."""

_STRONG_OFF, _WEAK_OFF, _LONG_OFF, _CLASH = 4.0, 0.35, 3.0, 2.5
_LEFT_OFF = 1.5
"""Leaping to or from a tone that is not in the chord: passing and neighbour tones go by step."""

_CONTOUR = 0.2
_CLIMAX_AGAIN = 1.2
_PARALLEL = 3.0
_CLOSE_ON_TONIC = 1.5
_OTHER_DEGREE = 0.45
"""Cost of each degree that a theme is begun away from its own."""

_MOVED_MEMORY = 0.5
"""Cost of each semitone that a returning phrase begins away from its first time."""

_PER_DEGREE = 0.25


@dataclass(frozen=True, slots=True)
class Wish:
    """An onset without a pitch.

    `move` in degrees from the note before (None: free) with the `price` of another; `height` in
    semitones from the centre; `degree` a theme's own first degree, `pitch` a returning phrase's
    first pitch; `closes` where the phrase ends at home.
    """

    beat: Fraction
    beats: Fraction
    move: float | None
    price: float
    strong: bool
    height: float
    degree: int | None = None
    pitch: int | None = None
    closes: bool = False


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


class _State(NamedTuple):
    cost: float
    pitch: int
    leapt: int  # the interval by which the pitch was reached
    off: bool  # it is not in its chord
    top: int  # the highest pitch so far
    before: _State | None


def chord_index(harmony: Harmony, beat: Fraction) -> int:
    """Index of the chord that sounds at a beat."""
    return max(0, bisect_right(harmony.chords, beat, key=lambda chord: chord.beat) - 1)


def sing(
    wishes: Sequence[Wish], voice: Voice, ladder: Ladder, before: int | None
) -> tuple[int, ...]:
    """Pitches of least cost found for the onsets, one each; `before` is the pitch that led here."""
    if not wishes:
        return ()
    climax = max(range(len(wishes)), key=lambda index: wishes[index].height)
    beam: list[_State] = []
    last: Wish | None = None
    for index, wish in enumerate(wishes):
        step = _Step(wish, last, voice, ladder, index > climax)
        if last is None:
            beam = step.first(before)
        else:
            beam = step.onwards(beam)
        last = wish
    return _path(beam[0])


def _path(state: _State | None) -> tuple[int, ...]:
    found = []
    while state is not None:
        found.append(state.pitch)
        state = state.before
    return tuple(reversed(found))


class _Step:
    """All that one onset asks of its pitch."""

    def __init__(
        self, wish: Wish, last: Wish | None, voice: Voice, ladder: Ladder, past_climax: bool
    ) -> None:
        index = ladder.index(wish.beat)
        self.wish = wish
        self.past_climax = past_climax
        self.chord = frozenset(ladder.harmony.chords[index].pitch_classes)
        self.bass = ladder.harmony.chords[index].pitch_classes[0]
        key = ladder.harmony.keys[index]
        self.heights = ladder.heights(key)
        self.degrees = len(key.mode.scale)
        self.tonic = key.tonic
        self.costs = self._own(voice, key)
        before = index if last is None else ladder.index(last.beat)
        self.bass_before = ladder.harmony.chords[before].pitch_classes[0]

    def _own(self, voice: Voice, key: Key) -> dict[int, float]:
        """What each pitch costs by itself; chord tones and tones of the key only."""
        scale = key.pitch_classes
        foreign = self.chord - scale
        allowed = self.chord | {
            tone for tone in scale if not foreign & {(tone + 1) % 12, (tone - 1) % 12}
        }
        return {
            pitch: self._cost(pitch, voice.centre)
            for pitch in range(voice.low, voice.high + 1)
            if pitch % 12 in allowed
        }

    def _cost(self, pitch: int, centre: int) -> float:
        wish, tone = self.wish, pitch % 12
        cost = _CONTOUR * abs(pitch - centre - wish.height)
        if tone not in self.chord:
            cost += _STRONG_OFF if wish.strong else _WEAK_OFF
            cost += _CLASH if (tone - 1) % 12 in self.chord and wish.beats >= 1 else 0.0
            cost += _LONG_OFF if wish.beats >= 2 else 0.0
        if wish.closes and tone != self.tonic:
            cost += _CLOSE_ON_TONIC
        return cost

    def first(self, before: int | None) -> list[_State]:
        found = []
        for pitch, cost in self.costs.items():
            cost += self._begun(pitch)
            if before is not None:
                cost += 0.15 * abs(pitch - before)
            found.append(_State(cost, pitch, 0, pitch % 12 not in self.chord, pitch, None))
        return nsmallest(_BEAM, found)

    def _begun(self, pitch: int) -> float:
        """What beginning a theme or a returning phrase on a pitch costs."""
        wish = self.wish
        if wish.pitch is not None:
            return _MOVED_MEMORY * abs(pitch - wish.pitch)
        if wish.degree is None:
            return 0.0
        away = abs(self.heights[pitch] - wish.degree) % self.degrees
        return _OTHER_DEGREE * min(away, self.degrees - away)

    def onwards(self, beam: Sequence[_State]) -> list[_State]:
        """The best states after this onset, at most one of each pitch and way of reaching it."""
        best: dict[tuple[int, int], _State] = {}
        begun = {pitch: self._begun(pitch) for pitch in self.costs}
        for state in beam:
            for pitch, cost in self.costs.items():
                total = state.cost + cost + begun[pitch] + self._move(state, pitch)
                spot = (pitch, state.pitch)
                if spot not in best or total < best[spot].cost:
                    off = pitch % 12 not in self.chord
                    top = max(state.top, pitch)
                    best[spot] = _State(total, pitch, pitch - state.pitch, off, top, state)
        return nsmallest(_BEAM, best.values(), key=lambda state: (state.cost, state.pitch))

    def _move(self, state: _State, pitch: int) -> float:
        interval = pitch - state.pitch
        size = abs(interval)
        off = pitch % 12 not in self.chord
        cost = _INTERVALS[size] if size < len(_INTERVALS) else _BEYOND
        if self.wish.move is not None:
            away = abs(self.heights[pitch] - self.heights[state.pitch] - self.wish.move)
            cost = cost * _KNOWN_MOVE if not away else cost + self.wish.price + _PER_DEGREE * away
        if abs(state.leapt) >= _LEAP and state.leapt * interval >= 0:
            cost += _NO_REVERSAL
        if size > 2 and (off or state.off):
            cost += _LEFT_OFF
        if self.past_climax and pitch >= state.top:
            cost += _CLIMAX_AGAIN
        return cost + self._parallel(state.pitch, pitch)

    def _parallel(self, before: int, pitch: int) -> float:
        """Fifths and octaves in a row with the bass."""
        if before == pitch or self.bass == self.bass_before:
            return 0.0
        first, second = (before - self.bass_before) % 12, (pitch - self.bass) % 12
        return _PARALLEL if first == second and second in (0, 7) else 0.0
