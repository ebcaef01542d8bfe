"""Textures: what accompaniment, bass and pulse do with a chord, from resources/textures.toml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType

from scenescore.tables import read_table

_SIXTEENTH = Fraction(1, 4)
_ALL = ("0", "1", "2")


@dataclass(frozen=True, slots=True)
class Draft:
    """A note before it is played: `level` is its velocity against an ordinary note's.

    `hushed` says that it belongs to a stretch that gives way to speech.
    """

    beat: Fraction
    beats: Fraction
    pitch: int
    phrase: int
    level: float = 0.0
    accent: bool = False
    hushed: bool = False

    @property
    def end(self) -> Fraction:
        return self.beat + self.beats


@dataclass(frozen=True, slots=True)
class Texture:
    """A pattern over chord tones: see resources/textures.toml."""

    name: str
    figure: tuple[str, ...]
    fractions: tuple[Fraction, ...]
    beats: str
    by: str
    most: float
    length: float
    strong: float
    weak: float


@dataclass(frozen=True, slots=True)
class Measure:
    """A stretch that a texture restarts on: part of the bar from `bar` on, with one chord.

    `bar_beats` is the whole bar's length, `place` the bar's number in its phrase, `last` whether it
    is the phrase's last.
    """

    bar: Fraction
    start: Fraction
    end: Fraction
    phrase: int
    downbeat: bool
    seconds_per_beat: float
    bar_beats: Fraction = Fraction(4)
    place: int = 0
    last: bool = False

    @property
    def seconds(self) -> float:
        return float(self.end - self.start) * self.seconds_per_beat


@lru_cache(maxsize=1)
def load_textures() -> Mapping[str, Texture]:
    """Every texture by name."""
    textures = {
        name: Texture(
            name=name,
            figure=tuple(fields["figure"]),
            fractions=tuple(Fraction(share) for share in fields["fractions"]),
            beats=fields.get("beats", "strong"),
            by=fields.get("by", "onset"),
            most=fields.get("most", 4.0),
            length=fields.get("length", 1.0),
            strong=fields.get("strong", 2.0),
            weak=fields.get("weak", 2.0),
        )
        for name, fields in read_table("textures.toml").items()
    }
    return MappingProxyType(textures)


@lru_cache(maxsize=4096)
def ranked(texture: Texture, bar_beats: Fraction) -> tuple[Fraction, ...]:
    """Places of a bar in the order in which a texture fills them, as far as it ever does."""
    order = sorted(
        (beat for beat in range(int(bar_beats) + 1) if beat < bar_beats),
        key=lambda beat: _weight(beat, bar_beats, texture.beats),
    )
    places = [
        beat + share for share in texture.fractions for beat in order if beat + share < bar_beats
    ]
    return tuple(places[: max(1, round(texture.most * float(bar_beats)))])


def _weight(beat: int, bar_beats: Fraction, kind: str) -> tuple[int, int]:
    """Downbeat, then the middle, then the others in turn; or the weak beats first."""
    middle = int(bar_beats) // 2 if bar_beats >= 4 else None
    strength = 0 if beat == 0 else 1 if beat == middle else 2
    return (-strength if kind == "weak" else strength, beat)


def chord_tones(pitch_classes: Sequence[int], low: int, count: int) -> tuple[int, ...]:
    """`count` chord tones upwards from the first at or above `low`."""
    tones: list[int] = []
    pitch = low
    while len(tones) < count:
        if pitch % 12 in pitch_classes:
            tones.append(pitch)
        pitch += 1
    return tuple(tones)


def spin(
    texture: Texture,
    measure: Measure,
    beats: Sequence[Fraction],
    tones: Sequence[int],
    articulation: float = 1.0,
) -> list[Draft]:
    """The texture at the given beats of one measure, each note until the next one's share."""
    drafts: list[Draft] = []
    share = Fraction(min(1.0, texture.length * articulation)).limit_denominator(32)
    for count, (beat, until) in enumerate(pairwise([*beats, measure.end])):
        turn = count if texture.by == "onset" else int((beat - measure.bar) / _SIXTEENTH)
        first = measure.downbeat and beat == measure.bar
        level = texture.strong if first else -texture.weak
        drafts += [
            Draft(beat, (until - beat) * share, pitch, measure.phrase, level)
            for pitch in _pitches(texture.figure[turn % len(texture.figure)], tones)
        ]
    return drafts


def _pitches(token: str, tones: Sequence[int]) -> Iterator[int]:
    """What a word of a figure sounds: chord tones, neighbours of them, several at once."""
    if token == "." or not tones:
        return
    for word in _ALL if token == "all" else token.split("+"):
        bend = {"n": -1, "u": 1}.get(word[0], 0)
        index = int(word.lstrip("nu"))
        yield tones[min(index, len(tones) - 1)] + bend


def block(start: Fraction, end: Fraction, phrase: int, tones: Sequence[int]) -> list[Draft]:
    """A chord struck together and left to ring."""
    return [Draft(start, end - start, tone, phrase) for tone in tones]
