"""The scene: what every layer of a cue needs to know, put together once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scenescore.compose.players import Segment
from scenescore.compose.surface import Beats, Stretch
from scenescore.compose.tempo import Plan
from scenescore.compose.texture import Texture, load_textures
from scenescore.compose.voicing import Voicing
from scenescore.palettes import Palette


@dataclass(frozen=True, slots=True)
class Scene:
    """What every layer needs to know: time, and each segment with its voicing and its rhythm.

    `tunes` are the melodies' moves by beat: (pitch before, pitch now).
    """

    palette: Palette
    plan: Plan
    segments: Sequence[Segment]
    voicings: Sequence[Voicing]
    tunes: Mapping[Fraction, Sequence[tuple[int, int]]]
    stretches: Sequence[Sequence[Stretch]]
    surfaces: Sequence[Sequence[Beats]]


def texture_of(palette: Palette, segment: Segment) -> Texture:
    """The accompaniment's texture: by dialogue, emotion, energy, tension and place in the form."""
    if segment.spoken:
        return load_textures()["under_speech"]
    phrase = segment.phrase
    name = palette.texture_for(
        phrase.feel.emotion, segment.energy, phrase.feel.tension, phrase.label == "B"
    )
    return load_textures()[name or phrase.feel.row.texture]
