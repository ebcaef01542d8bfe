"""Independent voices do not run in fifths, octaves or unison."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.compose.compose_cues import cue_of

from scenescore.compose import compose
from scenescore.compose.basses import unparalleled
from scenescore.compose.parallels import Move, follows, joined, parallel
from scenescore.compose.texture import Draft
from scenescore.emotion_music import emotion_rows
from scenescore.model import Mood, MoodPoint, Part, Score

PITCH = st.integers(30, 90)
MOVE = st.tuples(PITCH, PITCH)


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ((48, 50), (55, 57), True),  # fifths
        ((48, 50), (60, 62), True),  # octaves
        ((48, 50), (67, 69), True),  # twelfths
        ((60, 62), (60, 62), True),  # unisons
        ((48, 50), (53, 55), False),  # fourths
        ((48, 48), (55, 55), False),  # nobody moves
        ((48, 60), (55, 55), False),  # oblique
        ((48, 60), (67, 55), False),  # contrary
        ((48, 52), (52, 55), False),  # thirds
    ],
)
def test_a_parallel_is_the_same_way_into_the_same_perfect_interval(
    one: Move, other: Move, found: bool
) -> None:
    assert parallel(one, other) is found


@given(MOVE, st.lists(MOVE, max_size=4), st.integers(-12, 12))
def test_parallels_are_mutual_and_the_same_in_every_key(
    move: Move, others: list[Move], by: int
) -> None:
    assert follows(move, others) == any(parallel(other, move) for other in others)
    moved = [(a + by, b + by) for a, b in others]
    assert follows((move[0] + by, move[1] + by), moved) == follows(move, others)


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        ((55, 59, 62), (47, 55), [(55, 47), (62, 55)]),  # outer voices go on, the middle one ends
        ((42, 45), (55, 58, 62), [(42, 55), (45, 62)]),  # a middle one begins
        ((50,), (43, 52, 60), [(50, 52)]),  # one alone goes to the nearest
        ((48, 52, 55), (47, 50, 55), [(48, 47), (52, 50), (55, 55)]),
        ((), (60, 64), []),
    ],
)
def test_voices_are_heard_to_go_on_from_outer_to_outer(
    before: tuple[int, ...], now: tuple[int, ...], found: list[Move]
) -> None:
    assert joined(before, now) == found


@given(
    st.lists(PITCH, max_size=4, unique=True).map(sorted),
    st.lists(PITCH, max_size=4, unique=True).map(sorted),
)
def test_no_voice_goes_on_twice_or_across_another(before: list[int], now: list[int]) -> None:
    moves = joined(before, now)
    assert len(moves) == min(len(before), len(now))
    assert {a for a, _ in moves} <= {*before}
    assert {b for _, b in moves} <= {*now}
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(moves))
    assert joined(now, before) == [(b, a) for a, b in moves]


def _line(part: Part) -> dict[Fraction, Move]:
    """The outer note of a part at each onset, and the one before it."""
    pick = min if part.role == "bass" else max
    beats = sorted({note.beat for note in part.notes})
    outer = {beat: pick(n.pitch for n in part.notes if n.beat == beat) for beat in beats}
    return {now: (outer[before], outer[now]) for before, now in pairwise(beats)}


def _heard(score: Score) -> tuple[int, int]:
    """Parallels of tunes with basses, and onsets that they share."""
    return _between(_tunes(score), [_line(p) for p in score.parts if p.role == "bass"])


def _tunes(score: Score) -> list[dict[Fraction, Move]]:
    return [_line(part) for part in score.parts if part.role in ("melody", "counter")]


def _pads(score: Score) -> list[dict[Fraction, Move]]:
    """What goes on from chord to chord of all pads together, one voice at a time."""
    notes = [note for part in score.parts if part.role == "pad" for note in part.notes]
    beats = sorted({note.beat for note in notes})
    chords = [
        sorted({n.pitch for n in notes if n.beat <= beat < n.beat + n.beats}) for beat in beats
    ]
    return [
        {beat: move}
        for beat, (before, now) in zip(beats[1:], pairwise(chords), strict=True)
        for move in joined(before, now)
    ]


def _between(
    some: list[dict[Fraction, Move]], others: list[dict[Fraction, Move]]
) -> tuple[int, int]:
    shared = [(a[beat], b[beat]) for a in some for b in others for beat in a.keys() & b.keys()]
    return sum(parallel(*moves) for moves in shared), len(shared)


@given(st.lists(st.tuples(st.sampled_from((40, 47, 52)), MOVE), min_size=1, max_size=8))
def test_a_bass_gives_way_before_a_root_that_would_follow_a_tune(
    figure: list[tuple[int, Move]],
) -> None:
    steps = [(Fraction(beat), pitch, move) for beat, (pitch, move) in enumerate(figure)]
    drafts = [Draft(beat, Fraction(1), pitch, 0) for beat, pitch, _ in steps]
    tunes = {beat: (move,) for beat, _, move in steps}
    found = unparalleled(drafts, None, tunes)
    assert found[-1].pitch == drafts[0].pitch
    for before, now in pairwise(found):
        assert not follows((before.pitch, now.pitch), tunes[now.beat])


@pytest.mark.parametrize("style", ["acoustic_folk", "orchestral_drama", "chamber_strings"])
def test_tunes_and_basses_go_their_own_ways(style: str) -> None:
    heard = looked_at = 0
    for emotion in ("anger", "neutral", "happy"):
        valence, arousal = emotion_rows()[emotion].at
        cue = cue_of(40, [17.0], style=style, emotion=emotion, arousal=arousal, valence=valence)
        found, shared = _heard(compose(cue))
        heard, looked_at = heard + found, looked_at + shared
    assert looked_at > 30
    assert heard <= looked_at / 100


def test_pads_follow_no_tune_and_no_bass_where_moods_and_speech_change_their_number() -> None:
    moods = tuple(
        MoodPoint(at, Mood(*emotion_rows()[emotion].at, 0.3, emotion))
        for at, emotion in ((0.0, "fear"), (13.0, "sad"), (26.0, "happy"), (39.0, "fear"))
    )
    lines = [(4.0, 6.5), (16.0, 18.0), (21.0, 23.0), (33.0, 35.5)]
    heard = looked_at = 0
    for seed in range(6):
        cue = cue_of(
            52, [17.0, 30.0], style="chamber_strings", dialogue=lines, moods=moods, seed=seed
        )
        score = compose(cue)
        basses = [_line(part) for part in score.parts if part.role == "bass"]
        found, shared = _between(_pads(score), _tunes(score) + basses)
        heard, looked_at = heard + found, looked_at + shared
    assert looked_at > 100
    assert heard == 0
