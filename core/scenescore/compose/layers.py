"""Layers: what accompaniment, pulse and percussion do with a chord."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

from scenescore.compose.basses import ground
from scenescore.compose.drums import beat_groove, roll
from scenescore.compose.pads import sustain
from scenescore.compose.players import Segment, fold, reach, towards
from scenescore.compose.scene import Passage, Scene, own_beats, passages
from scenescore.compose.texture import Draft, Texture, block, chord_tones, load_textures, spin
from scenescore.palettes import Palette, Player

_TONES = 8
_WIDTH = 17
"""Semitones that an accompaniment figure needs."""

_ACCOMPANIMENT, _PULSE, _DRUM = -3.0, -5.0, -4.0
"""Velocity of each role against an ordinary note's."""


def write_layer(player: Player, scene: Scene) -> list[Draft]:
    """Everything that a player of a layer plays in a cue, hushed wherever it gives way to speech.

    It gives way some beats before the line: what begins there sounds on under the words.
    """
    drafts = _written(player, scene)
    spoken = [_segment_at(scene, draft.beat).spoken for draft in drafts]
    return [replace(draft, hushed=hushed) for draft, hushed in zip(drafts, spoken, strict=True)]


def _written(player: Player, scene: Scene) -> list[Draft]:
    if player.role in _WHOLE:
        return _WHOLE[player.role](player, scene)
    write = _BY_PASSAGE[player.role]
    drafts = [draft for passage in passages(scene, player) for draft in write(passage)]
    return [*drafts, *_rolls(player, scene)] if player.rolls else drafts


def _segment_at(scene: Scene, beat: Fraction) -> Segment:
    place = bisect_right(scene.segments, beat, key=lambda segment: segment.start)
    return scene.segments[max(0, place - 1)]


def _rolls(player: Player, scene: Scene) -> list[Draft]:
    """A drum's rolls into swells, on the note nearest to the home key's that it has."""
    pitch = fold(scene.voicings[0][0], player.pitches)
    drafts = roll(scene.plan, lambda beat: _segment_at(scene, beat).phrase.index, pitch)
    return [draft for draft in drafts if not _segment_at(scene, draft.beat).spoken]


def _accompany(passage: Passage) -> list[Draft]:
    """The chord in the figure of the texture; struck once and left to ring at the end."""
    segment, player = passage.segment, passage.player
    tones = _figure_tones(passage)
    if segment.phrase.goal == "final":
        drafts = block(segment.start, segment.end, segment.phrase.index, tones[:4])
        return [replace(draft, level=_ACCOMPANIMENT) for draft in drafts]
    drafts = []
    for stretch, surface in passage.measures:
        texture = stretch.texture
        if player.texture and not segment.spoken:
            texture = load_textures()[player.texture]
        beats = own_beats(texture, stretch, surface)
        drafts += spin(texture, stretch.measure, beats, tones, segment.phrase.feel.articulation)
    return [replace(draft, level=draft.level + _ACCOMPANIMENT) for draft in drafts]


def _figure_tones(passage: Passage) -> tuple[int, ...]:
    segment = passage.segment
    register = reach(passage.player, segment.spoken)
    if not segment.spoken:
        register = towards(register, segment.phrase.feel.row.figure, _WIDTH)
    classes = segment.chord.pitch_classes[-3:]
    tones = chord_tones(_leaning(classes, segment, passage.palette), register[0], _TONES)
    return tuple(tone for tone in tones if tone <= register[1]) or tones[:1]


def _leaning(classes: Sequence[int], segment: Segment, palette: Palette) -> Sequence[int]:
    """The chord as the style colours it: a triad with its second in place of the third."""
    if palette.leaning != "pentatonic" or segment.chord.quality not in ("major", "minor"):
        return classes
    root = segment.chord.root
    third = {(root + 3) % 12, (root + 4) % 12}
    return [*(tone for tone in classes if tone not in third), (root + 2) % 12]


def _beat_pulse(passage: Passage) -> list[Draft]:
    """One tone on the beats of a pulse; silent under speech and on the last chord."""
    if passage.segment.spoken or passage.segment.phrase.goal == "final":
        return []
    return _repeated(passage, load_textures()[passage.player.texture or "pulse"], _PULSE)


def _beat_drum(passage: Passage) -> list[Draft]:
    """A groove of the kit, or a tuned drum on the steps of its texture."""
    player, segment, phrase = passage.player, passage.segment, passage.segment.phrase
    last = phrase.goal == "final"
    if segment.spoken:
        return []
    if player.instrument.drums:
        return [
            draft
            for stretch, surface in passage.measures
            for draft in beat_groove(player, segment.energy, stretch.measure, surface, last)
        ]
    if last:
        tone = fold(passage.voicing[0], player.pitches)
        return [Draft(segment.start, Fraction(1), tone, phrase.index, _DRUM)]
    return _repeated(passage, load_textures()[player.texture or "drum"], _DRUM)


def _repeated(passage: Passage, texture: Texture, level: float) -> list[Draft]:
    """The bass's tone, in the player's register, on the beats of a texture."""
    tone = fold(passage.voicing[0], passage.player.pitches)
    drafts = [
        draft
        for stretch, surface in passage.measures
        for draft in spin(texture, stretch.measure, own_beats(texture, stretch, surface), (tone,))
    ]
    return [replace(draft, level=draft.level + level) for draft in drafts]


_WHOLE: Mapping[str, Callable[[Player, Scene], list[Draft]]] = MappingProxyType(
    {"pad": sustain, "bass": ground}
)
"""Roles whose notes follow from those before them."""

_BY_PASSAGE: Mapping[str, Callable[[Passage], list[Draft]]] = MappingProxyType(
    {"accompaniment": _accompany, "pulse": _beat_pulse, "percussion": _beat_drum}
)
