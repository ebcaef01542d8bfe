"""Calm: music turns where a mood turns far and for long, and lets the rest pass as colour."""

from __future__ import annotations

from itertools import groupby

from hypothesis import given, settings
from tests.compose.compose_cues import cue_of, cues

from scenescore.compose import compose
from scenescore.compose.calm import calmed
from scenescore.compose.form import plan_form
from scenescore.compose.speech import speech_windows
from scenescore.compose.tempo import plan_tempo
from scenescore.emotion_music import feel_of
from scenescore.model import Cue, Mood, MoodPoint

SAD = Mood(-0.6, -0.3, -0.1, "sad")
HAPPY = Mood(0.7, 0.4, -0.4, "happy")
PLAIN = Mood(-0.2, -0.1, -0.1, "neutral")


def course(*stretches: tuple[Mood, int]) -> tuple[MoodPoint, ...]:
    """A point a second, each mood for so many."""
    moods = [mood for mood, seconds in stretches for _ in range(seconds)]
    return tuple(MoodPoint(float(second), mood) for second, mood in enumerate(moods))


def named(cue: Cue) -> list[tuple[str, int]]:
    """The emotions in order, and how many points each leads."""
    runs = groupby(point.mood.emotion for point in calmed(cue).moods)
    return [(emotion, len([*points])) for emotion, points in runs]


def test_a_turn_that_is_far_and_lasts_is_taken_where_it_is() -> None:
    cue = cue_of(40, emotion="sad", moods=course((SAD, 22), (HAPPY, 18)))
    assert named(cue) == [("sad", 22), ("happy", 18)]


def test_what_passes_or_hardly_moves_is_no_section() -> None:
    passing = course((SAD, 18), (HAPPY, 5), (SAD, 17))
    assert named(cue_of(40, emotion="sad", moods=passing)) == [("sad", 40)]
    near = course((SAD, 20), (PLAIN, 20))
    assert named(cue_of(40, emotion="sad", moods=near)) == [("sad", 40)]


@settings(max_examples=60, deadline=None)
@given(cues())
def test_calm_moves_no_value_and_no_moment(cue: Cue) -> None:
    quiet = calmed(cue)
    assert calmed(quiet) == quiet
    for before, after in zip(cue.moods, quiet.moods, strict=True):
        assert before.seconds == after.seconds
        for axis in ("valence", "arousal", "tension"):
            assert getattr(before.mood, axis) == getattr(after.mood, axis)


def test_a_restless_cue_keeps_one_key_and_one_figure() -> None:
    moods = course(*[(mood, 6) for mood in (SAD, PLAIN, SAD, PLAIN, SAD, PLAIN)])
    cue = calmed(cue_of(36, [17.0], emotion="sad", moods=moods, style="chamber_strings"))
    plan = plan_tempo(cue, feel_of(cue.mood))
    phrases = plan_form(cue, plan, speech_windows(cue, plan))
    assert {phrase.section for phrase in phrases} == {0}
    assert len(compose(cue).keys) == 1
