"""Melody and counter-melody: themes truly heard, lines like people's, room for the voice."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

import pytest
from tests.compose.compose_cues import IN_FRAME, cue_of

from scenescore.compose import compose
from scenescore.compose.theme import Motif, theme_of
from scenescore.model import Note, Score, ThemeOrder
from scenescore.palettes import load_palettes
from scenescore.settings import EMOTIONS
from scenescore.tempomap import seconds_at

AROUSAL = {"happy": 0.5, "sad": -0.3, "anger": 0.6, "fear": 0.5, "surprise": 0.6}
WITH_COUNTER = sorted(name for name, palette in load_palettes().items() if palette.role("counter"))


@lru_cache(maxsize=64)
def _score(
    emotion: str, style: str = "orchestral_drama", seed: int = 0, long: bool = False
) -> Score:
    seconds, hits = (90, [31.0, 62.5]) if long else (40, [12.3, 27.8])
    arousal = AROUSAL.get(emotion, 0.0)
    return compose(cue_of(seconds, hits, emotion=emotion, arousal=arousal, style=style, seed=seed))


def _line(score: Score, role: str = "melody") -> list[Note]:
    notes = [note for part in score.parts if part.role == role for note in part.notes]
    return sorted(notes, key=lambda note: note.beat)


def _statements(score: Score, motif: Motif) -> list[Fraction]:
    """Beats where the melody has the motif's rhythm and its ups and downs."""
    notes = _line(score)
    size = len(motif.degrees)
    found = []
    for start in range(len(notes) - size + 1):
        row = notes[start : start + size]
        gaps = [b.beat - a.beat for a, b in pairwise(row)]
        moves = [b.pitch - a.pitch for a, b in pairwise(row)]
        rhythm = any(gaps == [r * f for r in motif.rhythm[:-1]] for f in (1, 2, Fraction(1, 2)))
        turns = [(m > 0) - (m < 0) for m in moves] == [(s > 0) - (s < 0) for s in motif.steps]
        if rhythm and turns:
            found.append(row[0].beat)
    return found


@pytest.mark.parametrize("emotion", EMOTIONS)
def test_a_theme_is_heard_where_the_score_says(emotion: str) -> None:
    score = _score(emotion, long=True)
    motif = theme_of(0).motif
    bars = score.themes[0].bars
    starts = _statements(score, motif)
    numbers = {max(n for n, bar in enumerate(score.bars, 1) if bar.beat <= at) for at in starts}
    assert numbers & set(bars)
    for first in [bar for bar in bars if bar - 1 not in bars]:
        assert first in numbers, f"bar {first} is said to have the theme"


@pytest.mark.parametrize("emotion", EMOTIONS)
def test_a_theme_returns_at_least_twice_in_a_long_cue(emotion: str) -> None:
    bars = _score(emotion, long=True).themes[0].bars
    assert sum(b - a > 1 for a, b in pairwise(bars)) >= 2


@pytest.mark.parametrize("emotion", ["happy", "sad", "surprise", "neutral"])
def test_a_line_comes_back_as_it_was_but_not_only(emotion: str) -> None:
    """Seven notes in a row that are heard again: a quarter to three fifths of them (MUSIC 5.1)."""
    shares = []
    for seed in range(6):
        line = _line(_score(emotion, "intimate_piano", seed))
        moves = [(b.pitch - a.pitch, b.beat - a.beat) for a, b in pairwise(line)]
        grams = Counter(tuple(moves[i : i + 6]) for i in range(len(moves) - 5))
        shares.append(sum(n for n in grams.values() if n > 1) / grams.total())
    assert sum(0.2 <= share <= 0.65 for share in shares) >= 5, shares


def test_a_theme_is_found_again_in_another_cue_of_the_edit() -> None:
    order = (ThemeOrder("Mina", IN_FRAME),)
    motif = theme_of(5, "Mina").motif
    for uid, emotion in (("a", "happy"), ("b", "neutral"), ("c", "sad")):
        score = compose(cue_of(40, emotion=emotion, themes=order, uid=uid, seed=5))
        assert [use.name for use in score.themes] == ["Mina"]
        assert _statements(score, motif)


def test_the_users_theme_is_the_one_that_is_heard() -> None:
    mine = Motif((0, 4, 2, 3), tuple(map(Fraction, ("1", "1/2", "1/2", "2"))))
    order = (ThemeOrder("Mina", IN_FRAME),)
    score = compose(cue_of(40, emotion="neutral", themes=order), themes={"mina": mine})
    assert len(_statements(score, mine)) >= 2


def test_lines_move_as_people_write_them() -> None:
    """Shares of MUSIC 4.5, with the spread of its corpora."""
    sizes: Counter[str] = Counter()
    turned = leaps = 0
    for emotion in EMOTIONS:
        for seed in (0, 1):
            line = _line(_score(emotion, "intimate_piano", seed))
            moves = [b.pitch - a.pitch for a, b in pairwise(line)]
            sizes.update(
                "unison" if not m else "step" if abs(m) < 3 else "skip" if abs(m) < 5 else "leap"
                for m in moves
            )
            for move, following in pairwise(moves):
                if abs(move) >= 5 and following:
                    leaps += 1
                    turned += move * following < 0
    share = {name: count / sizes.total() for name, count in sizes.items()}
    assert 0.05 < share["unison"] < 0.2
    assert 0.42 < share["step"] < 0.72
    assert 0.06 < share["skip"] < 0.28
    assert 0.05 < share["leap"] < 0.2
    assert 0.55 < turned / leaps < 0.85


@pytest.mark.parametrize("emotion", ["happy", "sad", "neutral"])
def test_two_seeds_write_two_tunes(emotion: str) -> None:
    def grams(seed: int) -> set[tuple[tuple[int, Fraction], ...]]:
        line = _line(_score(emotion, seed=seed))
        moves = [(b.pitch - a.pitch, b.beat - a.beat) for a, b in pairwise(line)]
        return {tuple(moves[i : i + 6]) for i in range(len(moves) - 5)}

    one, other = grams(0), grams(1)
    assert len(one & other) <= 0.15 * min(len(one), len(other))


def test_a_tune_answers_in_the_gaps_and_never_inside_a_line() -> None:
    lines = [(5.0, 9.0), (12.5, 17.0), (20.0, 24.0)]
    score = compose(cue_of(40, dialogue=lines, emotion="neutral"))
    moments = [
        float(seconds_at(score.tempo, n.beat)) for n in _line(score) + _line(score, "counter")
    ]
    assert not [at for at in moments if any(start <= at < end for start, end in lines)]
    for (_, start), (end, _) in pairwise(lines):
        assert [at for at in moments if start < at < end], "the gap is answered"


@pytest.mark.parametrize("style", WITH_COUNTER[:4])
def test_a_second_voice_goes_its_own_way(style: str) -> None:
    moves = parallels = contrary = 0
    heard = 0
    for emotion in ("happy", "neutral", "sad"):
        score = _score(emotion, style)
        tune = {b.beat: (a.pitch, b.pitch) for a, b in pairwise(_line(score))}
        second = {b.beat: (a.pitch, b.pitch) for a, b in pairwise(_line(score, "counter"))}
        heard += len(second)
        for beat in tune.keys() & second.keys():
            (a, b), (c, d) = tune[beat], second[beat]
            moves += 1
            contrary += (b - a) * (d - c) <= 0
            parallels += (b - a) * (d - c) > 0 and (a - c) % 12 == (b - d) % 12 in (0, 7)
    assert heard, "there is a second voice"
    assert parallels * 100 <= moves
    assert contrary * 2 >= moves


def test_the_second_voice_waits_for_the_second_phrase_where_it_is_calm() -> None:
    score = _score("neutral", "chamber_strings")
    first = min(note.beat for note in _line(score, "counter"))
    assert first >= score.bars[2].beat


@pytest.mark.parametrize("seed", range(4))
def test_what_returns_between_hits_has_its_old_answer(seed: int) -> None:
    """Two bars to a hit, again and again: the theme does not come back alone."""
    hits = [4.0 * n for n in range(1, 6)]
    score = compose(cue_of(24, hits, emotion="happy", arousal=0.5, seed=seed, ordered=True))
    struck = [hit.beat for hit in score.hits if hit.on_barline]
    phrases = [
        tuple((n.beat - start, n.pitch) for n in _line(score) if start <= n.beat < end)
        for start, end in pairwise(struck)
    ]
    rhythms = Counter(tuple(beat for beat, _ in phrase) for phrase in phrases)
    assert rhythms.most_common(1)[0][1] >= 2
    assert Counter(phrases).most_common(1)[0][1] >= 2


@pytest.mark.parametrize("emotion", ["happy", "neutral", "surprise"])
def test_a_short_cue_says_its_idea_again_note_for_note(emotion: str) -> None:
    again = 0
    for seed in range(6):
        cue = cue_of(24, [10.5], emotion=emotion, style="chamber_strings", seed=seed)
        notes = _line(compose(cue))
        moves = [(b.pitch - a.pitch, b.beat - a.beat) for a, b in pairwise(notes)]
        size = len(theme_of(seed).motif.degrees)
        opening = moves[: size - 1]
        found = [at for at in range(len(moves)) if moves[at : at + size - 1] == opening]
        again += len(found) >= 2
    assert again >= 5
