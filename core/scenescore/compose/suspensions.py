"""Suspensions: a tone of the chord before, held over where it has no place, then let go by step."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

from scenescore.compose.colours import Colour
from scenescore.compose.speech import SpeechWindows
from scenescore.compose.tempo import Plan
from scenescore.model import Chord, Cue
from scenescore.seeds import stream

_SHORTEST = Fraction(3, 2)
"""Seconds of a chord with room for a suspension and its resolution."""

_CLEAR = Fraction(3, 5)
"""Seconds between the resolution and a hit."""

_HELD = MappingProxyType(
    {
        (5, "major"): ("sus4", (0, 5, 7)),
        (5, "minor"): ("sus4", (0, 5, 7)),
        (2, "major"): ("add9", (0, 2, 4, 7)),
        (2, "minor"): ("minor_add9", (0, 2, 3, 7)),
    }
)
"""By the step held over the root and the quality that it falls to: quality and steps meanwhile."""

_FIGURE = MappingProxyType({5: "4-3", 2: "9-8"})


def suspend(
    cue: Cue,
    plan: Plan,
    speech: SpeechWindows,
    before: Chord | None,
    chord: Chord,
    pins: Collection[Fraction],
    colours: Sequence[Colour],
    emotion: str,
    place: tuple[object, ...],
) -> tuple[Chord, ...]:
    """The chord, or the chord suspended and resolved half-way, by weight of the colours there are.

    `place` names the phrase's material and how far into it the chord stands: what returns sighs
    where it sighed before. A suspension is prepared: its tone sounds in the chord before. Never on
    a hit, never resolved inside a line or beside a hit.
    """
    middle = chord.beat + Fraction(max(1, int(chord.beats / 2)))
    if before is None or chord.beat in pins or not _room(plan, speech, chord, middle, pins):
        return (chord,)
    for colour in colours:
        held = (chord.root + colour.above) % 12
        shape = _HELD.get((colour.above, chord.quality))
        plain = chord.pitch_classes[0] == chord.root and held not in chord.pitch_classes
        if colour.kind != "suspension" or shape is None or not plain:
            continue
        if held not in before.pitch_classes or held == before.pitch_classes[0]:
            continue
        rng = stream(cue.seed, cue.uid, "suspension", colour.id, *place)
        if rng.random() * 100 < colour.weight * colour.suits.get(emotion, 0.5):
            quality, steps = shape
            tones = tuple((chord.root + step) % 12 for step in steps)
            first = replace(
                chord,
                beats=middle - chord.beat,
                quality=quality,
                pitch_classes=tones,
                numeral=chord.numeral + _FIGURE[colour.above],
                colour=colour.id,
            )
            rest = chord.beat + chord.beats - middle
            return (first, replace(chord, beat=middle, beats=rest))
    return (chord,)


def _room(
    plan: Plan, speech: SpeechWindows, chord: Chord, middle: Fraction, pins: Collection[Fraction]
) -> bool:
    end = chord.beat + chord.beats
    if middle >= end or speech.covers(middle):
        return False
    moment = plan.seconds(middle)
    near = any(abs(plan.seconds(pin) - moment) < _CLEAR for pin in (chord.beat, end) if pin in pins)
    return not near and plan.seconds(end) - plan.seconds(chord.beat) >= _SHORTEST
