"""How much of a melody comes back is measured, and steered by how freely it is told again."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.compose.compose_cues import cue_of

from scenescore.compose import compose
from scenescore.compose.retelling import USUAL, Retelling, recurrence, told
from scenescore.compose.tones import Tone
from scenescore.model import Score
from scenescore.settings import EMOTIONS

IDEA = (60, 64, 67, 69)
TALE = (*IDEA * 2, 50, 51, 53, 56, *IDEA * 2)


def tune_of(*pitches: int) -> tuple[Tone, ...]:
    return tuple(Tone(Fraction(at), Fraction(1), pitch, 0) for at, pitch in enumerate(pitches))


class Sung(NamedTuple):
    tune: tuple[Tone, ...]


def test_what_is_too_short_to_come_back_does_not() -> None:
    assert recurrence(()) == 0
    assert recurrence(tune_of(*IDEA, 60, 64)) == 0


def test_an_idea_said_three_times_comes_back_wherever_it_stands() -> None:
    again = tune_of(*IDEA, *IDEA, *IDEA)
    higher = tune_of(*(pitch + 5 for pitch in (*IDEA, *IDEA, *IDEA)))
    assert recurrence(again) == recurrence(higher) == pytest.approx(4 / 6)


@given(st.lists(st.integers(40, 80), max_size=40))
def test_recurrence_is_a_share(pitches: list[int]) -> None:
    share = recurrence(tune_of(*pitches))
    assert 0 <= share <= 1
    if len(pitches) > 8:
        assert recurrence(tune_of(*pitches, 90, *pitches)) > 0


def test_what_comes_back_enough_is_told_once() -> None:
    asked: list[Retelling] = []
    tune = tune_of(*TALE)

    def tell(retelling: Retelling) -> Sung:
        asked.append(retelling)
        return Sung(tune)

    assert 0.28 <= recurrence(tune) <= 0.57
    assert told(tell).tune == tune
    assert asked == [USUAL]


def test_a_tune_that_never_comes_back_is_told_more_plainly() -> None:
    wandering = tune_of(60, 62, 65, 61, 70, 64, 63, 72, 60, 75, 61, 66, 68, 62, 60)
    plain, dull = tune_of(*IDEA * 3), tune_of(*IDEA * 9)
    assert told(lambda way: Sung(plain if way.repeats else wandering)).tune == plain
    # Nothing but the idea misses the band by more than nothing of it.
    assert told(lambda way: Sung(dull if way.repeats else wandering)).tune == wandering


def test_a_tune_that_says_nothing_else_is_told_more_freely() -> None:
    same, freer = tune_of(*IDEA * 5), tune_of(*TALE)
    assert told(lambda way: Sung(freer if way.varied == 1 else same)).tune == freer


@pytest.mark.parametrize("emotion", EMOTIONS)
def test_melodies_come_back_as_music_does(emotion: str) -> None:
    shares = [recurrence(_melody(compose(cue_of(40, emotion=emotion, seed=n)))) for n in range(3)]
    assert sum(0.2 <= share <= 0.65 for share in shares) >= 2, shares


def _melody(score: Score) -> list[Tone]:
    notes = sorted(
        ((n.beat, n) for part in score.parts if part.role == "melody" for n in part.notes),
        key=lambda pair: pair[0],
    )
    return [Tone(beat, note.beats, note.pitch, 0) for beat, note in notes]
