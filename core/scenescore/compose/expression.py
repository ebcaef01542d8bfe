"""Controllers: phrases and swells on expression, the pedal, and a singing player's vibrato."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial

from scenescore.compose.amounts import amounts
from scenescore.compose.curve import Curve, Point
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


class Expression:
    """What CC11 does in a cue: worked out once for all who hold notes, then for each his own."""

    def __init__(self, cue: Cue, plan: Plan, phrases: Sequence[Phrase], shape: Shape) -> None:
        self._cue, self._plan, self._phrases = cue, plan, phrases
        self._held = self._shared(shape)
        self._alike = _written(self._faded(self._held.copy()))
        self._struck = _written(self._faded(Curve([(Fraction(0), 0.0)])))

    def controls(self, notes: Sequence[Note], sustained: bool, sings: bool) -> tuple[Control, ...]:
        """Expression of one part; struck and plucked sounds only follow the closing fade."""
        if not sustained:
            return self._struck
        soft = self._soft_entries(notes)
        if not (sings or soft):
            return self._alike
        curve = self._held.copy()
        if sings:
            self._shape_long_notes(curve, notes)
        for note in soft:
            self._enter_softly(curve, note)
        return _written(self._faded(curve))

    def _shared(self, shape: Shape) -> Curve:
        step, end = Fraction(amounts().expression.step), self._plan.end
        beats = (step * place for place in range(int(end / step) + 1))
        curve = Curve((beat, shape.at(beat, float(self._plan.seconds(beat)))) for beat in beats)
        for hit in self._plan.struck:
            curve.set(hit, 0.0)
        self._swell(curve)
        self._die_away(curve)
        return curve

    def _swell(self, curve: Curve) -> None:
        """A crescendo into every swell hit, opening on its frame."""
        table, plan = amounts().expression, self._plan
        for hit in plan.hits:
            if hit.hit.kind == "swell":
                start = plan.beat(plan.seconds(hit.beat) - Fraction(table.swell_s))
                rise = _ramp(max(Fraction(0), start), hit.beat, lambda x: table.swell_db * (1 - x))
                curve.replace(rise[0][0], hit.beat, [*rise[:-1], (hit.beat, 0.0)])

    def _die_away(self, curve: Curve) -> None:
        """The last chord of a calm cue that rings falls softly into silence."""
        table, last, end = amounts().expression, self._phrases[-1], self._plan.end
        if self._cue.ending == "ring" and last.feel.arousal < table.dying_below:
            length = end - last.start
            curve.bend(
                last.start,
                end + 1,
                lambda beat: table.dying_db * float((beat - last.start) / length) ** 2,
            )

    def _shape_long_notes(self, curve: Curve, notes: Sequence[Note]) -> None:
        """A long note swells and falls back by itself."""
        for note in notes:
            end = note.beat + note.beats
            seconds = self._plan.seconds(end) - self._plan.seconds(note.beat)
            if seconds >= Fraction(amounts().expression.long_note_s) and not note.accent:
                curve.bend(note.beat, end, partial(_swelling, note))

    def _soft_entries(self, notes: Sequence[Note]) -> list[Note]:
        """Notes out of a rest that are no hits."""
        found = []
        silent_from = Fraction(0)
        for note in notes:
            if note.beat - silent_from >= _REST and not note.accent:
                found.append(note)
            silent_from = max(silent_from, note.beat + note.beats)
        return found

    def _enter_softly(self, curve: Curve, note: Note) -> None:
        """The note begins from nothing."""
        table, plan = amounts().expression, self._plan
        until = plan.beat(plan.seconds(note.beat) + Fraction(table.niente_s))
        aim = curve.at(until)
        rise = _ramp(note.beat, until, lambda x: table.niente_db * (1 - x) ** 2 + aim * x)
        curve.replace(note.beat, until, rise)

    def _faded(self, curve: Curve) -> Curve:
        """Expression falls to nothing at the out point of a cue that fades."""
        cue, plan = self._cue, self._plan
        if cue.ending == "fade":
            out = cue.seconds_at(cue.out_frame)
            length = min(_FADE_LONGEST, out * _FADE_SHARE)
            aim = curve.at(plan.beat(out - length))
            points: list[Point] = []
            for step in range(2 * _STEPS):
                share = Fraction(step, 2 * _STEPS)
                level = aim * float(1 - share) - 40.0 * float(share) ** 2
                points.append((plan.beat(out - length * (1 - share)), level))
            points.append((plan.beat(out), _SILENT_DB))
            curve.replace(points[0][0], plan.end, points)
        return curve


def _ramp(low: Fraction, high: Fraction, level: Callable[[float], float]) -> list[Point]:
    """A curve over the shares 0…1 between two beats, both included."""
    if low >= high:
        return [(high, level(1.0))]
    shares = (Fraction(step, _STEPS) for step in range(_STEPS + 1))
    return [(low + (high - low) * share, level(float(share))) for share in shares]


def _swelling(note: Note, beat: Fraction) -> float:
    share = float((beat - note.beat) / note.beats)
    return -amounts().expression.long_note_db * (2 * share - 1) ** 2


def _written(curve: Curve) -> tuple[Control, ...]:
    """Controller values where they change."""
    controls: list[Control] = []
    for beat, level in curve.points():
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
