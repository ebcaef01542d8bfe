"""A score as FluidSynth's events at absolute times.

Times are blocks of 64 samples counted from the cue's in point: the first new frame itself is block
0, sample-exact, and everything else lies at most 0.7 ms from where the score has it.

A hit must be *heard* on its frame. A fast instrument is started early by the few milliseconds that
it takes to speak. A slow one has to be started so much earlier that its creeping in would be heard
before the cut; it therefore starts on a channel of its own whose expression is closed, and opens
within 15 ms of the frame, already speaking, like players who come in together with an accent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from math import pi, sin
from typing import NamedTuple, TypeAlias

from scenescore.model import Control, Note, Part, Score
from scenescore.render.attack import FAST_S
from scenescore.render.fluid import BLOCK, Action
from scenescore.tempomap import seconds_at
from scenescore.timebase import SAMPLE_RATE, Rate, round_half_up

BLOCKS_PER_SECOND = SAMPLE_RATE // BLOCK

_AIM_S, _AIM_FRAMES = 0.011, 0.4
"""Hits are aimed this long behind the beginning of their frame, in seconds and at most in frames:
late is safer than early (MUSIC.md 2.1)."""

_MAX_LEAD_S = 0.4
_SHORTEST_S = 0.02
_OPENING_S = 0.015
_HELD_BACK = 0.7
"""Expression with which a slow sound enters a hit, of its own: 6 dB lower by 40 log10. The fast
players own the attack, the slow ones bloom behind it, so that by any measure of an onset the
strongest lies on the frame."""
_BLOOM_S, _BLOOM_STEP_S = 0.7, 0.02
_RELEASE_S = 1.5
"""A channel is free for the next hit when its last note ended this long ago."""

_VOLUME, _PAN, _EXPRESSION, _REVERB = 7, 10, 11, 91
_FULL_VOLUME = 90
"""CC7 of a part without gain; leaves 6 dB above it."""

Speaks = Callable[[Part, Note], float]
"""Seconds that a note of a part takes to be heard."""

Moves: TypeAlias = list[tuple[float, int, int]]
"""Controllers of a part: seconds, number, value."""


class Event(NamedTuple):
    """A note (pitch, velocity) or controller (number, value); sorts in playing order."""

    block: int
    action: Action
    channel: int
    number: int
    value: int


@dataclass(frozen=True, slots=True)
class Performance:
    """Events in order, the instrument of each channel, and the stems, channel c on stem c % n."""

    events: tuple[Event, ...]
    instruments: tuple[tuple[int, Part], ...]
    stems: tuple[str, ...]
    first_block: int
    heard_from: float  # seconds from the in point at which the first sound is heard

    @property
    def channels(self) -> int:
        return max((channel for channel, _ in self.instruments), default=0) + 1


def perform(score: Score, rate: Rate, speaks: Speaks) -> Performance:
    """The events of a score, timed so that its hits are heard on their frames of `rate`."""
    stems = tuple(dict.fromkeys(part.stem for part in score.parts))
    desk = _Desk(stems)
    owned = _struck_beats(score, speaks)
    aim = min(_AIM_S, _AIM_FRAMES * float(rate.frame))
    events: list[Event] = []
    starts: list[float] = []
    for part in score.parts:
        player = _PartPlayer(score, part, aim, speaks, desk, owned)
        events += player.events()
        starts += player.heard
    events.sort()
    return Performance(
        events=tuple(events),
        instruments=tuple(desk.seats),
        stems=stems,
        first_block=min((event.block for event in events), default=0),
        heard_from=min(starts, default=0.0),
    )


def _struck_beats(score: Score, speaks: Speaks) -> frozenset[Fraction]:
    """Beats at which an accent that speaks at once is struck, and so owns the attack of its hit."""
    return frozenset(
        note.beat
        for part in score.parts
        for note in part.notes
        if note.accent and speaks(part, note) <= FAST_S
    )


class _Desk:
    """Gives out channels so that channel c lies on stem c % stems."""

    def __init__(self, stems: tuple[str, ...]) -> None:
        self._stems = stems
        self._taken: dict[str, int] = defaultdict(int)
        self.seats: list[tuple[int, Part]] = []

    def seat(self, part: Part) -> int:
        channel = self._taken[part.stem] * len(self._stems) + self._stems.index(part.stem)
        self._taken[part.stem] += 1
        self.seats.append((channel, part))
        return channel


@dataclass(slots=True)
class _Sounding:
    """A note in seconds from the in point."""

    on: float
    off: float
    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class _Gate:
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
class _Line:
    """One channel: its notes, and when its expression is closed and opened for hits."""

    channel: int
    notes: list[_Sounding] = field(default_factory=list)
    gates: list[_Gate] = field(default_factory=list)

    @property
    def free_from(self) -> float:
        return max((note.off for note in self.notes), default=float("-inf")) + _RELEASE_S


class _PartPlayer:
    """Turns one part into events on its main channel and on those of its slow accents."""

    def __init__(
        self,
        score: Score,
        part: Part,
        aim: float,
        speaks: Speaks,
        desk: _Desk,
        owned: frozenset[Fraction],
    ) -> None:
        self._score, self._part, self._aim = score, part, aim
        self._speaks, self._desk, self._owned = speaks, desk, owned
        self._entries = {hit.beat for hit in score.hits if hit.hit.kind == "entry"}
        self._main = _Line(desk.seat(part))
        self._accents: list[_Line] = []
        self.heard: list[float] = []
        self._seat_notes()

    def events(self) -> Iterator[Event]:
        for line in (self._main, *self._accents):
            yield from self._controls(line)
            yield from _note_events(line)

    def _seat_notes(self) -> None:
        slow: dict[Fraction, list[tuple[Note, float]]] = defaultdict(list)
        for note in self._part.notes:
            lead = self._speaks(self._part, note) if self._is_hit(note) else 0.0
            if lead > FAST_S:
                slow[note.beat].append((note, min(lead, _MAX_LEAD_S)))
            else:
                self._main.notes.append(self._sounding(note, lead))
                self.heard.append(self._main.notes[-1].on)
        for beat in sorted(slow):
            self._seat_slow(self._seconds(beat) + self._aim / 2, slow[beat], beat in self._owned)

    def _seat_slow(self, hit: float, notes: list[tuple[Note, float]], owned: bool) -> None:
        closed = hit - max(lead for _, lead in notes)
        line = next((line for line in self._accents if line.free_from <= closed), None)
        if line is None:
            line = _Line(self._desk.seat(self._part))
            self._accents.append(line)
        line.gates.append(_Gate(closed, hit, _BLOOM_S if owned else 0.0))
        line.notes += [self._sounding(note, lead) for note, lead in notes]
        self.heard.append(hit)

    def _sounding(self, note: Note, lead: float) -> _Sounding:
        """Slow accents stand ready when the frame begins; fast ones aim just behind it."""
        shift = 0.0 if self._is_hit(note) else note.shift
        aim = self._aim if self._is_hit(note) and lead <= FAST_S else 0.0
        on = self._seconds(note.beat) + shift + aim - lead
        off = self._seconds(note.beat + note.beats) + shift
        return _Sounding(on, max(off, on + _SHORTEST_S), note.pitch, note.velocity)

    def _is_hit(self, note: Note) -> bool:
        """Accents, and whatever begins with the cue: its entry is a hit too."""
        return note.accent or note.beat in self._entries

    def _seconds(self, beat: Fraction) -> float:
        return float(seconds_at(self._score.tempo, beat))

    def _controls(self, line: _Line) -> Iterator[Event]:
        """The part's controllers on one channel; expression waits while a hit is being prepared."""
        moves = self._control_moves()
        start = min([0.0, *(note.on for note in line.notes), *(m[0] for m in moves)]) - 0.01
        for number, value in self._settings(moves).items():
            yield _control(line, start, number, value)
        for at, number, value in moves:
            if number != _EXPRESSION or not any(gate.rules(at) for gate in line.gates):
                yield _control(line, at, number, value)
        for gate in line.gates:
            yield _control(line, gate.closed - 0.005, _EXPRESSION, 0)
            yield from _opening(line, gate, moves)
            yield from _bloom(line, gate, moves)

    def _control_moves(self) -> Moves:
        controls = sorted(self._part.controls, key=lambda c: c.beat)
        return [(self._seconds(c.beat), c.number, self._balanced(c)) for c in controls]

    def _settings(self, moves: Moves) -> dict[int, int]:
        """Controllers before the first sound: the score's own first values, else the part's."""
        values = {
            _VOLUME: _clamp(_FULL_VOLUME * 10 ** (self._part.gain_db / 40)),
            _PAN: _clamp(64 + 63 * self._part.pan),
            _REVERB: _clamp(127 * max(self._part.reverb, 0.0) ** 0.5),
            _EXPRESSION: 127,
        }
        return values | {number: value for _, number, value in reversed(moves)}

    def _balanced(self, control: Control) -> int:
        """Volume moves of the score on top of the part's gain; 40 log10 is the synth's own law."""
        if control.number != _VOLUME:
            return control.value
        return _clamp(control.value * 10 ** (self._part.gain_db / 40))


def _note_events(line: _Line) -> Iterator[Event]:
    """Note-ons and note-offs; a note that is struck again while it sounds ends where it is."""
    by_pitch: dict[int, list[_Sounding]] = defaultdict(list)
    for note in sorted(line.notes, key=lambda n: (n.on, n.pitch)):
        by_pitch[note.pitch].append(note)
    for notes in by_pitch.values():
        for note, following in zip(notes, [*notes[1:], None], strict=True):
            off = note.off if following is None else min(note.off, following.on)
            yield Event(_block(note.on), Action.NOTE_ON, line.channel, note.pitch, note.velocity)
            yield Event(
                max(_block(off), _block(note.on) + 1), Action.NOTE_OFF, line.channel, note.pitch, 0
            )


def _opening(line: _Line, gate: _Gate, moves: Moves) -> Iterator[Event]:
    """Expression from nothing to its value in the 15 ms after the frame begins, a step a block."""
    steps = round_half_up(_OPENING_S * BLOCKS_PER_SECOND)
    top = _expression_at(moves, gate.opened) * (_HELD_BACK if gate.bloom else 1.0)
    for step in range(1, steps + 1):
        # The synth's gain goes with the square of CC11; a half sine squared rises without a corner.
        value = _clamp(top * sin(pi / 2 * step / steps))
        yield Event(_block(gate.hit) + step, Action.CONTROL, line.channel, _EXPRESSION, value)


def _bloom(line: _Line, gate: _Gate, moves: Moves) -> Iterator[Event]:
    """Expression from held back to its own value, which may move meanwhile."""
    steps = round_half_up(gate.bloom / _BLOOM_STEP_S)
    for step in range(1, steps + 1):
        at = gate.opened + step * _BLOOM_STEP_S
        share = _HELD_BACK + (1 - _HELD_BACK) * step / steps
        yield _control(line, at, _EXPRESSION, _clamp(share * _expression_at(moves, at)))


def _expression_at(moves: Moves, moment: float) -> int:
    values = [value for at, number, value in moves if number == _EXPRESSION]
    past = [value for at, number, value in moves if number == _EXPRESSION and at <= moment]
    return past[-1] if past else (values[0] if values else 127)


def _control(line: _Line, at: float, number: int, value: int) -> Event:
    return Event(_block(at), Action.CONTROL, line.channel, number, value)


def _block(seconds: float) -> int:
    return round_half_up(seconds * BLOCKS_PER_SECOND)


def _clamp(value: float) -> int:
    return min(max(round_half_up(value), 0), 127)
