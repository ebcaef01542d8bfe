"""The solver keeps its promises, and bars always add up."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.compose.compose_cues import cue_of

from scenescore.compose.barring import best_barring
from scenescore.compose.tempo import plan_tempo
from scenescore.compose.tempo_ending import Ending
from scenescore.compose.tempo_model import Anchor, Limits
from scenescore.compose.tempo_solver import solve
from scenescore.emotion_music import feel_of
from scenescore.tempomap import seconds_at


@given(st.integers(2, 400), st.sampled_from((3, 4)))
def test_bars_last_as_long_as_asked(eighths: int, home: int) -> None:
    barring = best_barring(2 * eighths, home, 8)
    if barring is None:
        assert eighths in (2,)  # a single quarter is no bar
    else:
        assert sum(barring.sixteenths) == 2 * eighths


@pytest.mark.parametrize(
    ("beats", "bars"),
    [(8, ["4/4", "4/4"]), (7, ["4/4", "3/4"]), (9, ["4/4", "5/4"]), (6, ["4/4", "2/4"])],
)
def test_the_odd_bar_comes_last(beats: int, bars: list[str]) -> None:
    barring = best_barring(beats * 4, 4, 8)
    assert barring is not None
    assert [f"{top}/{bottom}" for top, bottom in barring.bars] == bars


def test_a_metre_changes_only_when_it_pays() -> None:
    plan = plan_tempo(cue_of(64, [16.0, 32.0, 48.0]), feel_of(cue_of(64).mood))
    usual = [bar for bar in plan.bars if (bar.numerator, bar.denominator) == (plan.home, 4)]
    assert len(usual) == len(plan.bars)


def test_a_free_stretch_keeps_one_tempo() -> None:
    plan = plan_tempo(cue_of(90), feel_of(cue_of(90).mood))
    periods = [
        (after[1] - before[1]) / (after[0] - before[0])
        for before, after in pairwise(plan.tempo.knots)
    ]
    assert max(periods) - min(periods) <= Fraction(2, 1_000_000)


def test_the_heavier_of_two_hits_that_exclude_each_other_gets_the_barline() -> None:
    anchors = [Anchor(0, 0), Anchor(10.0, 1.0), Anchor(10.4, 5.0)]
    stretches = solve(anchors, (), Ending("open", 20, 20), (80, 90), 85, Limits())
    ends = {stretch.end for stretch in stretches}
    assert 10.4 in ends
    assert 10.0 not in ends


def test_a_tempo_may_start_anew_after_a_stop() -> None:
    anchors = [Anchor(0, 0), Anchor(6.0, 40, True, pause=True), Anchor(8.3, 40, True)]
    stretches = solve(anchors, (), Ending("open", 12, 12), (80, 90), 85, Limits())
    assert {6.0, 8.3} <= {stretch.end for stretch in stretches}


@pytest.mark.parametrize("kind", ["hard", "swell", "stop", "entry"])
def test_a_hit_is_on_its_barline_to_the_fraction(kind: str) -> None:
    cue = cue_of(30, [(11.3, kind)], rate="23.976")
    plan = plan_tempo(cue, feel_of(cue.mood))
    placed = plan.hits[-1]
    assert placed.on_barline
    assert seconds_at(plan.tempo, plan.bars[placed.bar - 1].beat) == cue.seconds_at(
        placed.hit.frame
    )


def test_the_tempo_can_be_said_in_whole_microseconds_a_quarter() -> None:
    """But at hits, whose seconds are the picture's: there a MIDI file is off by half of one."""
    plan = plan_tempo(cue_of(30, [11.3], rate="23.976"), feel_of(cue_of(30).mood))
    exact = 0
    for (beat, at), (later, then) in pairwise(plan.tempo.knots):
        exact += ((then - at) / (later - beat) * 1_000_000).denominator == 1
    assert exact >= len(plan.tempo.knots) - 1 - 4
