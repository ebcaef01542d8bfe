"""Harmony has a goal, keeps its keys together, and follows the tension that the scene asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.compose.compose_cues import cue_of, cues

from scenescore.compose.colours import load_colours
from scenescore.compose.form import Phrase, plan_form
from scenescore.compose.grammar import chord_tables, grammar_of
from scenescore.compose.harmony import Harmony, load_modes, plan_harmony
from scenescore.compose.keys import home_tonic, plan_keys
from scenescore.compose.speech import speech_windows
from scenescore.compose.tempo import Plan, plan_tempo
from scenescore.compose.tension import key_centre, position, tension_of
from scenescore.compose.theme import Stated
from scenescore.emotion_music import emotion_rows, feel_of
from scenescore.errors import BadArgument
from scenescore.model import Cue, Mood, MoodPoint
from scenescore.seeds import stream
from scenescore.settings import EMOTIONS

SOME = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def planned(
    cue: Cue, colours: Sequence[str] | None = None
) -> tuple[Plan, tuple[Phrase, ...], Harmony]:
    plan = plan_tempo(cue, feel_of(cue.mood))
    speech = speech_windows(cue, plan)
    phrases = plan_form(cue, plan, speech)
    return plan, phrases, plan_harmony(cue, plan, phrases, speech, colours)


def tense_cue(emotion: str, seed: int) -> Cue:
    """A minute whose tension rises and is let go."""
    valence, arousal = emotion_rows()[emotion].at
    moods = tuple(
        MoodPoint(seconds, Mood(valence, arousal, tension, emotion))
        for seconds, tension in ((0.0, -0.4), (40.0, 0.8), (60.0, -0.4))
    )
    cue = cue_of(60, [17.0, 41.0], emotion=emotion, moods=moods, seed=seed, uid=f"cue {seed}")
    return replace(cue, mood=Mood(valence, arousal, 0.2, emotion))


@SOME
@given(cues())
def test_chords_fill_the_cue_and_hits_get_theirs(cue: Cue) -> None:
    plan, phrases, harmony = planned(cue)
    assert harmony.chords[0].beat == 0
    assert harmony.chords[-1].beat + harmony.chords[-1].beats == plan.end
    for before, after in pairwise(harmony.chords):
        assert before.beat + before.beats == after.beat
    starts = {chord.beat for chord in harmony.chords}
    assert set(plan.struck) <= starts
    assert len(harmony.chords) == len(harmony.keys) == len(harmony.phrases) == len(harmony.asked)
    assert harmony.chords[-1].root == harmony.keys[-1].tonic
    assert phrases[-1].goal == "final"


@SOME
@given(st.sampled_from(sorted(load_modes())), st.integers(1, 24), st.integers(0, 99), st.booleans())
def test_a_phrase_of_any_length_reaches_its_goal(
    mode: str, count: int, seed: int, at_once: bool
) -> None:
    grammar = grammar_of(load_modes()[mode], ())
    home = np.array([float(chord.root == 0) for chord in grammar.chords])
    goal = np.array([float(chord.function == "dominant") for chord in grammar.chords])
    chords = grammar.draw(home, goal, count, stream(seed, "test"), at_once=at_once)
    assert len(chords) == count
    if count > 1:
        assert chords[-1].function == "dominant"
        assert not at_once or chords[0].root == 0


@pytest.mark.parametrize("mode", ["ionian", "aeolian"])
def test_an_applied_dominant_leads_to_its_chord(mode: str) -> None:
    """Its chord always follows, mostly at once; another chord that leads there may come between."""
    grammar = grammar_of(load_modes()[mode], ())
    home = np.array([float(c.root == 0 and c.function == "tonic") for c in grammar.chords])
    rng = stream(1, "applied")
    applied = direct = 0
    for _ in range(300):
        row = grammar.draw(home, home, 8, rng, at_once=False)
        for place, chord in enumerate(row):
            if chord.function == "applied":
                later = [following.root for following in row[place + 1 :]]
                assert chord.target in later, f"{chord.numeral} leads nowhere"
                applied += 1
                direct += later[0] == chord.target
    assert applied >= 30
    assert direct >= 0.6 * applied


def test_cues_of_one_edit_never_lie_a_semitone_or_tritone_apart() -> None:
    for seed in range(12):
        tonics = set()
        for emotion in EMOTIONS:
            for uid in "abcd":
                cue = cue_of(20, emotion=emotion, seed=seed, uid=uid)
                tonics.add(planned(cue)[2].keys[0].tonic)
        assert not any((a - b) % 12 in (1, 6, 11) for a, b in combinations(tonics, 2))
        assert home_tonic(seed) in tonics


def test_a_turn_of_mood_goes_to_another_key_and_what_returns_comes_home() -> None:
    moods = tuple(
        MoodPoint(at, Mood(*emotion_rows()[emotion].at, 0.0, emotion))
        for at, emotion in ((0.0, "happy"), (30.0, "sad"), (60.0, "happy"))
    )
    seen = set()
    for seed in range(8):
        cue = cue_of(90, [30.0, 60.0], emotion="happy", moods=moods, uid=str(seed))
        plan = plan_tempo(cue, feel_of(cue.mood))
        keys = plan_keys(cue, plan_form(cue, plan, speech_windows(cue, plan)))
        assert keys.keys[0] == keys.keys[-1]
        seen |= {turn for turn in keys.turns if turn}
        assert len({key.mode.name for key in keys.keys}) == 2
    assert len(seen) > 1


def test_the_mode_darkens_with_valence() -> None:
    def mode(valence: float) -> float:
        cue = replace(cue_of(20, emotion="happy"), mood=Mood(valence, 0.4, 0.0, "happy"))
        return planned(cue)[2].keys[0].mode.brightness

    assert mode(0.8) >= mode(-0.1) > mode(-0.9)


@pytest.mark.parametrize("emotion", EMOTIONS)
def test_measured_tension_follows_the_asked_one(emotion: str) -> None:
    levels, wanted, spread = [], [], []
    for seed in range(4):
        harmony = planned(tense_cue(emotion, seed))[2]
        found = [
            tension_of(frozenset(chord.pitch_classes), key.tonic, key.mode.minor)
            for chord, key in zip(harmony.chords, harmony.keys, strict=True)
        ]
        levels += [tension.level for tension in found]
        wanted += harmony.asked
        spread.append(np.std([tension.strain for tension in found]))
    assert np.corrcoef(levels, wanted)[0, 1] > 0.45
    assert 0.2 <= np.mean(spread) <= 0.5


def test_the_helix_is_as_it_was_measured() -> None:
    assert position(4) == pytest.approx((0.0, 1.0, 1.6), abs=1e-9)
    major = tension_of(frozenset({0, 4, 7}), 0, False)
    assert major.diameter == pytest.approx(np.sqrt(2 + 1.2**2))
    assert major.strain < tension_of(frozenset({1, 5, 8}), 0, False).strain
    assert major.level < tension_of(frozenset({7, 11, 2, 5}), 0, False).level
    assert key_centre(minor=False) != key_centre(minor=True)


def test_colours_are_chosen_by_name_and_told() -> None:
    harmony = planned(tense_cue("surprise", 1), ["M8M"])[2]
    assert {chord.colour for chord in harmony.chords} <= {"", "M8M"}
    used = {
        chord.colour for seed in range(6) for chord in planned(tense_cue("fear", seed))[2].chords
    }
    assert len(used & set(load_colours())) >= 3
    with pytest.raises(BadArgument, match="magenta"):
        planned(tense_cue("happy", 1), ["magenta"])


def test_the_tables_name_only_what_there_is() -> None:
    tables = chord_tables()
    qualities = set(tables["qualities"])
    for mode in load_modes().values():
        assert {chord.quality for chord in mode.chords} <= qualities
        assert set(tables["applied"][mode.table]) & {chord.numeral for chord in mode.chords}
    for colour in load_colours().values():
        assert (colour.chord.quality if colour.chord else colour.quality or "major") in qualities
    for cadence in tables["cadences"].values():
        assert cadence["arrival"] in {"", *tables["arrivals"]}
    for weights in tables["closures"].values():
        assert set(weights) <= set(tables["cadences"])


def test_chords_change_in_the_pauses_of_a_conversation() -> None:
    lines = [(4, 7), (8.5, 12), (14, 17.5), (20, 24), (27, 31)]
    inside = changes = 0
    for emotion in EMOTIONS:
        cue = cue_of(40, [16.0], emotion=emotion, dialogue=lines, ordered=True)
        plan, _, harmony = planned(cue)
        for chord in harmony.chords[1:]:
            at = float(plan.seconds(chord.beat))
            changes += 1
            inside += any(start + 0.15 < at < end for start, end in lines)
    assert inside <= 0.2 * changes


def _carried(themes: bool) -> float:
    """Share of the fourth degrees sung on every other barline that their chords have."""
    found = []
    for seed in range(8):
        cue = cue_of(40, [12.3, 27.8], seed=seed, uid=f"cue {seed}")
        plan, phrases, harmony = planned(cue)
        sung = {plan.bars[phrase.first + 1].beat: 3 for phrase in phrases if phrase.last > 2}
        if themes:
            speech = speech_windows(cue, plan)
            harmony = plan_harmony(cue, plan, phrases, speech, themes=Stated((), sung))
        for beat in sung:
            place = max(n for n, chord in enumerate(harmony.chords) if chord.beat <= beat)
            key = harmony.keys[place]
            tone = (key.tonic + key.mode.scale[3]) % 12
            found.append(tone in harmony.chords[place].pitch_classes)
    return sum(found) / len(found)


def test_a_theme_is_harmonised_and_not_bent_to_the_chords_that_stand_there() -> None:
    assert _carried(themes=True) > _carried(themes=False) + 0.1
