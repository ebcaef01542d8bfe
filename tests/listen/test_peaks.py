"""Peaks are those that scipy finds."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import find_peaks

from scenescore.listen.peaks import peaks_of

curves = st.lists(st.integers(-6, 6), max_size=60).map(np.array)


@given(curves, st.integers(0, 8), st.integers(-5, 5))
def test_prominent_and_high_peaks_are_scipys(
    curve: np.ndarray, prominence: int, height: int
) -> None:
    values = curve.astype(float)
    said, _ = find_peaks(values, height=height, prominence=prominence)
    assert peaks_of(values, prominence, height=height).tolist() == said.tolist()


@given(st.integers(0, 10_000), st.integers(1, 20), st.floats(0, 2))
def test_peaks_apart_are_scipys(seed: int, distance: int, prominence: float) -> None:
    values = np.random.default_rng(seed).normal(size=200)
    said, _ = find_peaks(values, distance=distance, prominence=prominence)
    assert peaks_of(values, prominence, distance=distance).tolist() == said.tolist()
