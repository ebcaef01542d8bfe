"""Independent voices do not run in fifths, octaves or unison."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.compose.compose_cues import cue_of

from scenescore.compose import compose
from scenescore.compose.feel import emotion_rows
from scenescore.compose.parallels import Move, follows, parallel
from scenescore.model import Part, Score

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


def _line(part: Part) -> dict[Fraction, Move]:
    """The outer note of a part at each onset, and the one before it."""
    pick = min if part.role == "bass" else max
    beats = sorted({note.beat for note in part.notes})
    outer = {beat: pick(n.pitch for n in part.notes if n.beat == beat) for beat in beats}
    return {now: (outer[before], outer[now]) for before, now in pairwise(beats)}


def _heard(score: Score) -> tuple[int, int]:
    """Parallels of tunes with basses, and onsets that they share."""
    tunes = [_line(part) for part in score.parts if part.role in ("melody", "counter")]
    basses = [_line(part) for part in score.parts if part.role == "bass"]
    shared = [(t[beat], b[beat]) for t in tunes for b in basses for beat in t.keys() & b.keys()]
    return sum(parallel(*moves) for moves in shared), len(shared)


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
