"""Layers: what bass, accompaniment, pulse and percussion do with a chord."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from scenescore.compose.drums import beat_groove, roll
from scenescore.compose.pads import sustain
from scenescore.compose.players import Segment, fold, plays, reach, towards
from scenescore.compose.scene import Scene
from scenescore.compose.surface import Beats, Stretch
from scenescore.compose.texture import (
    Draft,
    Texture,
    block,
    chord_tones,
    load_textures,
    ranked,
    spin,
)
from scenescore.compose.voicing import Voicing
from scenescore.palettes import Palette, Player

_TONES = 8
_WIDTH = 17
"""Semitones that an accompaniment figure needs."""

_BASS, _ACCOMPANIMENT, _PULSE, _DRUM = -2.0, -3.0, -5.0, -4.0
"""Velocity of each role against an ordinary note's."""

_HELD_BELOW = -0.2
"""Energy below which a bass only holds its note."""

_LOW_BASS = 15
"""Semitones from its lowest note that a bass keeps to where the mood wants a deep pedal."""


def write_layer(player: Player, scene: Scene) -> list[Draft]:
    """Everything that a player of a layer plays in a cue."""
    if player.role == "pad":
        return sustain(player, scene)
    write = _WRITERS[player.role]
    drafts: list[Draft] = []
    for segment, voicing, stretches, surfaces in zip(
        scene.segments, scene.voicings, scene.stretches, scene.surfaces, strict=True
    ):
        if plays(player, scene.palette, segment):
            drafts += write(player, scene.palette, segment, voicing, stretches, surfaces)
    if player.rolls:
        drafts += _rolls(player, scene)
    return _unparalleled(drafts, scene) if player.role == "bass" else drafts


def _rolls(player: Player, scene: Scene) -> list[Draft]:
    """A drum's rolls into swells, on the note nearest to the home key's that it has."""
    starts = [segment.start for segment in scene.segments]

    def segment_at(beat: Fraction) -> Segment:
        return scene.segments[max(0, bisect_right(starts, beat) - 1)]

    pitch = fold(scene.voicings[0][0], player.pitches)
    drafts = roll(scene.plan, lambda beat: segment_at(beat).phrase.index, pitch)
    return [draft for draft in drafts if not segment_at(draft.beat).spoken]


def _accompany(
    player: Player,
    palette: Palette,
    segment: Segment,
    voicing: Voicing,
    stretches: Sequence[Stretch],
    surfaces: Sequence[Beats],
) -> list[Draft]:
    feel = segment.phrase.feel
    tones = _figure_tones(player, palette, segment)
    if segment.phrase.goal == "final":
        drafts = block(segment.start, segment.end, segment.phrase.index, tones[:4])
        return [replace(draft, level=_ACCOMPANIMENT) for draft in drafts]
    drafts = []
    for stretch, surface in zip(stretches, surfaces, strict=True):
        texture = stretch.texture
        if player.texture and not segment.spoken:
            texture = load_textures()[player.texture]
        beats = _own(texture, stretch, surface)
        drafts += spin(texture, stretch.measure, beats, tones, feel.articulation)
    return [replace(draft, level=draft.level + _ACCOMPANIMENT) for draft in drafts]


def _figure_tones(player: Player, palette: Palette, segment: Segment) -> tuple[int, ...]:
    register = reach(player, segment.spoken)
    if not segment.spoken:
        register = towards(register, segment.phrase.feel.row.figure, _WIDTH)
    classes = segment.chord.pitch_classes[-3:]
    tones = chord_tones(_leaning(classes, segment, palette), register[0], _TONES)
    return tuple(tone for tone in tones if tone <= register[1]) or tones[:1]


def _leaning(classes: Sequence[int], segment: Segment, palette: Palette) -> Sequence[int]:
    """The chord as the style colours it: a triad with its second in place of the third."""
    if palette.leaning != "pentatonic" or segment.chord.quality not in ("major", "minor"):
        return classes
    root = segment.chord.root
    third = {(root + 3) % 12, (root + 4) % 12}
    return [*(tone for tone in classes if tone not in third), (root + 2) % 12]


def _own(texture: Texture, stretch: Stretch, surface: Beats) -> Beats:
    """The beats of a surface that a texture of its own uses."""
    measure = stretch.measure
    if texture is stretch.texture:
        return surface
    places = set(ranked(texture, measure.bar_beats))
    return tuple(beat for beat in surface if beat - measure.bar in places)


def _ground(
    player: Player,
    palette: Palette,
    segment: Segment,
    voicing: Voicing,
    stretches: Sequence[Stretch],
    surfaces: Sequence[Beats],
) -> list[Draft]:
    """The bass: held under calm music and under speech, else in the mood's own steps."""
    phrase = segment.phrase
    row = phrase.feel.row
    low, high = reach(player, segment.spoken)
    if row.bass == "deep":
        high = min(high, max(low + 11, low + _LOW_BASS))
    pitch = fold(voicing[0], (low, high))
    still = row.bass in ("held", "deep") or segment.energy < _HELD_BELOW
    if segment.spoken or still or phrase.goal == "final":
        length = segment.end - segment.start
        return [Draft(segment.start, length, pitch, phrase.index, _BASS)]
    texture = load_textures()[player.texture or row.bass]
    fifth = pitch + 7 if pitch + 7 <= high else pitch - 5
    octave = pitch + 12 if pitch + 12 <= high else pitch
    tones = (pitch, fifth if _has_fifth(segment) and fifth >= low else pitch, octave)
    drafts: list[Draft] = []
    for stretch, surface in zip(stretches, surfaces, strict=True):
        start = stretch.measure.start
        beats = _own(texture, stretch, surface)
        if not beats or beats[0] != start:
            beats = (start, *beats)
        drafts += spin(texture, stretch.measure, beats, tones, phrase.feel.articulation + 0.15)
    return [replace(draft, level=draft.level + _BASS) for draft in drafts]


def _unparalleled(drafts: Sequence[Draft], scene: Scene) -> list[Draft]:
    """The bass on its chord's own note where another would go along with a tune or into the next.

    The voicings see to it that these notes, chord by chord, follow nobody in fifths or octaves.
    """
    starts = {segment.start for segment in scene.segments}
    roots = {draft.beat: draft.pitch for draft in drafts if draft.beat in starts}
    found: list[Draft] = []
    root = drafts[0].pitch if drafts else 0
    for index, draft in enumerate(drafts):
        root = roots.get(draft.beat, root)
        last = index + 1 == len(drafts) or drafts[index + 1].beat in roots
        before = found[-1].pitch if found else root
        follows = any(
            _follows(before, draft.pitch, *tune) for tune in scene.tunes.get(draft.beat, ())
        )
        found.append(replace(draft, pitch=root) if last or follows else draft)
    return found


def _follows(before: int, now: int, tune_before: int, tune_now: int) -> bool:
    interval = abs(tune_now - now) % 12
    along = (now - before) * (tune_now - tune_before) > 0
    return along and interval in (0, 7) and abs(tune_before - before) % 12 == interval


def _has_fifth(segment: Segment) -> bool:
    bass = segment.chord.pitch_classes[0]
    return (bass + 7) % 12 in segment.chord.pitch_classes


def _beat_pulse(
    player: Player,
    palette: Palette,
    segment: Segment,
    voicing: Voicing,
    stretches: Sequence[Stretch],
    surfaces: Sequence[Beats],
) -> list[Draft]:
    """One tone on the beats of a pulse; silent under speech and on the last chord."""
    if segment.spoken or segment.phrase.goal == "final":
        return []
    texture = load_textures()[player.texture or "pulse"]
    tone = fold(voicing[0], player.pitches)
    drafts: list[Draft] = []
    for stretch, surface in zip(stretches, surfaces, strict=True):
        drafts += spin(texture, stretch.measure, _own(texture, stretch, surface), (tone,))
    return [replace(draft, level=draft.level + _PULSE) for draft in drafts]


def _beat_drum(
    player: Player,
    palette: Palette,
    segment: Segment,
    voicing: Voicing,
    stretches: Sequence[Stretch],
    surfaces: Sequence[Beats],
) -> list[Draft]:
    """A groove of the kit, or a tuned drum on the steps of its texture."""
    if segment.spoken:
        return []
    phrase = segment.phrase
    if player.instrument.drums:
        drafts = []
        for stretch, surface in zip(stretches, surfaces, strict=True):
            last = phrase.goal == "final"
            drafts += beat_groove(player, segment.energy, stretch.measure, surface, last)
        return drafts
    tone = fold(voicing[0], player.pitches)
    if phrase.goal == "final":
        return [Draft(segment.start, Fraction(1), tone, phrase.index, _DRUM)]
    texture = load_textures()[player.texture or "drum"]
    drafts = []
    for stretch, surface in zip(stretches, surfaces, strict=True):
        drafts += spin(texture, stretch.measure, _own(texture, stretch, surface), (tone,))
    return [replace(draft, level=draft.level + _DRUM) for draft in drafts]


_Writer = Callable[
    [Player, Palette, Segment, Voicing, Sequence[Stretch], Sequence[Beats]], list[Draft]
]
_WRITERS: Mapping[str, _Writer] = {
    "accompaniment": _accompany,
    "bass": _ground,
    "pulse": _beat_pulse,
    "percussion": _beat_drum,
}
