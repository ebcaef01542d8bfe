"""Locks hold for any seed, mood and palette, and what is new is led into and out of what stays."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.compose.compose_cues import cue_of

from scenescore.compose import Hand, Locks, compose
from scenescore.model import Chord, Cue, Note, Part, Score
from scenescore.modes import load_modes
from scenescore.palettes import load_palettes, palette_of
from scenescore.settings import EMOTIONS

EVERY = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
STYLES = sorted(load_palettes())
OCTAVE = 12

SEEDS = st.tuples(st.integers(0, 50), st.integers(51, 100))
PLACES = {
    "seeds": SEEDS,
    "emotion": st.sampled_from(EMOTIONS),
    "style": st.sampled_from(STYLES),
    "arousal": st.floats(-0.8, 0.8),
}


def _cue(seed: int, emotion: str, style: str, arousal: float) -> Cue:
    return cue_of(22, [9.4], emotion=emotion, style=style, seed=seed, arousal=arousal)


def _again(before: Score, cue: Cue, locks: Locks) -> Score:
    return compose(cue, hand=Hand(locks=locks), previous=before)


@EVERY
@given(
    **PLACES,
    other_style=st.sampled_from(STYLES),
    first=st.integers(1, 6),
    length=st.integers(1, 3),
    by=st.sampled_from((-9, 0, 9)),
)
def test_locked_bars_hold_and_melodies_go_over_their_seams_without_a_jump(
    seeds: tuple[int, int],
    emotion: str,
    style: str,
    arousal: float,
    other_style: str,
    first: int,
    length: int,
    by: int,
) -> None:
    """Also where a hand has moved the tune far from where it would be written now."""
    before = compose(_cue(seeds[0], emotion, style, arousal))
    first = min(first, len(before.bars))
    last = min(first + length - 1, len(before.bars))
    low = before.bars[first - 1].beat
    high = before.bars[last - 1].beat + before.bars[last - 1].beats
    before = _moved(before, low, high, by)
    for now in (style, other_style):
        cue = _cue(seeds[1], emotion, now, arousal)
        after = _again(before, cue, Locks(bars=((first, last),)))
        assert _begun(after, low, high) == _begun(before, low, high)
        assert _widest(after, before, low, high) <= OCTAVE


def _moved(score: Score, low: Fraction, high: Fraction, by: int) -> Score:
    """The melody of some bars higher or lower, as far as its players reach."""
    registers = {player.name: player.pitches for player in palette_of(score.style).players}

    def moved(part: Part, note: Note) -> Note:
        if part.role != "melody" or not low <= note.beat < high:
            return note
        lowest, highest = registers[part.name]
        return replace(note, pitch=min(highest, max(lowest, note.pitch + by)))

    parts = (replace(p, notes=tuple(moved(p, note) for note in p.notes)) for p in score.parts)
    return replace(score, parts=tuple(parts))


def _begun(score: Score, low: Fraction, high: Fraction) -> dict[str, list[Note]]:
    found = {part.name: [n for n in part.notes if low <= n.beat < high] for part in score.parts}
    return {name: notes for name, notes in found.items() if notes}


def _widest(score: Score, before: Score, low: Fraction, high: Fraction) -> int:
    """The widest leap of a melody over a seam; a figure that stays is no melody to be led from."""
    sung = [part for part in before.parts if part.role in ("melody", "counter")]
    figures = {part.name for part in before.parts} - {part.name for part in sung}
    kept = {(part.name, note) for part in sung for note in part.notes}
    widest = 0
    for part in score.parts:
        if part.role in ("melody", "counter") and part.name not in figures:
            notes = _top(part)
            old = [(part.name, note) in kept and _sounds(note, low, high) for note in notes]
            widest = max(widest, _seam_leaps(notes, old))
    return widest


def _sounds(note: Note, low: Fraction, high: Fraction) -> bool:
    return note.beat < high and note.beat + note.beats > low


def _top(part: Part) -> list[Note]:
    """The highest note at each onset."""
    return [*{note.beat: note for note in part.notes}.values()]


def _seam_leaps(notes: Sequence[Note], old: Sequence[bool]) -> int:
    """The widest interval from a note that stayed to a new one, or back."""
    moves = zip(pairwise(notes), pairwise(old), strict=True)
    return max((abs(b.pitch - a.pitch) for (a, b), (x, y) in moves if x != y), default=0)


@EVERY
@given(**PLACES)
def test_a_locked_melody_is_the_only_tune_where_it_sings(
    seeds: tuple[int, int], emotion: str, style: str, arousal: float
) -> None:
    before = compose(_cue(seeds[0], emotion, style, arousal))
    tunes = [part for part in before.parts if part.role == "melody"]
    if not tunes:
        return
    after = _again(before, _cue(seeds[1], emotion, style, arousal), Locks(parts=(tunes[0].name,)))
    assert tunes[0] in after.parts
    assert after.chords == before.chords
    sung = {note.beat: note.beat + note.beats for note in tunes[0].notes}
    for part in after.parts:
        if part.role == "melody" and part.name != tunes[0].name:
            assert not [n for n in part.notes if any(a <= n.beat < b for a, b in sung.items())]


@EVERY
@given(**PLACES)
def test_free_parts_are_in_tune_with_locked_chords(
    seeds: tuple[int, int], emotion: str, style: str, arousal: float
) -> None:
    before = compose(_cue(seeds[0], emotion, style, arousal))
    after = _again(before, _cue(seeds[1], emotion, style, arousal), Locks(chords=True))
    assert after.chords == before.chords
    assert after.keys == before.keys
    rubbed = {"pad", "accompaniment"}  # where a mood bites they lay a half step over a tone
    for part in after.parts:
        for note in () if part.drums else part.notes:
            tones = _tones(after, note)
            rubs = part.role in rubbed and (note.pitch - 1) % 12 in tones
            assert note.pitch % 12 in tones or rubs, (part.name, note)


def _chord(score: Score, note: Note) -> Chord:
    place = bisect_right(score.chords, note.beat, key=lambda chord: chord.beat) - 1
    return score.chords[max(0, place)]


def _tones(score: Score, note: Note) -> set[int]:
    key = score.keys[max(0, bisect_right(score.keys, note.beat, key=lambda k: k.beat) - 1)]
    scale = {(key.tonic + step) % 12 for step in load_modes()[key.mode].scale}
    return scale | set(_chord(score, note).pitch_classes)


@pytest.mark.parametrize("emotion", EMOTIONS)
def test_a_chord_changed_by_hand_is_played_by_the_others(emotion: str) -> None:
    """A tritone away, where no key of the cue would have led."""
    before = compose(_cue(1, emotion, "orchestral_drama", 0.2))
    place = len(before.chords) // 2
    chord = before.chords[place]
    root = (chord.root + 6) % 12
    tones = (root, (root + 4) % 12, (root + 7) % 12)
    chord = replace(chord, root=root, quality="major", pitch_classes=tones, numeral="by hand")
    edited = replace(before, chords=(*before.chords[:place], chord, *before.chords[place + 1 :]))
    after = _again(edited, _cue(2, emotion, "orchestral_drama", 0.2), Locks(chords=True))
    assert chord in after.chords
    held = [
        note.pitch % 12
        for part in after.parts
        if part.role in ("pad", "bass")
        for note in part.notes
        if note.beat == chord.beat
    ]
    assert held
    assert sum(tone in tones for tone in held) / len(held) >= 0.75
