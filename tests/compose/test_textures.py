"""Textures: as many notes as the mood asks for, playable, breathing, and clear of the voice."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations, pairwise

import pytest
from tests.compose.compose_cues import cue_of

from scenescore.compose import compose
from scenescore.compose.drums import load_grooves
from scenescore.compose.texture import load_textures, ranked
from scenescore.emotion_music import emotion_rows, feel_of
from scenescore.model import Mood, Part, Score
from scenescore.palettes import load_palettes
from scenescore.settings import EMOTIONS
from scenescore.tempomap import seconds_at

PALETTES = load_palettes()
SOME = ("intimate_piano", "orchestral_drama", "lo_fi", "east_asian", "epic_trailer")


def _score(style: str, emotion: str, seconds: float = 40.0, **more: object) -> Score:
    valence, arousal = emotion_rows()[emotion].at
    asked = cue_of(
        seconds, [17.0], style=style, emotion=emotion, arousal=arousal, valence=valence, **more
    )  # type: ignore[arg-type]
    return compose(asked)


def _times(score: Score, parts: list[Part]) -> list[float]:
    return sorted({float(seconds_at(score.tempo, n.beat)) for p in parts for n in p.notes})


@pytest.mark.parametrize("style", SOME)
@pytest.mark.parametrize("emotion", EMOTIONS)
def test_notes_a_second_are_the_moods(style: str, emotion: str) -> None:
    score = _score(style, emotion)
    low, high = emotion_rows()[emotion].onsets
    assert low * 0.9 <= len(_times(score, [*score.parts])) / 40 <= high * 1.1


def test_a_cue_for_every_palette_has_its_own_players() -> None:
    casts = {style: {part.name for part in _score(style, "happy").parts} for style in PALETTES}
    assert len(casts) >= 15
    assert all(casts[a] != casts[b] for a, b in combinations(casts, 2))


def test_a_palette_that_does_not_suit_a_mood_says_so() -> None:
    for palette in PALETTES.values():
        if min(palette.suits.values()) < 0.2:
            assert set(palette.note) == {"en", "ko"}


def test_kits_are_drums_and_keep_to_the_percussion_map() -> None:
    score = _score("upbeat_pop", "happy")
    kits = [part for part in score.parts if part.drums]
    keys = {voice.key for groove in load_grooves().values() for voice in groove.voices}
    assert kits
    assert all(35 <= note.pitch <= 81 for part in kits for note in part.notes)
    assert {n.pitch for part in kits if part.role == "percussion" for n in part.notes} <= keys | {
        key for groove in load_grooves().values() for key in groove.close
    } | {voice.key for groove in load_grooves().values() for voice in groove.fill}


@pytest.mark.parametrize("style", ["children", "orchestral_drama", "epic_trailer"])
def test_winds_and_brass_get_their_breath(style: str) -> None:
    score = _score(style, "sad", 60.0)
    breath = {p.name for p in PALETTES[style].players if p.instrument.breath}
    for part in (part for part in score.parts if part.name in breath):
        spans = sorted(
            (
                float(seconds_at(score.tempo, n.beat)),
                float(seconds_at(score.tempo, n.beat + n.beats)),
            )
            for n in part.notes
        )
        since, until = spans[0]
        for (_, _), (start, end) in pairwise(spans):
            if start - until >= 0.2:
                since = start
            until = max(until, end)
            assert until - since <= 8.0


@pytest.mark.parametrize("style", PALETTES)
def test_few_players_low_and_sparse_under_speech(style: str) -> None:
    score = _score(style, "happy", 60.0, dialogue=[(24.0, 44.0)])
    times = _times(score, [*score.parts])
    inside = [at for at in times if 25.0 < at < 43.0]
    assert len(inside) / 18 <= 1.5
    players = {player.name: player for player in PALETTES[style].players}
    for part in score.parts:
        for note in part.notes:
            at = float(seconds_at(score.tempo, note.beat))
            if not 25.0 < at < 43.0 or note.accent:
                continue
            safe = players[part.name].instrument.under_speech
            assert part.role in ("pad", "bass", "accompaniment")
            assert safe is not None
            assert note.pitch <= safe[1]


def test_a_swell_is_rolled_into_and_its_hit_left_free() -> None:
    valence, arousal = emotion_rows()["anger"].at
    cue = cue_of(
        40,
        [(20.0, "swell")],
        style="epic_trailer",
        emotion="anger",
        arousal=arousal,
        valence=valence,
    )
    score = compose(cue)
    rolling = {p.name for p in PALETTES["epic_trailer"].players if p.rolls}
    times = _times(score, [part for part in score.parts if part.name in rolling])
    rolled = [at for at in times if 18.0 < at < 19.73]
    assert len(rolled) >= 12
    assert not [at for at in times if 19.74 < at < 19.99]


def test_a_mood_far_from_its_emotions_place_is_still_heard() -> None:
    calm, wild = (feel_of(Mood(0.0, arousal, 0.0, "neutral")) for arousal in (-0.8, 0.9))
    assert wild.onsets > 1.5 * calm.onsets
    assert wild.velocity > calm.velocity + 15


def test_a_texture_fills_the_downbeat_first_and_the_weak_places_last() -> None:
    places = ranked(load_textures()["ostinato"], Fraction(4))
    assert list(places[:4]) == [0, 2, 1, 3]
    assert {place % 1 for place in places[4:8]} == {Fraction(1, 2)}


def _placed(score: Score, role: str, bar: int) -> set[Fraction]:
    """Places of a bar (from 0) at which a role begins a note."""
    first, end = score.bars[bar].beat, score.bars[bar].beat + score.bars[bar].beats
    notes = [note for part in score.parts if part.role == role for note in part.notes]
    return {note.beat - first for note in notes if first <= note.beat < end}


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("emotion", ["happy", "neutral"])
def test_a_figure_goes_on_over_a_phrase(emotion: str, seed: int) -> None:
    score = _score("intimate_piano", emotion, seed=seed)
    struck = {hit.bar - 1 for hit in score.hits}
    bars = [
        frozenset(_placed(score, "accompaniment", bar))
        for bar in range(len(score.bars) - 2)
        if not {bar, bar + 1} & struck and score.bars[bar].beats == score.bars[0].beats
    ]
    # One for the bars of a phrase, one for its last bar, and what a change of texture adds.
    assert len(bars) >= 5
    assert Counter(bars).most_common(1)[0][1] >= len(bars) / 3


def test_an_odd_bar_has_the_beginning_of_the_figure() -> None:
    checked = 0
    for seed in range(3):
        hits = [9.3, 17.1, 26.4, 35.2, 47.9]
        score = compose(cue_of(60, hits, style="documentary_minimal", seed=seed, ordered=True))
        usual = score.bars[0].beats
        bars = [(bar.beats, _placed(score, "accompaniment", n)) for n, bar in enumerate(score.bars)]
        whole = [places for beats, places in bars if beats == usual]
        for beats, places in bars[:-2]:
            if beats < usual:
                checked += 1
                assert any(places <= {at for at in bar if at < beats} for bar in whole)
    assert checked


def test_players_give_way_to_a_line_and_come_back_on_a_beat() -> None:
    score = _score("intimate_piano", "neutral", dialogue=[(5.13, 9.47), (24.4, 29.9)])
    layers = [part for part in score.parts if part.role in ("accompaniment", "bass", "pad")]
    grid = {note.beat % Fraction(1, 4) for part in layers for note in part.notes}
    assert grid == {0}


@pytest.mark.parametrize("emotion", ["neutral", "sad", "happy"])
def test_the_figure_after_a_line_is_the_one_before_it(emotion: str) -> None:
    score = _score("chamber_strings", emotion, dialogue=[(18.5, 22.0)])
    starts = [float(seconds_at(score.tempo, bar.beat)) for bar in score.bars]
    pairs = [(n, pair) for n, pair in enumerate(pairwise(starts)) if n < len(starts) - 3]
    free = {
        side: Counter(
            frozenset(_placed(score, "accompaniment", n))
            for n, (start, end) in pairs
            if (end < 17.0 if side == "before" else start > 23.0)
        )
        for side in ("before", "after")
    }
    (before, _), (after, _) = (bars.most_common(1)[0] for bars in free.values())
    assert before == after
