"""True peak after ITU-R BS.1770-4 annex 2: the largest level between the samples, too."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

SILENT_DBTP = -120.0

_QUARTER = (
    0.0017089843750, 0.0109863281250, -0.0196533203125, 0.0332031250000,
    -0.0594482421875, 0.1373291015625, 0.9721679687500, -0.1022949218750,
    0.0476074218750, -0.0266113281250, 0.0148925781250, -0.0083007812500,
)  # fmt: skip
_HALF = (
    -0.0291748046875, 0.0292968750000, -0.0517578125000, 0.0891113281250,
    -0.1665039062500, 0.4650878906250, 0.7797851562500, -0.2003173828125,
    0.1015625000000, -0.0582275390625, 0.0330810546875, -0.0189208984375,
)  # fmt: skip
_PHASES = np.array([_QUARTER, _HALF, _HALF[::-1], _QUARTER[::-1]], np.float32)
"""The recommendation's interpolation filter, 48 taps in four phases: rows of (4, 12)."""
_TAPS = _PHASES.shape[1]
_MOST_GAIN = float(np.abs(_PHASES).sum(axis=1).max())


class TruePeakMeter:
    """Largest level of sound at four times its rate, fed in blocks (n, channels) of any size.

    `peak` is the largest absolute value so far, `dbtp` the same in decibels of full scale.
    """

    def __init__(self) -> None:
        self.peak = 0.0
        self._tail: NDArray[np.float32] | None = None

    def feed(self, block: NDArray[np.floating[Any]]) -> None:
        """Take the next samples (n, channels)."""
        sound = block.astype(np.float32, copy=False)
        if not len(sound):
            return
        if self._tail is None:
            self._tail = np.zeros((_TAPS - 1, sound.shape[1]), np.float32)
        joined = np.concatenate([self._tail, sound])
        self._tail = joined[-(_TAPS - 1) :]
        highest = float(np.abs(joined).max())
        self.peak = max(self.peak, float(np.abs(sound).max()))
        # The filter cannot lift a sample by more than its gain: quiet blocks need no filtering.
        if highest * _MOST_GAIN > self.peak:
            self.peak = max(self.peak, _highest_between(joined))

    @property
    def dbtp(self) -> float:
        """True peak in dBTP; SILENT_DBTP for silence."""
        return 20 * float(np.log10(self.peak)) if self.peak > 0 else SILENT_DBTP


def _highest_between(sound: NDArray[np.float32]) -> float:
    """The largest level that the filter finds where it has all its taps."""
    channels = sound.shape[1]
    flat = np.ascontiguousarray(sound).reshape(-1)
    length = len(flat) - (_TAPS - 1) * channels
    level = np.empty(length, np.float32)
    term = np.empty(length, np.float32)
    highest = 0.0
    for phase in _PHASES:
        level[:] = 0
        # Shifted sums over the interleaved samples: several times faster than strided products.
        for tap, weight in enumerate(phase):
            np.multiply(flat[tap * channels : tap * channels + length], weight, out=term)
            np.add(level, term, out=level)
        highest = max(highest, float(level.max()), -float(level.min()))
    return highest


def true_peak(sound: NDArray[np.floating[Any]]) -> float:
    """True peak in dBTP of sound (n, channels) held in memory."""
    meter = TruePeakMeter()
    meter.feed(sound)
    meter.feed(np.zeros((_TAPS, sound.shape[1]), np.float32))
    return meter.dbtp
