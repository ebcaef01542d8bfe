"""The editor's hand: what is locked stays note for note, dials are heard, contradictions told."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.compose.compose_cues import cue_of

from scenescore.cache import from_json, to_json
from scenescore.compose import Hand, Locks, compose, takes
from scenescore.errors import BadArgument
from scenescore.model import Chord, Cue, Note, Part, Score, ThemeOrder
from scenescore.settings import EMOTIONS
from scenescore.tempomap import seconds_at

STEPS = (-1.0, 0.0, 1.0)
FEW = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _cue(seed: int = 0, emotion: str = "neutral", style: str = "orchestral_drama") -> Cue:
    return cue_of(24, [11.3], emotion=emotion, style=style, seed=seed, arousal=0.1)


def _bars(score: Score, first: int, last: int) -> dict[str, list[Note]]:
    """The notes that begin in some bars, by part."""
    low = score.bars[first - 1].beat
    high = score.bars[last - 1].beat + score.bars[last - 1].beats
    inside = {p.name: [n for n in p.notes if low <= n.beat < high] for p in score.parts}
    return {name: notes for name, notes in inside.items() if notes}


def _outside(score: Score, first: int, last: int) -> list[tuple[str, Note]]:
    locked = _bars(score, first, last)
    return [(p.name, n) for p in score.parts for n in p.notes if n not in locked.get(p.name, ())]


@FEW
@given(
    emotion=st.sampled_from(EMOTIONS),
    style=st.sampled_from(["orchestral_drama", "intimate_piano", "thriller_pulse"]),
    first=st.integers(1, 5),
    length=st.integers(1, 3),
)
def test_locked_bars_stay_and_the_rest_is_new(
    emotion: str, style: str, first: int, length: int
) -> None:
    before = compose(_cue(0, emotion, style))
    last = min(first + length - 1, len(before.bars))
    first = min(first, last)
    hand = Hand(locks=Locks(bars=((first, last),)))
    after = compose(_cue(1, emotion, style), hand=hand, previous=before)
    assert after.bars == before.bars
    assert after.tempo == before.tempo
    assert _bars(after, first, last) == _bars(before, first, last)
    assert _outside(after, first, last) != _outside(before, first, last)
    assert not [p.name for p in after.parts if _overlaps(p)]


def _overlaps(part: Part) -> list[Note]:
    """Notes struck again while they sound."""
    by_pitch = sorted(part.notes, key=lambda n: (n.pitch, n.beat))
    return [b for a, b in pairwise(by_pitch) if a.pitch == b.pitch and a.beat + a.beats > b.beat]


@pytest.mark.parametrize("emotion", EMOTIONS)
def test_a_locked_part_stays_and_its_chords_with_it(emotion: str) -> None:
    before = compose(_cue(0, emotion))
    name = next(part.name for part in before.parts if part.role == "melody")
    hand = Hand(locks=Locks(parts=(name,)))
    after = compose(_cue(1, emotion), hand=hand, previous=before)
    old, new = ({p.name: p for p in score.parts} for score in (before, after))
    assert new[name] == old[name]
    assert after.chords == before.chords
    assert any(new[other] != old.get(other) for other in new if other != name)


@pytest.mark.parametrize("emotion", EMOTIONS)
def test_locked_chords_stay_under_another_melody(emotion: str) -> None:
    before = compose(_cue(0, emotion))
    after = compose(_cue(1, emotion), hand=Hand(locks=Locks(chords=True)), previous=before)
    assert after.chords == before.chords
    assert (after.tonic, after.mode, after.keys) == (before.tonic, before.mode, before.keys)
    assert after.parts != before.parts


def test_a_lock_holds_over_a_second_seed_as_over_the_first() -> None:
    first = compose(_cue(0))
    hand = Hand(locks=Locks(chords=True, theme=True))
    second = compose(_cue(1), hand=hand, previous=first)
    third = compose(_cue(2), hand=hand, previous=second)
    assert third.chords == first.chords
    assert third.keys == first.keys
    assert _motifs(third) <= _motifs(first)


def _motifs(score: Score) -> set[tuple[object, ...]]:
    return {(use.name, use.degrees, use.rhythm) for use in score.themes}


def test_a_locked_theme_is_heard_in_other_music() -> None:
    before = compose(_cue(0))
    free = compose(_cue(1))
    kept = compose(_cue(1), hand=Hand(locks=Locks(theme=True)), previous=before)
    assert _motifs(free).isdisjoint(_motifs(before))
    assert _motifs(kept) == _motifs(before)
    assert kept.parts != before.parts


def test_a_locked_cue_is_what_it_was() -> None:
    before = compose(_cue(0))
    assert compose(_cue(1), hand=Hand(locks=Locks(cue=True)), previous=before) == before


def test_an_edited_score_on_disk_keeps_what_was_locked() -> None:
    score = compose(_cue(0))
    part = score.parts[0]
    raised = replace(part, notes=tuple(replace(n, pitch=n.pitch + 1) for n in part.notes))
    chord = replace(score.chords[1], quality="sus4", numeral="by hand")
    edited = replace(
        score,
        parts=(raised, *score.parts[1:]),
        chords=(score.chords[0], chord, *score.chords[2:]),
    )
    read = from_json(to_json(edited, indent=1), Score)
    assert read == edited
    hand = Hand(locks=Locks(parts=(part.name,)))
    again = compose(_cue(5), hand=from_json(to_json(hand), Hand), previous=read)
    assert raised in again.parts
    assert chord in again.chords


def _rate(score: Score) -> float:
    return len({note.beat for part in score.parts for note in part.notes})


def _level(score: Score) -> float:
    notes = [n.velocity for p in score.parts for n in p.notes if not n.accent]
    return sum(notes) / len(notes)


def _height(score: Score) -> float:
    notes = [n.pitch for p in score.parts if p.role == "melody" for n in p.notes]
    return sum(notes) / len(notes)


@pytest.mark.parametrize("emotion", ["happy", "sad", "neutral", "anger"])
def test_more_is_more(emotion: str) -> None:
    def turned(dial: str) -> list[Score]:
        return [compose(_cue(0, emotion), hand=Hand(**{dial: step})) for step in STEPS]

    energy, density, bright = turned("energy"), turned("density"), turned("brightness")
    assert _rising([_level(score) for score in energy])
    assert _rising([_rate(score) for score in energy])
    assert _rising([_rate(score) for score in density])
    assert _rising([_height(score) for score in bright])


def test_tension_brings_dissonance_and_brightness_another_mode() -> None:
    def foreign(score: Score) -> float:
        rough = [chord for chord in score.chords if _dissonant(chord)]
        return len(rough) / len(score.chords)

    calm, tense = (
        [compose(_cue(seed, "neutral"), hand=Hand(tension=dial)) for seed in range(6)]
        for dial in (-1.0, 1.0)
    )
    assert sum(map(foreign, tense)) > sum(map(foreign, calm))
    dark, bright = (compose(_cue(0), hand=Hand(brightness=dial)).mode for dial in (-1.0, 1.0))
    assert dark != bright


def _dissonant(chord: Chord) -> bool:
    steps = {(a - b) % 12 for a in chord.pitch_classes for b in chord.pitch_classes}
    return bool(steps & {1, 2, 6})


def _rising(values: list[float]) -> bool:
    return all(low < high for low, high in pairwise(values))


def test_a_hand_at_rest_changes_nothing() -> None:
    assert compose(_cue(0), hand=Hand(), previous=compose(_cue(3))) == compose(_cue(0))


def test_takes_differ_but_named_themes_are_the_same() -> None:
    cue = replace(_cue(0), themes=(ThemeOrder("Mina", 240),))
    found = takes(cue, 3)
    assert found[0] == compose(cue)
    for one, other in pairwise(found):
        assert one.parts != other.parts
        assert one.chords != other.chords
        assert _motifs(one) == _motifs(other)
    assert takes(cue, 3) == found


def test_takes_of_neighbours_may_stand_side_by_side() -> None:
    tonics = [
        {score.tonic for score in takes(replace(_cue(3), uid=uid), 5)} for uid in ("one", "two")
    ]
    assert not [(a, b) for a in tonics[0] for b in tonics[1] if (a - b) % 12 in (1, 6, 11)]


@pytest.mark.parametrize(
    ("hand", "words"),
    [
        (Hand(energy=1.5), "energy"),
        (Hand(density=float("nan")), "density"),
        (Hand(locks=Locks(bars=((3, 2),))), "Bars 3 to 2"),
        (Hand(locks=Locks(bars=((1, 99),))), "Bars 1 to 99"),
        (Hand(locks=Locks(parts=("Voilins",))), "Voilins"),
        (Hand(tension=0.5, locks=Locks(cue=True)), "tension"),
    ],
)
def test_what_cannot_be_had_together_is_named(hand: Hand, words: str) -> None:
    with pytest.raises(BadArgument, match=words):
        compose(_cue(0), hand=hand, previous=compose(_cue(0)))


def test_locks_need_the_score_of_the_same_cue() -> None:
    hand = Hand(locks=Locks(chords=True))
    with pytest.raises(BadArgument, match="no earlier score"):
        compose(_cue(0), hand=hand)
    with pytest.raises(BadArgument, match="another cue"):
        compose(_cue(0), hand=hand, previous=compose(replace(_cue(0), uid="other")))


def test_a_new_hit_beside_every_locked_barline_is_refused_with_a_place() -> None:
    before = compose(_cue(0))
    bar = float(seconds_at(before.tempo, before.bars[2].beat + before.bars[2].beats / 3))
    cue = cue_of(24, [11.3, bar], style="orchestral_drama", arousal=0.1, ordered=True)
    with pytest.raises(BadArgument, match="barline") as caught:
        compose(cue, hand=Hand(locks=Locks(chords=True)), previous=before)
    assert "Move it to" in caught.value.hint


def test_a_cue_of_another_length_is_refused() -> None:
    before = compose(_cue(0))
    with pytest.raises(BadArgument, match="written for 24"):
        compose(cue_of(50), hand=Hand(locks=Locks(chords=True)), previous=before)
