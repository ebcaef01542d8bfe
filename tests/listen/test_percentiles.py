"""Percentiles are numpy's."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from scenescore.listen.percentiles import median, percentiles

values = arrays(np.float64, array_shapes(max_dims=2, max_side=30), elements=st.floats(-99, 99))


@given(values, st.lists(st.floats(0, 100), max_size=4))
def test_percentiles_are_numpys(given_values: np.ndarray, wanted: list[float]) -> None:
    found = percentiles(given_values, *wanted)
    said = [np.percentile(given_values, share, axis=-1) for share in wanted]
    assert len(found) == len(said)
    for one, other in zip(found, said, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-9)


@given(arrays(np.float64, st.integers(1, 40), elements=st.floats(-99, 99)))
def test_medians_are_numpys(given_values: np.ndarray) -> None:
    np.testing.assert_allclose(median(given_values), np.median(given_values), atol=1e-9)
