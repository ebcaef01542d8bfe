"""Controllers: phrases and swells on expression, the pedal, and a singing player's vibrato."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from scenescore.compose.amounts import amounts
from scenescore.compose.dynamics import Shape, gain
from scenescore.compose.form import Phrase
from scenescore.compose.harmony import Harmony
from scenescore.compose.speech import SpeechWindows
from scenescore.compose.tempo import Plan
from scenescore.model import Control, Cue, Note

VIBRATO, EXPRESSION, PEDAL = 1, 11, 64

_FADE_SHARE, _FADE_LONGEST = Fraction(1, 4), Fraction(4)
_SILENT_DB = -100.0
_STEPS = 8
_STOPPED = Fraction(1, 4)
_REST = Fraction(2)
"""Beats of silence after which a soft entry may come from nothing."""

Levels = dict[Fraction, float]
"""Beat -> decibels, from there on."""


class Expression:
    """What CC11 does in a cue: worked out once for all who hold notes, then for each his own."""

    def __init__(self, cue: Cue, plan: Plan, phrases: Sequence[Phrase], shape: Shape) -> None:
        self._cue, self._plan, self._phrases = cue, plan, phrases
        self._held = self._shared(shape)
        self._alike = _written(self._faded(dict(self._held)))
        self._struck = _written(self._faded({Fraction(0): 0.0}))

    def controls(self, notes: Sequence[Note], sustained: bool, sings: bool) -> tuple[Control, ...]:
        """Expression of one part; struck and plucked sounds only follow the closing fade."""
        if not sustained:
            return self._struck
        soft = self._soft_entries(notes)
        if not (sings or soft):
            return self._alike
        levels = dict(self._held)
        if sings:
            self._shape_long_notes(levels, notes)
        for note in soft:
            self._enter_softly(levels, note)
        return _written(self._faded(levels))

    def _shared(self, shape: Shape) -> Levels:
        levels: Levels = {}
        step = Fraction(amounts().expression.step)
        beat = Fraction(0)
        while beat < self._plan.end:
            levels[beat] = shape.at(beat, float(self._plan.seconds(beat)))
            beat += step
        for hit in self._plan.struck:
            levels[hit] = 0.0
        self._swell(levels)
        self._die_away(levels)
        return levels

    def _swell(self, levels: Levels) -> None:
        """A crescendo into every swell hit, opening on its frame."""
        table, plan = amounts().expression, self._plan
        for hit in plan.hits:
            if hit.hit.kind != "swell":
                continue
            length = Fraction(table.swell_s)
            start = max(Fraction(0), plan.beat(plan.seconds(hit.beat) - length))
            for beat in [beat for beat in levels if start <= beat < hit.beat]:
                del levels[beat]
            for step in range(_STEPS):
                share = Fraction(step, _STEPS)
                levels[start + (hit.beat - start) * share] = table.swell_db * (1 - float(share))
            levels[hit.beat] = 0.0

    def _die_away(self, levels: Levels) -> None:
        """The last chord of a calm cue that rings falls softly into silence."""
        table, last = amounts().expression, self._phrases[-1]
        if self._cue.ending != "ring" or last.feel.arousal >= table.dying_below:
            return
        length = self._plan.end - last.start
        for beat in levels:
            if beat > last.start:
                levels[beat] += table.dying_db * float((beat - last.start) / length) ** 2

    def _shape_long_notes(self, levels: Levels, notes: Sequence[Note]) -> None:
        """A long note swells and falls back by itself."""
        table, plan = amounts().expression, self._plan
        for note in notes:
            end = note.beat + note.beats
            seconds = float(plan.seconds(end) - plan.seconds(note.beat))
            if seconds < table.long_note_s or note.accent:
                continue
            for beat in [beat for beat in levels if note.beat <= beat < end]:
                share = float((beat - note.beat) / note.beats)
                levels[beat] -= table.long_note_db * (2 * share - 1) ** 2

    def _soft_entries(self, notes: Sequence[Note]) -> list[Note]:
        """Notes out of a rest that are no hits."""
        found = []
        silent_from = Fraction(0)
        for note in notes:
            if note.beat - silent_from >= _REST and not note.accent:
                found.append(note)
            silent_from = max(silent_from, note.beat + note.beats)
        return found

    def _enter_softly(self, levels: Levels, note: Note) -> None:
        """The note begins from nothing."""
        table, plan = amounts().expression, self._plan
        until = plan.beat(plan.seconds(note.beat) + Fraction(table.niente_s))
        aim = _level_at(levels, until)
        for beat in [beat for beat in levels if note.beat <= beat < until]:
            del levels[beat]
        for step in range(_STEPS):
            share = Fraction(step, _STEPS)
            quiet = table.niente_db * (1 - float(share)) ** 2
            levels[note.beat + (until - note.beat) * share] = quiet + aim * float(share)
        levels[until] = aim

    def _faded(self, levels: Levels) -> Levels:
        if self._cue.ending == "fade":
            self._fade(levels)
        return levels

    def _fade(self, levels: Levels) -> None:
        """Expression falls to nothing at the out point."""
        cue, plan = self._cue, self._plan
        out = cue.seconds_at(cue.out_frame)
        length = min(_FADE_LONGEST, out * _FADE_SHARE)
        start = plan.beat(out - length)
        aim = _level_at(levels, start)
        for beat in [beat for beat in levels if beat >= start]:
            del levels[beat]
        steps = 2 * _STEPS
        for step in range(steps + 1):
            share = step / steps
            level = aim * (1 - share) - 40.0 * share * share
            beat = plan.beat(out - length * (1 - Fraction(step, steps)))
            levels[beat] = _SILENT_DB if step == steps else level


def _level_at(levels: Levels, beat: Fraction) -> float:
    before = max((at for at in levels if at <= beat), default=None)
    return 0.0 if before is None else levels[before]


def _written(levels: Levels) -> tuple[Control, ...]:
    """Controller values where they change."""
    controls: list[Control] = []
    for beat, level in sorted(levels.items()):
        value = max(0, min(127, int(127 * gain(level) + 0.5)))
        if not controls or controls[-1].value != value:
            controls.append(Control(beat, EXPRESSION, value))
    return tuple(controls)


def pedal(
    plan: Plan,
    phrases: Sequence[Phrase],
    harmony: Harmony,
    speech: SpeechWindows,
    program: int,
) -> tuple[Control, ...]:
    """A pianist's pedal: up with the new chord and down behind it; none where it is played short.

    It is also lifted where somebody begins to speak, and for stops.
    """
    table = amounts().pedal
    if program not in table.programs:
        return ()
    moves: dict[Fraction, int] = {}
    down = False
    for chord, index in zip(harmony.chords, harmony.phrases, strict=True):
        if down:
            moves[chord.beat] = 0
        joined = phrases[index].feel.articulation >= table.articulation
        wait = Fraction(table.again_ms if down else table.first_ms) / 1000
        down = joined and not speech.covers(chord.beat)
        if down:
            moves[plan.beat(plan.seconds(chord.beat) + wait)] = 127
    stops = [plan.beat(plan.seconds(stop) + _STOPPED) for stop, _ in plan.pauses]
    for beat in (*stops, *speech.starts, plan.end):
        moves[beat] = 0
    for stop, resume in plan.pauses:
        for beat in [beat for beat, value in moves.items() if stop < beat < resume and value]:
            del moves[beat]
    return tuple(Control(beat, PEDAL, value) for beat, value in sorted(moves.items()))


def vibrato(plan: Plan, notes: Sequence[Note], program: int) -> tuple[Control, ...]:
    """A long note starts plain and begins to vibrate."""
    table = amounts().vibrato
    if program not in table.programs:
        return ()
    depths: dict[Fraction, int] = {Fraction(0): 0}
    for note in notes:
        start, end = plan.seconds(note.beat), plan.seconds(note.beat + note.beats)
        depths[note.beat] = 0
        if end - start < Fraction(table.from_s):
            continue
        for step in range(1, 5):
            wait = (table.delay_ms + table.grows_ms * (step - 1) / 3) / 1000
            at = start + Fraction(wait).limit_denominator(1000)
            if at < end:
                depths[plan.beat(at)] = table.depth * step // 4
    return tuple(Control(beat, VIBRATO, value) for beat, value in sorted(depths.items()))
