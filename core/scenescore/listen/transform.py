"""Fourier transforms of frames of sound, in single precision.

OpenCV's, which takes a third of the time that `scipy.fft` does, whose import alone takes as long as
listening to half a minute of film. A transform is packed as OpenCV packs it: the real part of its
first value, then real and imaginary part of each, then the real part of the last.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Table = npt.NDArray[np.float32]

_NEAR = 1 << 16  # values transformed at once: more would not stay near the processor


def power_spectra(frames: Table, window: Table, size: int = 0, bins: int = 0) -> Table:
    """Squared magnitudes of the transforms of frames (n, length) weighed by a window (length,).

    Frames are filled up with silence to `size` samples (even). Of the size / 2 + 1 values only the
    first `bins` are told.
    """
    count, length = frames.shape
    size = size or length
    power = np.empty((count, bins or size // 2 + 1), np.float32)
    at_once = max(1, _NEAR // size)
    rows = np.zeros((min(at_once, count), size), np.float32)
    for at in range(0, count, at_once):
        some = frames[at : at + at_once]
        np.multiply(some, window, out=rows[: len(some), :length])
        _square_into(power[at : at + at_once], packed_spectra(rows[: len(some)]))
    return power


def packed_spectra(rows: Table) -> Table:
    """The transforms of rows (n, size) of even size, packed (n, size)."""
    import cv2

    return np.asarray(cv2.dft(rows, flags=cv2.DFT_ROWS), np.float32)


def rows_of(packed: Table) -> Table:
    """The rows (n, size) that have these packed transforms."""
    import cv2

    flags = cv2.DFT_ROWS | cv2.DFT_INVERSE | cv2.DFT_SCALE | cv2.DFT_REAL_OUTPUT
    return np.asarray(cv2.dft(packed, flags=flags), np.float32)


def power_of(packed: Table) -> Table:
    """Squared magnitudes (n, size / 2 + 1) of packed transforms."""
    power = np.empty((len(packed), packed.shape[1] // 2 + 1), np.float32)
    _square_into(power, packed)
    return power


def for_both(factors: Table) -> Table:
    """Factors (n, size / 2 + 1) of a spectrum's values, as a packed transform is multiplied."""
    return factors.repeat(2, axis=1)[:, 1:-1]


def _square_into(power: Table, packed: Table) -> None:
    """Write the squared magnitudes of packed transforms, as many of them as have a place."""
    size, bins = packed.shape[1], power.shape[1]
    squares = np.square(packed[:, : 2 * bins - 1])
    inner = min(bins, size // 2)
    np.add(squares[:, 1 : 2 * inner - 1 : 2], squares[:, 2 : 2 * inner : 2], out=power[:, 1:inner])
    power[:, 0] = squares[:, 0]
    if bins > inner:
        power[:, -1] = squares[:, -1]
