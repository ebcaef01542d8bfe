"""The K-weighting filter of ITU-R BS.1770-4 at any sample rate."""

from __future__ import annotations

from functools import lru_cache
from math import pi, tan

import numpy as np
from numpy.typing import NDArray

Sections = NDArray[np.float64]

_SHELF_HZ, _SHELF_DB, _SHELF_Q = 1681.974450955533, 3.999843853973347, 0.7071752369554196
_HIGHPASS_HZ, _HIGHPASS_Q = 38.13547087602444, 0.5003270373238773
"""The analogue filters behind the recommendation's 48 kHz coefficients (its tables 1 and 2), found
by inverting the bilinear transform (B. De Man, "Evaluation of implementations of the EBU R128
loudness measurement", AES 145, 2018)."""


@lru_cache(maxsize=16)
def k_filter(sample_rate: int) -> Sections:
    """Second-order sections (2, 6) for `scipy.signal.sosfilt`: head shelf, then high-pass."""
    return np.array([_shelf(sample_rate), _highpass(sample_rate)])


def _shelf(sample_rate: int) -> list[float]:
    k = tan(pi * _SHELF_HZ / sample_rate)
    high = 10 ** (_SHELF_DB / 20)
    band = high**0.4996667741545416  # the gain at the shelf's turning point
    a0 = 1 + k / _SHELF_Q + k * k
    b = [high + band * k / _SHELF_Q + k * k, 2 * (k * k - high), high - band * k / _SHELF_Q + k * k]
    return [x / a0 for x in (*b, a0, 2 * (k * k - 1), 1 - k / _SHELF_Q + k * k)]


def _highpass(sample_rate: int) -> list[float]:
    k = tan(pi * _HIGHPASS_HZ / sample_rate)
    a0 = 1 + k / _HIGHPASS_Q + k * k
    # The recommendation leaves the numerator at 1, -2, 1, unscaled.
    return [1, -2, 1, 1, 2 * (k * k - 1) / a0, (1 - k / _HIGHPASS_Q + k * k) / a0]
