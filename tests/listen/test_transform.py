"""Packed transforms are what scipy's are, to the rounding of single precision."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.fft import rfft

from scenescore.listen.transform import for_both, packed_spectra, power_of, rows_of

SIZES = (256, 640, 1024, 1280, 8192)


def _noise(size: int) -> np.ndarray:
    return np.random.default_rng(size).normal(size=(9, size)).astype(np.float32)


@pytest.mark.parametrize("size", SIZES)
def test_power_is_that_of_scipys_transform(size: int) -> None:
    rows = _noise(size)
    said = np.abs(rfft(rows.astype(np.float64), axis=1)) ** 2
    power = power_of(packed_spectra(rows))
    assert power.dtype == np.float32
    np.testing.assert_allclose(power, said, rtol=1e-3, atol=1e-6 * said.max())


@pytest.mark.parametrize("size", SIZES)
def test_the_way_back(size: int) -> None:
    rows = _noise(size)
    before = rows.copy()
    np.testing.assert_allclose(rows_of(packed_spectra(rows)), rows, atol=1e-5)
    assert np.array_equal(rows, before)


@pytest.mark.parametrize("size", SIZES)
def test_factors_weigh_values_of_the_spectrum(size: int) -> None:
    packed = packed_spectra(_noise(size))
    factors = np.random.default_rng(1).uniform(size=(9, size // 2 + 1)).astype(np.float32)
    weighed = power_of(packed * for_both(factors))
    np.testing.assert_allclose(weighed, power_of(packed) * factors**2, rtol=1e-4, atol=1e-6)
