"""How loud: phrase arches, the pull of the harmony, and the room that hits need above the rest."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import sqrt

from scenescore.compose.amounts import amounts, between
from scenescore.compose.form import Phrase
from scenescore.compose.harmony import Harmony
from scenescore.compose.speech import HUSHED_STRIKE, SpeechWindows
from scenescore.compose.tempo import Plan
from scenescore.compose.texture import Draft
from scenescore.model import Chord
from scenescore.palettes import Instrument
from scenescore.timebase import round_half_up

SOFTEST, LOUDEST = 22, 124
_SPOKEN, _SPOKEN_MOST = -10.0, 58
"""Velocity under speech against the open, and at most: a soft touch is a dark one."""

_DARK_DB, _VEILED_DB = -31.0, 12.0
"""Share of 1-4 kHz up to which an instrument plays on under speech; most that others give way."""

_NEAR = Fraction(1)
"""Seconds round a hit in which nothing else may come near its velocity."""

_BELOW_HIT = 22
_DECIBEL_STEP = 40.0
"""A controller or velocity of v gives 40 log10(v / 127) dB (MUSIC 0)."""

_MINOR_THIRD, _MAJOR_THIRD, _TRITONE = 3, 4, 6


def gain(decibels: float) -> float:
    """The factor on a velocity or controller that is heard as so many decibels."""
    return float(10 ** (decibels / _DECIBEL_STEP))


def parabola(share: float, start: float, end: float) -> float:
    """A curve of -start, 0 at the climax and -end over a stretch, squares on both sides (Todd)."""
    peak = amounts().arch.peak
    if share < peak:
        return -start * ((peak - share) / peak) ** 2
    return -end * min(1.0, (share - peak) / (1 - peak)) ** 2


def charge(chord: Chord, tonic: int) -> float:
    """How far a chord is from home (KTH harmonic charge)."""
    table = amounts().harmonic_charge
    above = {(tone - chord.root) % 12 for tone in chord.pitch_classes}
    minor = _MINOR_THIRD in above and _MAJOR_THIRD not in above
    if minor and _TRITONE in above and 7 not in above:
        return table.diminished
    return (table.minor if minor else table.major)[(chord.root - tonic) % 12]


@dataclass(frozen=True, slots=True)
class Shape:
    """The level that all players share, in decibels at or below 0."""

    phrases: Sequence[Phrase]
    sections: dict[int, tuple[Fraction, Fraction]]
    pull: tuple[tuple[float, float], ...]
    centre: float

    def at(self, beat: Fraction, seconds: float) -> float:
        """Phrase arch, section arch and harmonic charge together; 0 on the last chord."""
        phrase = self.phrases[max(0, bisect_right(self.phrases, beat, key=_start) - 1)]
        if phrase.goal == "final":
            return 0.0
        arch = amounts().arch
        whole = parabola(_share(phrase.start, phrase.end, beat), arch.start_db, arch.end_db)
        section = parabola(_share(*self.sections[phrase.section], beat), arch.start_db, arch.end_db)
        return whole + arch.section * section + between(self.pull, seconds)


def shape_of(plan: Plan, phrases: Sequence[Phrase], harmony: Harmony) -> Shape:
    """The shape of a cue, with its mean as `centre`."""
    sections: dict[int, tuple[Fraction, Fraction]] = {}
    for phrase in phrases:
        if phrase.goal != "final":
            start, _ = sections.get(phrase.section, (phrase.start, phrase.end))
            sections[phrase.section] = (start, phrase.end)
    shape = Shape(phrases, sections, _pull(plan, harmony), 0.0)
    inner = [bar.beat + half * bar.beats for bar in plan.bars for half in (0, Fraction(1, 2))]
    beats = [beat for beat in inner if beat < plan.final] or [Fraction(0)]
    centre = sum(shape.at(beat, float(plan.seconds(beat))) for beat in beats) / len(beats)
    return Shape(phrases, sections, shape.pull, centre)


def _start(phrase: Phrase) -> Fraction:
    return phrase.start


def _share(start: Fraction, end: Fraction, beat: Fraction) -> float:
    return float((beat - start) / max(end - start, Fraction(1)))


def _pull(plan: Plan, harmony: Harmony) -> tuple[tuple[float, float], ...]:
    """Harmonic charge over seconds: it grows before a chord arrives, not with it."""
    table = amounts().harmonic_charge
    levels = [
        table.k * table.decibels * sqrt(charge(chord, key.tonic))
        for chord, key in zip(harmony.chords, harmony.keys, strict=True)
    ]
    starts = [float(plan.seconds(chord.beat)) for chord in harmony.chords]
    top = max(levels, default=0.0)
    points = [(starts[0], levels[0] - top)] if levels else [(0.0, 0.0)]
    for (a, before), (b, level) in pairwise(zip(starts, levels, strict=True)):
        points.append((max(a + 0.01, b - table.lead_s), before - top))
        points.append((b, level - top))
    return tuple(points)


class Ceilings:
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
        phrase = phrases[max(0, bisect_right(phrases, hit, key=_start) - 1)]
        return round_half_up(_struck(phrase, 30.0, speech.hushes(hit)) - _BELOW_HIT)

    def at(self, beat: Fraction) -> int:
        place = bisect_left(self._hits, beat)
        limits = [LOUDEST]
        for index in range(max(0, place - 2), min(len(self._hits), place + 2)):
            low, high = self._near[index]
            if low < beat < high:
                limits.append(self._limits[index])
        return max(SOFTEST, min(limits))


def velocity(
    draft: Draft, phrase: Phrase, decibels: float, spoken: bool, instrument: Instrument
) -> int:
    """The velocity of a note: a hit as it was asked for, else the mood's with the shape on it.

    Under speech everybody plays softly, and who is bright softer than who is dark.
    """
    if draft.accent and draft.level > 0:
        return min(LOUDEST, round_half_up(_struck(phrase, draft.level, spoken)))
    wanted = phrase.feel.velocity * gain(decibels) + draft.level
    if spoken:
        veiled = min(_VEILED_DB, max(0.0, instrument.speech_share_db - _DARK_DB))
        wanted = min(_SPOKEN_MOST, wanted + _SPOKEN) * gain(-veiled)
    return max(SOFTEST, min(LOUDEST, round_half_up(wanted)))


def _struck(phrase: Phrase, above: float, hushed: bool) -> float:
    """The velocity of a hit; under a line, and just after it, only a little above the rest."""
    usual = max(phrase.feel.velocity, 50)
    return min(usual, _SPOKEN_MOST) + HUSHED_STRIKE if hushed else usual + above
