"""Basses: held under calm music and under speech, else in steps; in parallels with nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from scenescore.compose.parallels import Move, follows
from scenescore.compose.players import Register, Segment, fold, reach
from scenescore.compose.scene import Passage, Scene, own_beats, passages
from scenescore.compose.texture import Draft, load_textures, spin
from scenescore.palettes import Player

_BASS = -2.0
"""Velocity against an ordinary note's."""

_HELD_BELOW = -0.2
"""Energy below which a bass only holds its note."""

_LOW_BASS = 15
"""Semitones from its lowest note that a bass keeps to where the mood wants a deep pedal."""

Tunes = Mapping[Fraction, Sequence[Move]]
"""For every beat the moves that melodies make there."""


def ground(player: Player, scene: Scene) -> list[Draft]:
    """Everything that a bass plays in a cue."""
    others = _others(scene)
    drafts: list[Draft] = []
    for passage in passages(scene, player):
        before = drafts[-1].pitch if drafts else None
        pitch = _root(passage, before, others.get(passage.segment.start, ()))
        drafts += unparalleled(_steps(passage, pitch), before, scene.tunes)
    return drafts


def _others(scene: Scene) -> Tunes:
    """For the start of every segment the moves of tunes and upper voices there."""
    return {
        segment.start: (
            *scene.tunes.get(segment.start, ()),
            *zip(before[1:], now[1:], strict=True),
        )
        for segment, (before, now) in zip(scene.segments[1:], pairwise(scene.voicings), strict=True)
    }


def _register(passage: Passage) -> Register:
    low, high = reach(passage.player, passage.segment.spoken)
    if passage.segment.phrase.feel.row.bass == "deep":
        high = min(high, max(low + 11, low + _LOW_BASS))
    return (low, high)


def _root(passage: Passage, before: int | None, others: Sequence[Move]) -> int:
    """The voicing's bass in the player's register, in an octave that makes no parallels.

    The voicing makes none; moved by an octave, a bass may rise where the voicing's falls.
    """
    low, high = _register(passage)
    pitch = fold(passage.voicing[0], (low, high))
    if before is None or not follows((before, pitch), others):
        return pitch
    octaves = [tone for tone in (pitch - 12, pitch + 12) if low <= tone <= high]
    return next((tone for tone in octaves if not follows((before, tone), others)), pitch)


def _steps(passage: Passage, pitch: int) -> list[Draft]:
    """The root held, or root, fifth and octave in the mood's own steps."""
    segment, phrase = passage.segment, passage.segment.phrase
    row = phrase.feel.row
    low, high = _register(passage)
    still = row.bass in ("held", "deep") or segment.energy < _HELD_BELOW
    if segment.spoken or still or phrase.goal == "final":
        length = segment.end - segment.start
        return [Draft(segment.start, length, pitch, phrase.index, _BASS)]
    texture = load_textures()[passage.player.texture or row.bass]
    fifth = pitch + 7 if pitch + 7 <= high else pitch - 5
    octave = pitch + 12 if pitch + 12 <= high else pitch
    tones = (pitch, fifth if _has_fifth(segment) and fifth >= low else pitch, octave)
    drafts: list[Draft] = []
    for stretch, surface in passage.measures:
        start = stretch.measure.start
        beats = own_beats(texture, stretch, surface)
        if not beats or beats[0] != start:
            beats = (start, *beats)
        drafts += spin(texture, stretch.measure, beats, tones, phrase.feel.articulation + 0.15)
    return [replace(draft, level=draft.level + _BASS) for draft in drafts]


def _has_fifth(segment: Segment) -> bool:
    bass = segment.chord.pitch_classes[0]
    return (bass + 7) % 12 in segment.chord.pitch_classes


def unparalleled(drafts: Sequence[Draft], before: int | None, tunes: Tunes) -> list[Draft]:
    """A segment's notes, its root instead of one that goes along with a tune or into the next.

    So the next chord finds the bass where the voicing has it, and follows nobody either. Where the
    root itself would follow, the note before it gives way, back to the first if need be.
    """
    found: list[Draft] = []
    for index, draft in enumerate(drafts):
        last = index + 1 == len(drafts)
        if last or (before is not None and _follows(before, draft, tunes)):
            draft = replace(draft, pitch=drafts[0].pitch)
        found.append(draft)
        before = draft.pitch
    for index in reversed(range(1, len(found))):
        if _follows(found[index - 1].pitch, found[index], tunes):
            found[index - 1] = replace(found[index - 1], pitch=drafts[0].pitch)
    return found


def _follows(before: int, draft: Draft, tunes: Tunes) -> bool:
    return follows((before, draft.pitch), tunes.get(draft.beat, ()))
