"""What is usual: robust against outliers, drawn from a table's figure towards a film's own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.usual import unrest, usual

VALUES = st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=40)


def test_unrest_is_the_standard_deviation_whatever_the_outliers() -> None:
    values = np.random.default_rng(3).normal(5, 2, 4000)
    values[:400] = 1e6
    assert unrest(values.tolist()) == pytest.approx(2, rel=0.2)
    assert unrest([]) == 0


def test_too_few_values_say_nothing() -> None:
    assert usual([9.0] * 7, 0.0, 1.0, 0.5, 8) == (0.0, 1.0)
    assert usual([9.0] * 8, 0.0, 1.0, 0.5, 8) == (4.5, 0.5)


@given(VALUES, st.floats(-10, 10), st.floats(0.1, 10), st.floats(0, 1))
def test_the_film_draws_as_far_as_it_may(
    values: list[float], centre: float, spread: float, share: float
) -> None:
    moved, own = usual(values, centre, spread, share, 1)
    low, high = sorted((centre, float(np.median(values))))
    assert low - 1e-6 <= moved <= high + 1e-6
    assert own >= spread / 2
