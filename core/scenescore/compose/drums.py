"""Drums: grooves of the kit, from grooves.toml, kept to the beats that the mood allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

from scenescore.compose.tempo import CLEAR, Plan
from scenescore.compose.texture import Draft, Measure
from scenescore.palettes import Player
from scenescore.tables import read_table

_STEP = Fraction(1, 4)
_LENGTH = Fraction(1, 4)
_ROLL_STEP, _ROLL_SECONDS, _ROLL_FROM = Fraction(1, 8), Fraction(2), -30.0
"""A roll: beats from stroke to stroke, seconds before the hit, velocity at its begin."""

_LEVELS = {"X": 0.0, "x": -6.0, "o": -16.0}
"""Velocity of a strong, an ordinary and a ghost stroke against an ordinary note's."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One drum of a groove: its key in the General MIDI kit, and strokes in sixteenths.

    It joins from energy `enters`.
    """

    key: int
    strokes: str
    enters: float
    level: float


@dataclass(frozen=True, slots=True)
class Groove:
    """A groove: its voices, a fill for the last bar of a phrase, and what closes the cue."""

    voices: tuple[Voice, ...]
    fill: tuple[Voice, ...]
    close: tuple[int, ...]


@lru_cache(maxsize=1)
def load_grooves() -> Mapping[str, Groove]:
    """Every groove by name."""
    grooves = {
        name: Groove(
            _voices(fields["voices"]), _voices(fields.get("fill", [])), tuple(fields["close"])
        )
        for name, fields in read_table("grooves.toml").items()
    }
    return MappingProxyType(grooves)


def _voices(rows: Sequence[Mapping[str, object]]) -> tuple[Voice, ...]:
    defaults = {"enters": -1.0, "level": 0.0}
    return tuple(Voice(**{**defaults, **row}) for row in rows)  # type: ignore[arg-type]


def beat_groove(
    player: Player, energy: float, measure: Measure, surface: Sequence[Fraction], last: bool
) -> list[Draft]:
    """The strokes of one measure that fall on the surface; on the last chord only its close."""
    groove = load_grooves()[player.groove]
    if last:
        return [_stroke(measure, measure.start, key, -6.0) for key in groove.close]
    voices = (*groove.voices, *(groove.fill if measure.last else ()))
    found = []
    for voice in voices:
        if energy < voice.enters:
            continue
        for beat in surface:
            step = int((beat - measure.bar) / _STEP)
            mark = voice.strokes[step % len(voice.strokes)]
            if mark in _LEVELS and (beat - measure.bar) % _STEP == 0:
                found.append(_stroke(measure, beat, voice.key, _LEVELS[mark] + voice.level))
    return found


def roll(plan: Plan, phrase_at: Callable[[Fraction], int], pitch: int) -> list[Draft]:
    """Rolls that grow into every swell hit and end just before it, so that the hit is free."""
    found = []
    for hit in plan.hits:
        if hit.hit.kind != "swell" or hit.beat == 0:
            continue
        stop = plan.beat(plan.seconds(hit.beat) - CLEAR)
        start = max(Fraction(0), plan.beat(plan.seconds(hit.beat) - _ROLL_SECONDS))
        count = max(1, int((stop - start) / _ROLL_STEP))
        for index in range(count):
            level = _ROLL_FROM * (1 - index / count)
            beat = stop - (count - index) * _ROLL_STEP
            found.append(Draft(beat, _ROLL_STEP, pitch, phrase_at(beat), level - 4.0))
    return found


def _stroke(measure: Measure, beat: Fraction, key: int, level: float) -> Draft:
    return Draft(beat, min(_LENGTH, measure.end - beat), key, measure.phrase, level)
