"""Running means and medians are those of scipy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy.ndimage import median_filter, uniform_filter1d

from scenescore.listen.running import means, medians

tables = arrays(
    np.float32,
    array_shapes(min_dims=2, max_dims=2, max_side=70),
    elements=st.floats(-9, 9, width=32),
)


@given(tables, st.integers(1, 15).map(lambda half: 2 * half + 1))
def test_medians_of_rows_do_not_reach_into_others(table: np.ndarray, length: int) -> None:
    assert np.array_equal(medians(table, length), median_filter(table, (1, length), mode="nearest"))


@given(tables, st.integers(1, 130), st.sampled_from([0, 1]))
def test_means_along_an_axis(table: np.ndarray, length: int, axis: int) -> None:
    said = uniform_filter1d(table, length, axis=axis, mode="nearest")
    np.testing.assert_allclose(means(table, length, axis), said, atol=1e-5)


@pytest.mark.parametrize("samples", [1, 2, 500])
def test_means_of_a_single_row(samples: int) -> None:
    row = np.random.default_rng(samples).normal(size=samples)
    found = means(row, 125)
    assert found.dtype == row.dtype
    np.testing.assert_allclose(found, uniform_filter1d(row, 125, mode="nearest"), atol=1e-12)
