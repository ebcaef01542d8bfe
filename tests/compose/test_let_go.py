"""What is said of hits that could not all be met."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.compose.compose_cues import cue_of

from scenescore.compose import compose, hits_let_go
from scenescore.compose.tempo import plan_tempo
from scenescore.emotion_music import feel_of


def test_every_ordered_hit_off_a_barline_is_counted_and_the_first_are_named() -> None:
    moments = [5 + 0.25 * place for place in range(12)]
    score = compose(cue_of(20, moments, ordered=True))
    loose = [hit for hit in score.hits if not hit.on_barline]
    assert 0 < len(loose) < 12
    (remark,) = hits_let_go([score, score], str)
    assert remark.message.startswith(f"{2 * len(loose)} of the 26 hits")  # entries are ordered too
    named = [str(hit.hit.frame) for hit in (loose * 2)[:5]]
    assert f"{', '.join(named)}, … +{2 * len(loose) - 5}." in remark.message
    assert remark.where == named[0]
    assert not remark.skipped


def test_nothing_is_said_of_hits_that_nobody_ordered() -> None:
    score = compose(cue_of(20, [5, 5.2, 5.4]))
    found = tuple(replace(hit, hit=replace(hit.hit, ordered=False)) for hit in score.hits)
    assert hits_let_go([replace(score, hits=found)], str) == ()


@settings(max_examples=15, deadline=None)
@given(st.floats(3, 15), st.integers(11, 40), st.floats(0.03, 0.1))
def test_a_crowd_of_orders_costs_no_other_order_its_barline(
    start: float, count: int, gap: float
) -> None:
    """Of a burst one hit at least stands on a barline, and so do those far from it."""
    burst = [start + gap * place for place in range(count)]
    cue = cue_of(burst[-1] + 12, [*burst, burst[-1] + 6], ordered=True)
    _, *hits, last = plan_tempo(cue, feel_of(cue.mood)).hits
    assert last.on_barline
    assert any(hit.on_barline for hit in hits)
