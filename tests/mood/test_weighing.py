"""How much each evidence counted: what the curve really does when its opinion changes."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenescore.model import Contradiction, Evidence, MoodCurve
from scenescore.mood import rules, weights_in
from scenescore.mood import testimony as fusing
from scenescore.mood.contradicting import shares_of
from scenescore.mood.opinions import Reading
from scenescore.mood.places import Values
from scenescore.timebase import Span

WHOLE = Span(Fraction(0), Fraction(4))
COUNT = 16
LITTLE = 1e-5
CLASH = Contradiction(WHOLE, "valence", "words", -0.5, "picture", 0.5)


def _curve(evidence: tuple[Evidence, ...], *contradictions: Contradiction) -> MoodCurve:
    times = tuple(i / 4 for i in range(COUNT))
    flat = (0.0,) * COUNT
    return MoodCurve(times, flat, flat, flat, {}, evidence=evidence, contradictions=contradictions)


def _read(source: str, confidence: float = 1.0) -> Evidence:
    table = rules().features[source]
    return Evidence(source, WHOLE, *(0.0 if w else None for w in table.weights), None, confidence)


def _moved(evidence: tuple[Evidence, ...], which: int, shares: Values) -> float:
    """How far all axes move together when one of them says `LITTLE`, all others nothing."""
    readings, direct = [], []
    for number, each in enumerate(evidence):
        value = LITTLE if number == which else 0.0
        if each.source in rules().features:
            readings.append(Reading(each.source, WHOLE, value, each.confidence))
        else:
            axes = (value, value, value, None, each.confidence)
            direct.append(Evidence(each.source, WHOLE, *axes))
    said = fusing.testimony(readings, direct, COUNT, rules())
    axes = fusing.axes_of_all(said, fusing.weights_of(rules()), shares, rules())
    return float(np.abs(axes[0]).sum())


@pytest.mark.parametrize("found", [(), (CLASH,)])
@settings(max_examples=30)
@given(
    sources=st.lists(st.sampled_from([*rules().features]), unique=True, min_size=1, max_size=8),
    confidence=st.floats(0.1, 1.0),
    words=st.none() | st.floats(0.1, 1.0),
)
def test_a_weight_is_how_far_the_curve_moves_with_the_opinion(
    found: tuple[Contradiction, ...], sources: list[str], confidence: float, words: float | None
) -> None:
    evidence = tuple(_read(source, confidence) for source in sources)
    if words:
        evidence += (Evidence("words", WHOLE, 0.0, 0.0, 0.0, None, words),)
    shares = shares_of(found, COUNT, rules())
    moved = [_moved(evidence, which, shares) for which in range(len(evidence))]
    expected = [each / sum(moved) for each in moved]
    assert weights_in(_curve(evidence, *found)) == pytest.approx(expected, abs=1e-3)


def test_a_side_that_is_contradicted_counts_for_less() -> None:
    evidence = (_read("brightness"), Evidence("words", WHOLE, -1.0, 0.0, 1.0))
    alone, contradicted = weights_in(_curve(evidence)), weights_in(_curve(evidence, CLASH))
    assert contradicted[0] < alone[0]
    assert weights_in(_curve(())) == ()
