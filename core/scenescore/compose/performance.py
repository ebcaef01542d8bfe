"""Performance: drafts become notes that somebody plays.

Velocities by mood, phrase and role, expression shapes for what is held, and a little of each
player's own time, a slow drift rather than noise; none of it on hits (MUSIC 4.6).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

from scenescore.compose.form import Phrase
from scenescore.compose.orchestration import Line
from scenescore.compose.speech import SpeechWindows
from scenescore.compose.tempo import Plan
from scenescore.compose.texture import Draft
from scenescore.model import Control, Cue, Note, Part
from scenescore.seeds import stream
from scenescore.timebase import round_half_up

EXPRESSION = 11

_LATEST = 0.015
_DRIFT, _SPREAD = 0.8, 0.004
_PHRASE_PEAK = 0.62
_ARCH_DB = 3.0
_NEAR = Fraction(1)
"""Seconds round a hit in which nothing else may come near its velocity."""

_BELOW_HIT = 22
_SOFTEST, _LOUDEST = 22, 124
_SPOKEN = -10.0
"""Velocity under speech against the open."""

_SHORTEST_BEATS = Fraction(1, 16)
_SLIVER_BEATS = Fraction(1, 3)
_SWELL_DB, _SWELL_SECONDS = -9.0, Fraction(2)
_FADE_SHARE, _FADE_LONGEST = Fraction(1, 4), Fraction(4)
_SILENT_DB = -100.0
_DECIBEL_STEP = 40.0
"""A controller or velocity of v gives 40 log10(v / 127) dB (MUSIC 0)."""


def perform(
    cue: Cue,
    plan: Plan,
    phrases: Sequence[Phrase],
    lines: Sequence[Line],
    speech: SpeechWindows,
) -> tuple[Part, ...]:
    """Parts with notes and controllers, in the palette's order; players who rest are left out."""
    parts = []
    for line in lines:
        drafts = tidy(line.drafts, plan, speech, line)
        if not drafts:
            continue
        instrument = line.player.instrument
        parts.append(
            Part(
                name=line.player.name,
                stem=instrument.stem,
                role=line.player.role,
                program=instrument.program,
                notes=_notes(cue, plan, phrases, line, drafts, speech),
                controls=_controls(cue, plan, phrases, instrument.sustain),
                pan=instrument.pan,
                gain_db=line.player.gain,
                reverb=instrument.reverb,
            )
        )
    return tuple(parts)


def tidy(
    drafts: Iterable[Draft], plan: Plan, speech: SpeechWindows, line: Line
) -> tuple[Draft, ...]:
    """Drafts in order, inside the cue, one of a pitch at a time, out of the way of the voice."""
    low, high = line.player.instrument.range
    inside = [
        replace(draft, beats=min(draft.end, plan.end) - draft.beat)
        for draft in drafts
        if 0 <= draft.beat < plan.end and low <= draft.pitch <= high
    ]
    inside = [_yielding(draft, line, speech) for draft in inside]
    inside.sort(key=lambda draft: (draft.pitch, draft.beat, -draft.level))
    kept: list[Draft] = []
    for _, same in groupby(inside, key=lambda draft: draft.pitch):
        kept += _one_at_a_time(list(same))
    kept = [draft for draft in kept if draft.beats >= _SHORTEST_BEATS]
    return tuple(sorted(kept, key=lambda draft: (draft.beat, draft.pitch)))


def _yielding(draft: Draft, line: Line, speech: SpeechWindows) -> Draft:
    """A held note that lies in the voice's band ends where speech begins.

    One that would hardly be heard before that is left out, but on a hit.
    """
    safe = line.player.instrument.under_speech
    following = speech.next_start(draft.beat)
    if following is None or following >= draft.end or not line.player.instrument.sustain:
        return draft
    if safe is not None and safe[0] <= draft.pitch <= safe[1]:
        return draft
    left = following - draft.beat
    if left < _SLIVER_BEATS:
        left = _SLIVER_BEATS if draft.accent else Fraction(0)
    return replace(draft, beats=min(left, draft.beats))


def _one_at_a_time(same: list[Draft]) -> list[Draft]:
    """Of one pitch: no two together, none still sounding when it is played again."""
    kept: list[Draft] = []
    for draft in same:
        if kept and kept[-1].beat == draft.beat:
            continue
        if kept and kept[-1].end > draft.beat:
            kept[-1] = replace(kept[-1], beats=draft.beat - kept[-1].beat)
        kept.append(draft)
    return kept


def _notes(
    cue: Cue,
    plan: Plan,
    phrases: Sequence[Phrase],
    line: Line,
    drafts: Sequence[Draft],
    speech: SpeechWindows,
) -> tuple[Note, ...]:
    ceilings = _Ceilings(plan, phrases, speech)
    notes: list[Note] = []
    for index, group in groupby(drafts, key=lambda draft: draft.phrase):
        rng = stream(cue.seed, cue.uid, "time", line.player.name, index)
        late = 0.0
        for draft in group:
            late = _DRIFT * late + rng.gauss(0, _SPREAD)
            jitter = rng.uniform(-3, 3)
            velocity = _velocity(draft, phrases[index], speech, jitter)
            if not draft.accent:
                velocity = min(velocity, ceilings.at(draft.beat))
            shift = 0.0 if draft.accent else round(max(-_LATEST, min(_LATEST, late)), 6)
            notes.append(Note(draft.beat, draft.beats, draft.pitch, velocity, shift, draft.accent))
    return tuple(sorted(notes, key=lambda note: (note.beat, note.pitch)))


def _velocity(draft: Draft, phrase: Phrase, speech: SpeechWindows, jitter: float) -> int:
    if draft.accent and draft.level > 0:
        wanted = max(phrase.feel.velocity, 50) + draft.level
        return min(_LOUDEST, round_half_up(wanted))
    wanted = phrase.feel.velocity * _gain(_arch(phrase, draft.beat)) + draft.level
    wanted += jitter + (_SPOKEN if speech.covers(draft.beat) else 0.0)
    return max(_SOFTEST, min(_LOUDEST, round_half_up(wanted)))


def _gain(decibels: float) -> float:
    return float(10 ** (decibels / _DECIBEL_STEP))


def _arch(phrase: Phrase, beat: Fraction) -> float:
    """Decibels below the phrase's peak, a parabola either side (Todd 1992)."""
    share = float((beat - phrase.start) / max(phrase.end - phrase.start, Fraction(1)))
    side = _PHRASE_PEAK if share < _PHRASE_PEAK else 1 - _PHRASE_PEAK
    return -_ARCH_DB * min(1.0, ((share - _PHRASE_PEAK) / side) ** 2)


class _Ceilings:
    """The loudest that an ordinary note may be beside a hit."""

    def __init__(self, plan: Plan, phrases: Sequence[Phrase], speech: SpeechWindows) -> None:
        self._hits = plan.struck
        self._near = [
            (plan.beat(plan.seconds(hit) - _NEAR), plan.beat(plan.seconds(hit) + _NEAR))
            for hit in plan.struck
        ]
        self._limits = [self._limit(hit, phrases, speech) for hit in plan.struck]

    @staticmethod
    def _limit(hit: Fraction, phrases: Sequence[Phrase], speech: SpeechWindows) -> int:
        phrase = phrases[max(0, bisect_right(phrases, hit, key=lambda p: p.start) - 1)]
        above = 18 if speech.covers(hit) else 30
        return round_half_up(max(phrase.feel.velocity, 50) + above - _BELOW_HIT)

    def at(self, beat: Fraction) -> int:
        place = bisect_left(self._hits, beat)
        limits = [_LOUDEST]
        for index in range(max(0, place - 2), min(len(self._hits), place + 2)):
            low, high = self._near[index]
            if low < beat < high:
                limits.append(self._limits[index])
        return max(_SOFTEST, min(limits))


def _controls(
    cue: Cue, plan: Plan, phrases: Sequence[Phrase], sustained: bool
) -> tuple[Control, ...]:
    """Expression: phrase shapes and swells for what is held, the closing fade for everybody."""
    beats: dict[Fraction, float] = {Fraction(0): 0.0}
    if sustained:
        for phrase in phrases:
            beat = phrase.start
            while beat < phrase.end:
                beats[beat] = _arch(phrase, beat) if phrase.goal != "final" else 0.0
                beat += 1
        for hit in plan.struck:
            beats[hit] = 0.0
        _swell(plan, beats)
    if cue.ending == "fade":
        _fade(cue, plan, beats)
    return tuple(
        Control(beat, EXPRESSION, max(0, min(127, round_half_up(127 * _gain(level)))))
        for beat, level in sorted(beats.items())
    )


def _swell(plan: Plan, beats: dict[Fraction, float]) -> None:
    """A crescendo into every swell hit, opening on its frame."""
    for hit in plan.hits:
        if hit.hit.kind != "swell":
            continue
        start = max(Fraction(0), plan.beat(plan.seconds(hit.beat) - _SWELL_SECONDS))
        for beat in [beat for beat in beats if start <= beat < hit.beat]:
            del beats[beat]
        steps = 8
        for step in range(steps):
            share = step / steps
            beats[start + (hit.beat - start) * Fraction(step, steps)] = _SWELL_DB * (1 - share)
        beats[hit.beat] = 0.0


def _fade(cue: Cue, plan: Plan, beats: dict[Fraction, float]) -> None:
    """Expression falls to nothing at the out point."""
    out = cue.seconds_at(cue.out_frame)
    length = min(_FADE_LONGEST, out * _FADE_SHARE)
    start = plan.beat(out - length)
    for beat in [beat for beat in beats if beat >= start]:
        del beats[beat]
    steps = 16
    for step in range(steps + 1):
        share = step / steps
        beats[plan.beat(out - length * (1 - Fraction(step, steps)))] = (
            _SILENT_DB if step == steps else -40.0 * share * share
        )
