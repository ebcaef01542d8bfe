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
from dataclasses import dataclass
from fractions import Fraction

from scenescore.model import Control, Note, Part, Score
from scenescore.render.attack import FAST_S
from scenescore.render.lines import (
    BLOOM_S,
    EXPRESSION,
    PAN,
    REVERB,
    VOLUME,
    Event,
    Gate,
    Line,
    Moves,
    Sounding,
    clamped,
)
from scenescore.tempomap import seconds_at
from scenescore.timebase import Rate

_AIM_S, _AIM_FRAMES = 0.011, 0.4
"""Hits are aimed this long behind the beginning of their frame, in seconds and at most in frames:
late is safer than early (MUSIC.md 2.1)."""

_MAX_LEAD_S = 0.4
_SHORTEST_S = 0.02
_FULL_VOLUME = 90
"""CC7 of a part without gain; leaves 6 dB above it."""

Speaks = Callable[[Part, Note], float]
"""Seconds that a note of a part takes to be heard."""


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
        self._main = Line(desk.seat(part))
        self._accents: list[Line] = []
        self.heard: list[float] = []
        self._seat_notes()

    def events(self) -> Iterator[Event]:
        moves = self._control_moves()
        settings = self._settings(moves)
        for line in (self._main, *self._accents):
            yield from line.control_events(settings, moves)
            yield from line.note_events()

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
            line = Line(self._desk.seat(self._part))
            self._accents.append(line)
        line.gates.append(Gate(closed, hit, BLOOM_S if owned else 0.0))
        line.notes += [self._sounding(note, lead) for note, lead in notes]
        self.heard.append(hit)

    def _sounding(self, note: Note, lead: float) -> Sounding:
        """Slow accents stand ready when the frame begins; fast ones aim just behind it."""
        shift = 0.0 if self._is_hit(note) else note.shift
        aim = self._aim if self._is_hit(note) and lead <= FAST_S else 0.0
        on = self._seconds(note.beat) + shift + aim - lead
        off = self._seconds(note.beat + note.beats) + shift
        return Sounding(on, max(off, on + _SHORTEST_S), note.pitch, note.velocity)

    def _is_hit(self, note: Note) -> bool:
        """Accents, and whatever begins with the cue: its entry is a hit too."""
        return note.accent or note.beat in self._entries

    def _seconds(self, beat: Fraction) -> float:
        return float(seconds_at(self._score.tempo, beat))

    def _control_moves(self) -> Moves:
        controls = sorted(self._part.controls, key=lambda c: c.beat)
        return [(self._seconds(c.beat), c.number, self._balanced(c)) for c in controls]

    def _settings(self, moves: Moves) -> dict[int, int]:
        """Controllers before the first sound: the score's own first values, else the part's."""
        values = {
            VOLUME: clamped(_FULL_VOLUME * 10 ** (self._part.gain_db / 40)),
            PAN: clamped(64 + 63 * self._part.pan),
            REVERB: clamped(127 * max(self._part.reverb, 0.0) ** 0.5),
            EXPRESSION: 127,
        }
        return values | {number: value for _, number, value in reversed(moves)}

    def _balanced(self, control: Control) -> int:
        """Volume moves of the score on top of the part's gain; 40 log10 is the synth's own law."""
        if control.number != VOLUME:
            return control.value
        return clamped(control.value * 10 ** (self._part.gain_db / 40))
