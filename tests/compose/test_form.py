"""Form: phrases by length and mood, closed as firmly as the picture allows."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from tests.compose.compose_cues import cue_of, cues

from scenescore.compose.form import Phrase, plan_form
from scenescore.compose.speech import speech_windows
from scenescore.compose.tempo import plan_tempo
from scenescore.emotion_music import feel_of
from scenescore.model import Cue, Mood, MoodPoint

SOME = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def formed(cue: Cue) -> tuple[Phrase, ...]:
    plan = plan_tempo(cue, feel_of(cue.mood))
    return plan_form(cue, plan, speech_windows(cue, plan))


@SOME
@given(cues())
def test_phrases_follow_each_other_and_their_units_fill_them(cue: Cue) -> None:
    phrases = formed(cue)
    assert phrases[0].start == 0
    for before, after in pairwise(phrases):
        assert before.last == after.first
        assert before.end == after.start
    for phrase in phrases[:-1]:
        assert sum(phrase.units) == phrase.last - phrase.first
        assert 0 <= phrase.intensity <= 1
    assert [phrase.goal for phrase in phrases].count("final") == 1
    assert phrases[-1].goal == "final"


def test_the_form_follows_the_length() -> None:
    assert formed(cue_of(15))[0].form == "sentence"
    assert formed(cue_of(40))[0].form in ("period", "bar")
    long = formed(cue_of(90))
    assert long[0].form == "ternary"
    labels = [phrase.label for phrase in long[:-1]]
    back = next(phrase for phrase in long if phrase.returns)
    assert labels[0] == "A"
    assert "B" in labels[: back.index]
    assert back.label == "A"


def test_the_theme_returns_at_the_turn_of_the_mood() -> None:
    moods = (
        MoodPoint(0.0, Mood(-0.6, -0.3, 0.0, "sad")),
        MoodPoint(55.9, Mood(-0.6, -0.3, 0.0, "sad")),
        MoodPoint(56.0, Mood(0.7, 0.4, 0.0, "happy")),
    )
    cue = cue_of(90, [56.0], emotion="sad", moods=moods)
    back = next(phrase for phrase in formed(cue) if phrase.returns)
    assert back.turn
    assert back.on_hit


def test_what_rises_is_one_crescendo() -> None:
    moods = (
        MoodPoint(0.0, Mood(-0.6, -0.5, -0.5, "fear")),
        MoodPoint(50.0, Mood(-0.6, 0.8, 0.8, "fear")),
    )
    phrases = formed(cue_of(50, emotion="fear", moods=moods))
    fullness = [phrase.intensity for phrase in phrases[:-1]]
    assert phrases[0].form == "crescendo"
    assert fullness == sorted(fullness)
    assert fullness[-1] == 1


def test_it_lands_on_the_hit_closes_only_at_the_end_and_stays_open_under_speech() -> None:
    for seed in range(6):
        phrases = formed(cue_of(60, [21.0], ordered=True, dialogue=[(30, 58)], seed=seed))
        for phrase, following in pairwise(phrases):
            if following.on_hit:
                assert phrase.lands
            if following.goal != "final":
                assert phrase.cadence != "perfect"
        spoken = [p for p in phrases[:-2] if not p.lands and p.index >= len(phrases) - 4]
        assert all(p.cadence in ("half", "evaded", "plagal") for p in spoken)


def test_a_stop_is_reached_without_closing() -> None:
    phrases = formed(cue_of(40, [(18.0, "stop")]))
    assert any(phrase.cadence == "pause" and phrase.lands for phrase in phrases)
