"""How a mood sounds: the linear cue model of MUSIC 1, from the table of the seven emotions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from scenescore.errors import BadArgument
from scenescore.model import Mood
from scenescore.tables import read_table

Pair = tuple[float, float]

_USUAL = 0.4
"""Distance from an emotion's usual arousal or valence at which its ranges may be left."""

_FEWEST, _SOFTEST, _LOUDEST, _SHORTEST = 0.4, 34.0, 116.0, 0.25


@dataclass(frozen=True, slots=True)
class EmotionRow:
    """A row of resources/emotion_music.toml, where the units stand."""

    at: Pair
    onsets: Pair
    bpm: Pair
    home: Mapping[int, float]
    modes: Mapping[str, float]
    melody: Pair
    velocity: Pair
    articulation: Pair
    harmony: float
    pedal: float
    colour: float
    cast: float
    texture: str
    bass: str
    sustain: float
    voices: int
    bite: float
    pad: tuple[int, int]
    figure: tuple[int, int]
    breath: tuple[float, ...]
    drives: bool


@dataclass(frozen=True, slots=True)
class Feel:
    """A mood in the terms of music: what every later step asks for.

    `onsets` notes a second, `centre` MIDI pitch of the melody, `velocity` of an ordinary note,
    `articulation` length over inter-onset time, `harmony` bars a chord lasts; arousal, valence and
    tension as given. `energy` is what players enter and leave by: arousal, but less of it for moods
    that are tense without being full.
    """

    row: EmotionRow
    arousal: float
    valence: float
    tension: float
    onsets: float
    bpm: float
    centre: float
    velocity: float
    articulation: float
    harmony: float
    emotion: str = "neutral"
    energy: float = 0.0


@lru_cache(maxsize=1)
def emotion_rows() -> Mapping[str, EmotionRow]:
    """The table of the seven emotions."""
    table = read_table("emotion_music.toml")
    return MappingProxyType({name: _row(fields) for name, fields in table.items()})


def _row(fields: dict[str, Any]) -> EmotionRow:
    paired: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()
    }
    paired["home"] = {int(beats): weight for beats, weight in fields["home"].items()}
    return EmotionRow(**paired)


def feel_of(mood: Mood) -> Feel:
    """The musical reading of a mood; raises BadArgument for an emotion that is not in the table.

    Arousal above the emotion's usual place asks for more, faster, louder and shorter notes, valence
    for a higher melody: within the emotion's ranges, and beyond them when it is far.
    """
    rows = emotion_rows()
    if mood.emotion not in rows:
        raise BadArgument(f"There is no mood “{mood.emotion}”.", f"Moods: {', '.join(rows)}.")
    row = rows[mood.emotion]
    lift = mood.arousal - row.at[1]
    bright = mood.valence - row.at[0]
    return Feel(
        row=row,
        arousal=mood.arousal,
        valence=mood.valence,
        tension=mood.tension,
        onsets=max(_FEWEST, _lean(row.onsets, lift, 0.35 * sum(row.onsets))),
        bpm=_lean(row.bpm, lift),
        centre=_lean(row.melody, lift / 2 + bright / 2, 10.0),
        velocity=min(_LOUDEST, max(_SOFTEST, _lean(row.velocity, lift, 24.0))),
        articulation=max(_SHORTEST, min(row.articulation[1], _lean(row.articulation, -lift, 0.3))),
        harmony=row.harmony * (0.5 if lift > 0.5 and row.harmony >= 1 else 1),
        emotion=mood.emotion,
        energy=mood.arousal + row.cast,
    )


def _lean(limits: Pair, lift: float, beyond: float = 0.0) -> float:
    """A place between two limits: the middle at lift 0, an end at ±0.8.

    A mood that lies far from where its emotion usually is goes on from there by `beyond` a unit.
    """
    low, high = limits
    inside = low + (high - low) * min(1.0, max(0.0, 0.5 + lift / 1.6))
    far = max(0.0, abs(lift) - _USUAL)
    return inside + (far if lift > 0 else -far) * beyond
