"""Textures: what accompaniment, bass and pulse do with a chord, from resources/textures.toml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from math import ceil, log2
from types import MappingProxyType

from scenescore.compose.feel import Feel
from scenescore.palettes import read_table

_FINEST = Fraction(1, 4)
_SPEECH_SPACING = 0.75
"""Seconds between onsets under speech at least: below 1.5 a second (MUSIC 3.2)."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A note before it is played: `level` is its velocity against an ordinary note's."""

    beat: Fraction
    beats: Fraction
    pitch: int
    phrase: int
    level: float = 0.0
    accent: bool = False

    @property
    def end(self) -> Fraction:
        return self.beat + self.beats


@dataclass(frozen=True, slots=True)
class Texture:
    """A pattern over chord tones: see resources/textures.toml."""

    step: Fraction
    cycle: tuple[str, ...]
    length: float
    strong: float
    weak: float


@dataclass(frozen=True, slots=True)
class Measure:
    """A stretch that a texture restarts on: part of the bar from `bar` on, with one chord."""

    bar: Fraction
    start: Fraction
    end: Fraction
    phrase: int
    downbeat: bool
    seconds_per_beat: float


@lru_cache(maxsize=1)
def load_textures() -> Mapping[str, Texture]:
    """Every texture by name."""
    textures = {
        name: Texture(
            Fraction(fields["step"]),
            tuple(fields["cycle"]),
            fields["length"],
            fields["strong"],
            fields["weak"],
        )
        for name, fields in read_table("textures.toml").items()
    }
    return MappingProxyType(textures)


def paced(texture: Texture, feel: Feel, seconds_per_beat: float, spoken: bool) -> Texture:
    """The texture twice or half as fast, so that its onsets a second fit the mood."""
    sounding = sum(what != "." for what in texture.cycle) / len(texture.cycle)
    if not sounding:
        return texture
    rate = sounding / (float(texture.step) * seconds_per_beat)
    wanted = min(feel.onsets, 1 / _SPEECH_SPACING) if spoken else feel.onsets
    powers = log2(rate / wanted)
    slower = max(-1, min(3, round(powers) if not spoken else int(powers + 0.999)))
    return replace(texture, step=max(_FINEST, texture.step * Fraction(2) ** slower))


def chord_tones(pitch_classes: Sequence[int], low: int, count: int) -> tuple[int, ...]:
    """`count` chord tones upwards from the first at or above `low`."""
    tones: list[int] = []
    pitch = low
    while len(tones) < count:
        if pitch % 12 in pitch_classes:
            tones.append(pitch)
        pitch += 1
    return tuple(tones)


def spin(texture: Texture, measure: Measure, tones: Sequence[int]) -> list[Draft]:
    """The texture over one measure; begun between two steps, it falls back into the bar's grid."""
    starts = _onsets(texture.step, measure)
    drafts: list[Draft] = []
    for place, beat in enumerate(starts):
        what = texture.cycle[place % len(texture.cycle)]
        first = measure.downbeat and place == 0
        level = texture.strong if first else -texture.weak
        length = min(texture.step * Fraction(texture.length), measure.end - beat)
        drafts += [
            Draft(beat, length, tones[index], measure.phrase, level)
            for index in _indices(what)
            if index < len(tones)
        ]
    return drafts


def _onsets(step: Fraction, measure: Measure) -> list[Fraction]:
    found = [measure.start]
    beat = measure.bar + step * ceil((measure.start - measure.bar) / step)
    while beat < measure.end:
        if beat >= found[0] + step / 2:
            found.append(beat)
        beat += step
    return found


def _indices(what: str) -> tuple[int, ...]:
    if what == ".":
        return ()
    return (0, 1, 2) if what == "all" else (int(what),)


def block(start: Fraction, end: Fraction, phrase: int, tones: Sequence[int]) -> list[Draft]:
    """A chord struck together and left to ring."""
    return [Draft(start, end - start, tone, phrase) for tone in tones]
