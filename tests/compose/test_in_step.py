"""A cue beside music: whatever its beats and hits, time runs on and every hit keeps its moment."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.compose.compose_cues import cue_of

from scenescore.compose.tempo import Plan, plan_tempo
from scenescore.emotion_music import feel_of
from scenescore.model import Cue, Followed
from scenescore.tempomap import seconds_at


def beside(cue: Cue, bpm: float, first: float, drift: float = 0.0, noise: float = 0.0) -> Cue:
    """The cue with beats from its second `first` on, `drift` slower every beat, found unevenly."""
    rng = np.random.default_rng(8)
    steps = 60 / bpm * (1 + drift) ** np.arange(round(float(cue.span.duration) * bpm / 60))
    found = float(cue.span.start) + first + np.cumsum(steps) + rng.normal(0, noise, len(steps))
    return replace(cue, follows=Followed(bpm, 2, minor=True, beats=tuple(found.tolist())))


def planned(cue: Cue) -> Plan:
    return plan_tempo(cue, feel_of(cue.mood))


@settings(max_examples=150, deadline=None)
@given(
    seconds=st.floats(0.5, 120),
    hits=st.lists(
        st.tuples(st.floats(0, 1), st.sampled_from(("hard", "soft", "stop", "swell", "entry"))),
        max_size=8,
    ),
    bpm=st.floats(45, 220),
    first=st.floats(-3, 30),
    drift=st.floats(-0.0005, 0.0005),
    ordered=st.booleans(),
    ending=st.sampled_from(("ring", "stop", "fade")),
)
def test_bars_follow_each_other_and_hits_keep_their_moment(
    seconds: float,
    hits: list[tuple[float, str]],
    bpm: float,
    first: float,
    drift: float,
    ordered: bool,
    ending: str,
) -> None:
    inside = [(at * (seconds - 0.1), kind) for at, kind in hits]
    cue = cue_of(seconds, inside, ordered=ordered, ending=ending)
    plan = planned(beside(cue, bpm, first, drift, 0.01))
    assert all(later > at for (_, at), (_, later) in pairwise(plan.tempo.knots))
    assert all(bar.beat + bar.beats == after.beat for bar, after in pairwise(plan.bars))
    assert plan.bars[0].beat == 0
    assert plan.seconds(plan.bar_end(-1)) >= cue.seconds_at(cue.out_frame)
    for hit in plan.hits:
        assert seconds_at(plan.tempo, hit.beat) == cue.seconds_at(hit.hit.frame)


@pytest.mark.parametrize("drift", [0.0, 0.0004])
@pytest.mark.parametrize("bpm", [52.0, 90.0, 171.0])
def test_every_bar_lies_on_a_beat(bpm: float, drift: float) -> None:
    cue = beside(cue_of(60), bpm, 0.0, drift, 0.006)
    beats = np.array(beside(cue, bpm, 0.0, drift).follows.beats)
    plan, start = planned(cue), float(cue.span.start)
    bars = np.array([start + float(plan.seconds(bar.beat)) for bar in plan.bars])
    bars = bars[(bars > beats[0] + 5) & (bars < beats[-1] - 5)]
    assert len(bars) >= 8
    assert np.abs(bars[:, None] - beats).min(axis=1).max() < 0.02


def test_too_few_beats_leave_the_tempo_to_the_solver() -> None:
    cue = cue_of(20, [8.0])
    few = replace(beside(cue, 90, 0.0), follows=Followed(90.0, beats=(1.0, 1.67, 2.33)))
    alone = replace(cue, follows=Followed(90.0))
    assert planned(few) == planned(alone)
