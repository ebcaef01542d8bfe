"""The scene: what every layer of a cue needs to know, put together once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scenescore.compose.players import Segment, plays
from scenescore.compose.surface import Beats, Stretch
from scenescore.compose.tempo import Plan
from scenescore.compose.texture import Texture, load_textures, ranked
from scenescore.compose.voicing import Voicing
from scenescore.palettes import Palette, Player


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


@dataclass(frozen=True, slots=True)
class Passage:
    """One segment as a player meets it: its voicing, and its measures with their beats."""

    player: Player
    palette: Palette
    segment: Segment
    voicing: Voicing
    measures: Sequence[tuple[Stretch, Beats]]


def passages(scene: Scene, player: Player) -> Iterator[Passage]:
    """The segments in which a player takes part, in order."""
    for segment, voicing, stretches, surfaces in zip(
        scene.segments, scene.voicings, scene.stretches, scene.surfaces, strict=True
    ):
        if plays(player, segment):
            measures = tuple(zip(stretches, surfaces, strict=True))
            yield Passage(player, scene.palette, segment, voicing, measures)


def own_beats(texture: Texture, stretch: Stretch, surface: Beats) -> Beats:
    """The beats of a surface that a player's own texture uses."""
    measure = stretch.measure
    if texture is stretch.texture:
        return surface
    places = set(ranked(texture, measure.bar_beats))
    return tuple(beat for beat in surface if beat - measure.bar in places)


def texture_of(palette: Palette, segment: Segment) -> Texture:
    """The accompaniment's texture: by dialogue, emotion, energy, tension and place in the form."""
    if segment.spoken:
        return load_textures()["under_speech"]
    phrase = segment.phrase
    name = palette.texture_for(
        phrase.feel.emotion,
        segment.figure,
        phrase.feel.tension,
        phrase.material == "B" and phrase.form == "ternary",
    )
    return load_textures()[name or phrase.feel.row.texture]
