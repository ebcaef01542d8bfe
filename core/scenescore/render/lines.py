"""One channel of the synth as events: its notes, its controllers, and its expression at hits.

A slow sound is prepared behind closed expression (see `performance`): a `Gate` closes it, opens it
at the hit, and lets it bloom behind the fast players who own the attack.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import pi, sin
from typing import NamedTuple, TypeAlias

from scenescore.render.fluid import BLOCK, Action
from scenescore.timebase import SAMPLE_RATE, round_half_up

VOLUME, PAN, EXPRESSION, REVERB = 7, 10, 11, 91
"""Controllers by their MIDI numbers."""

BLOOM_S = 0.7
"""From the hit until a slow sound is as loud as the score has it."""

_BLOCKS_PER_SECOND = SAMPLE_RATE // BLOCK
_OPENING_S = 0.015
_HELD_BACK = 0.7
"""Expression with which a slow sound enters a hit, of its own: 6 dB lower by 40 log10. The fast
players own the attack, the slow ones bloom behind it, so that by any measure of an onset the
strongest lies on the frame."""

_BLOOM_STEP_S = 0.02
_RELEASE_S = 1.5
"""A channel is free for the next hit when its last note ended this long ago."""

Moves: TypeAlias = list[tuple[float, int, int]]
"""Controllers of a part: seconds, number, value."""


class Event(NamedTuple):
    """A note (pitch, velocity) or controller (number, value); sorts in playing order."""

    block: int
    action: Action
    channel: int
    number: int
    value: int


@dataclass(slots=True)
class Sounding:
    """A note in seconds from the in point."""

    on: float
    off: float
    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class Gate:
    """Expression closed while a slow sound is prepared, opened at the hit, full after the bloom."""

    closed: float
    hit: float
    bloom: float

    @property
    def opened(self) -> float:
        return self.hit + _OPENING_S

    def rules(self, moment: float) -> bool:
        """Whether expression is the gate's and not the score's."""
        return self.closed <= moment < self.opened + self.bloom


@dataclass(slots=True)
class Line:
    """One channel: its notes, and when its expression is closed and opened for hits."""

    channel: int
    notes: list[Sounding] = field(default_factory=list)
    gates: list[Gate] = field(default_factory=list)

    @property
    def free_from(self) -> float:
        return max((note.off for note in self.notes), default=float("-inf")) + _RELEASE_S

    def note_events(self) -> Iterator[Event]:
        """Note-ons and note-offs; a note struck again while it sounds ends where it is."""
        by_pitch: dict[int, list[Sounding]] = defaultdict(list)
        for note in sorted(self.notes, key=lambda n: (n.on, n.pitch)):
            by_pitch[note.pitch].append(note)
        for notes in by_pitch.values():
            for note, following in zip(notes, [*notes[1:], None], strict=True):
                off = note.off if following is None else min(note.off, following.on)
                on, last = _block(note.on), max(_block(off), _block(note.on) + 1)
                yield Event(on, Action.NOTE_ON, self.channel, note.pitch, note.velocity)
                yield Event(last, Action.NOTE_OFF, self.channel, note.pitch, 0)

    def control_events(self, settings: Mapping[int, int], moves: Moves) -> Iterator[Event]:
        """Settings before the first sound, then the moves; expression waits at the gates."""
        start = min([0.0, *(note.on for note in self.notes), *(at for at, _, _ in moves)]) - 0.01
        for number, value in settings.items():
            yield self._control(start, number, value)
        for at, number, value in moves:
            if number != EXPRESSION or not any(gate.rules(at) for gate in self.gates):
                yield self._control(at, number, value)
        for gate in self.gates:
            yield self._control(gate.closed - 0.005, EXPRESSION, 0)
            yield from self._opening(gate, moves)
            yield from self._bloom(gate, moves)

    def _opening(self, gate: Gate, moves: Moves) -> Iterator[Event]:
        """Expression from nothing to its value in 15 ms from the frame's beginning, by blocks."""
        steps = round_half_up(_OPENING_S * _BLOCKS_PER_SECOND)
        top = _expression_at(moves, gate.opened) * (_HELD_BACK if gate.bloom else 1.0)
        for step in range(1, steps + 1):
            # The synth's gain is CC11 squared; a half sine squared rises without a corner.
            value = clamped(top * sin(pi / 2 * step / steps))
            yield Event(_block(gate.hit) + step, Action.CONTROL, self.channel, EXPRESSION, value)

    def _bloom(self, gate: Gate, moves: Moves) -> Iterator[Event]:
        """Expression from held back to its own value, which may move meanwhile."""
        steps = round_half_up(gate.bloom / _BLOOM_STEP_S)
        for step in range(1, steps + 1):
            at = gate.opened + step * _BLOOM_STEP_S
            share = _HELD_BACK + (1 - _HELD_BACK) * step / steps
            yield self._control(at, EXPRESSION, clamped(share * _expression_at(moves, at)))

    def _control(self, at: float, number: int, value: int) -> Event:
        return Event(_block(at), Action.CONTROL, self.channel, number, value)


def clamped(value: float) -> int:
    """A controller's value, rounded, within what MIDI holds."""
    return min(max(round_half_up(value), 0), 127)


def _expression_at(moves: Moves, moment: float) -> int:
    values = [value for at, number, value in moves if number == EXPRESSION]
    past = [value for at, number, value in moves if number == EXPRESSION and at <= moment]
    return past[-1] if past else (values[0] if values else 127)


def _block(seconds: float) -> int:
    return round_half_up(seconds * _BLOCKS_PER_SECOND)
