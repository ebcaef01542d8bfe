"""Pitches for a row of onsets by beam search: contour, range, chord, proximity, theme (MUSIC 4.5).

A state is the way so far; its cost grows by what the next pitch costs by itself and by the move to
it. Costs are of the size of -ln of the shares measured in MUSIC 4.5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from heapq import nsmallest
from types import MappingProxyType
from typing import NamedTuple, Protocol

from scenescore.compose.harmony import Key
from scenescore.compose.tones import Ladder, Voice, Wish

_BEAM = 12

_INTERVALS = (0.9, 0.0, 0.0, 1.0, 1.0, 1.7, 3.2, 1.9, 2.6, 2.6, 4.0, 5.0, 2.8)
"""Cost of a move by its semitones: unisons .15, steps .50, skips .16, leaps .12, fifths before
sixths, the tritone and sevenths hardly ever."""

_BEYOND = 8.0
_LEAP = 5
_KNOWN_MOVE = 0.3
"""Share of a move's cost that is left where the theme makes it, or the first time made it."""

_NO_REVERSAL = 1.0
"""Going on in a leap's direction: .65 of all leaps turn back."""

_STRONG_OFF, _WEAK_OFF, _LONG_OFF, _CLASH = 3.0, 0.35, 2.0, 4.0
_FALSE = 4.5
"""A tone of the key beside a chord's tone from outside it: a false relation."""

_SUSPENDED = 0.4
"""Share of these costs that a theme's own tone pays: an appoggiatura, not a mistake."""

_OWN_PRICE = 3.0
"""Price of a move from which a note counts as the theme's own."""

_LEFT_OFF = 1.5
"""Leaping to or from a tone that is not in the chord: passing and neighbour tones go by step."""

_CONTOUR, _OWN_CONTOUR = 0.2, 0.07
"""Cost of a semitone away from the wished height, for free notes and for what is known: a theme's
own and what returns."""

_CLIMAX_AGAIN = 1.2
_PARALLEL, _PARALLEL_ACROSS = 20.0, 0.3
"""Fifths and octaves in a row with the bass, and the share of that cost between two ideas: what is
known begins as it did, what is free avoids them."""

_CLOSE_ON_TONIC = 1.5
_OTHER_DEGREE = 2.5
"""Cost of each degree that a theme is begun away from its own."""

_MOVED_MEMORY = 5.0
"""Cost of each degree that a returning phrase begins away from its first time."""

_OFF_MEMORY = 6.0
"""Cost of every note of a returning phrase that is another than the first time."""

_PER_DEGREE = 0.25

_BESIDE: Mapping[int, float] = MappingProxyType(
    {0: 1.2, 1: 3.5, 2: 1.2, 5: 0.6, 6: 1.0, 7: 0.4, 10: 0.8, 11: 3.0}
)
"""Cost of an interval below another voice, modulo the octave; thirds and sixths cost nothing."""

_CROSSED, _CLOSE = 4.0, 1.5
_NEAREST = 3
"""Semitones below the voice above that a second voice comes to at most."""

_SIMILAR, _PARALLEL_VOICES = 0.6, 20.0


class Neighbour(NamedTuple):
    """The voice above as a second voice hears it at an onset: `sounding` there, if it does.

    `led` is what it had before, where it moves at this very onset.
    """

    sounding: int | None
    moved: int | None
    led: int | None


class Company(Protocol):
    """A voice that is there already."""

    def at(self, beat: Fraction) -> Neighbour: ...


_NOBODY = Neighbour(None, None, None)


class _State(NamedTuple):
    cost: float
    pitch: int
    leapt: int  # the interval by which the pitch was reached
    off: bool  # it is not in its chord
    top: int  # the highest pitch so far
    before: _State | None


def sing(
    wishes: Sequence[Wish],
    voice: Voice,
    ladder: Ladder,
    before: int | None,
    company: Company | None = None,
) -> tuple[int, ...]:
    """Pitches of least cost found for the onsets, one each; `before` is the pitch that led here."""
    if not wishes:
        return ()
    climax = max(range(len(wishes)), key=lambda index: wishes[index].height)
    beam: list[_State] = []
    for index, wish in enumerate(wishes):
        other = company.at(wish.beat) if company else _NOBODY
        step = _Step(wish, voice, ladder, index > climax, other)
        beam = step.onwards(beam) if index else step.first(before)
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
        self,
        wish: Wish,
        voice: Voice,
        ladder: Ladder,
        past_climax: bool,
        other: Neighbour,
    ) -> None:
        index = ladder.index(wish.beat)
        self.other = other
        self.wish = wish
        self.past_climax = past_climax
        self.chord = frozenset(ladder.harmony.chords[index].pitch_classes)
        self.bass = ladder.harmony.chords[index].pitch_classes[0]
        key = ladder.harmony.keys[index]
        self.heights = ladder.heights(key)
        self.degrees = len(key.mode.scale)
        self.tonic = key.tonic
        self.costs = self._own(voice, key)
        arrives = index > 0 and ladder.harmony.chords[index].beat == wish.beat
        self.remembered = frozenset(
            pitch
            for pitch in self.costs
            if wish.memory is not None and not self._from_memory(pitch, wish.memory)
        )
        self.bass_before = ladder.harmony.chords[index - arrives].pitch_classes[0]

    def _own(self, voice: Voice, key: Key) -> dict[int, float]:
        """What each pitch costs by itself; chord tones and tones of the key only."""
        scale = key.pitch_classes
        foreign = self.chord - scale
        low, high = self.wish.reach or (voice.low, voice.high)
        if low == high:
            return {low: 0.0}
        false = {
            tone for tone in scale - self.chord if foreign & {(tone + 1) % 12, (tone - 1) % 12}
        }
        return {
            pitch: self._cost(pitch, voice.centre)
            + _FALSE * (pitch % 12 in false)
            + self._beside(pitch)
            for pitch in range(max(low, voice.low), min(high, voice.high) + 1)
            if pitch % 12 in self.chord | scale
        }

    def _cost(self, pitch: int, centre: int) -> float:
        wish, tone = self.wish, pitch % 12
        own = wish.price >= _OWN_PRICE
        known = own or wish.memory is not None
        cost = (_OWN_CONTOUR if known else _CONTOUR) * abs(pitch - centre - wish.height)
        if tone not in self.chord:
            off = _STRONG_OFF if wish.strong else _WEAK_OFF
            off += _LONG_OFF if wish.beats >= 2 else 0.0
            cost += off * (_SUSPENDED if own else 1.0)
            cost += _CLASH if (tone - 1) % 12 in self.chord and wish.beats >= 1 else 0.0
        if wish.closes and tone != self.tonic:
            cost += _CLOSE_ON_TONIC
        return cost

    def first(self, before: int | None) -> list[_State]:
        found = []
        for pitch, cost in self.costs.items():
            cost += self._begun(pitch, first=True)
            if before is not None:
                cost += 0.15 * abs(pitch - before)
                cost += _PARALLEL_ACROSS * self._parallel(before, pitch)
                cost += self._together(before, pitch)
            found.append(_State(cost, pitch, 0, pitch % 12 not in self.chord, pitch, None))
        return nsmallest(_BEAM, found)

    def _begun(self, pitch: int, first: bool) -> float:
        """What beginning a theme or a returning phrase on a pitch costs."""
        wish = self.wish
        if wish.memory is not None:
            return _MOVED_MEMORY * self._from_memory(pitch, wish.memory) if first else 0.0
        return 0.0 if wish.degree is None else _OTHER_DEGREE * self._away(pitch, wish.degree)

    def _from_memory(self, pitch: int, degree: float) -> float:
        """Degrees to what was there the first time; in any octave where its own is out of reach."""
        if any(self.heights[other] == degree for other in self.costs):
            return abs(self.heights[pitch] - degree)
        return self._away(pitch, degree)

    def _away(self, pitch: int, degree: float) -> float:
        """Degrees to the nearest octave of a degree."""
        away = abs(self.heights[pitch] - degree) % self.degrees
        return min(away, self.degrees - away)

    def onwards(self, beam: Sequence[_State]) -> list[_State]:
        """The best states after this onset, at most one of each pitch and way of reaching it."""
        best: dict[tuple[int, int], _State] = {}
        begun = {pitch: self._begun(pitch, first=False) for pitch in self.costs}
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
        known = pitch in self.remembered
        if known:
            cost *= _KNOWN_MOVE
        elif self.wish.move is not None:
            away = abs(self.heights[pitch] - self.heights[state.pitch] - self.wish.move)
            known = not away and self.wish.price >= _OWN_PRICE
            if not away:
                cost *= _KNOWN_MOVE
            else:
                cost += self.wish.price + _PER_DEGREE * away
        if self.remembered and pitch not in self.remembered:
            cost += _OFF_MEMORY
        if not known:
            if abs(state.leapt) >= _LEAP and state.leapt * interval >= 0:
                cost += _NO_REVERSAL
            if size > 2 and (off or state.off):
                cost += _LEFT_OFF
        if self.past_climax and pitch >= state.top and pitch not in self.remembered:
            cost += _CLIMAX_AGAIN
        return cost + self._parallel(state.pitch, pitch) + self._together(state.pitch, pitch)

    def _beside(self, pitch: int) -> float:
        """What a pitch costs under the voice above: dissonance, closeness, crossing."""
        if self.other.sounding is None:
            return 0.0
        distance = self.other.sounding - pitch
        cost = _BESIDE.get(distance % 12, 0.0)
        return cost + (_CROSSED if distance < 0 else _CLOSE if distance < _NEAREST else 0.0)

    def _together(self, before: int, pitch: int) -> float:
        """What moving along with the voice above costs, above all in fifths and octaves."""
        moved, led = self.other.moved, self.other.led
        if moved is None or led is None or (pitch - before) * (moved - led) <= 0:
            return 0.0
        perfect = (led - before) % 12 == (moved - pitch) % 12 in (0, 5, 7)
        return _PARALLEL_VOICES if perfect else _SIMILAR

    def _parallel(self, before: int, pitch: int) -> float:
        """Fifths and octaves in a row with the bass."""
        if before == pitch or self.bass == self.bass_before:
            return 0.0
        first, second = (before - self.bass_before) % 12, (pitch - self.bass) % 12
        return _PARALLEL if first == second and second in (0, 7) else 0.0
