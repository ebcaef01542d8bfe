"""Fourier transforms of rows of sound, in single precision.

OpenCV's, which takes a third of the time that `scipy.fft` does, whose import alone takes as long as
listening to twenty seconds of film. A row's transform is packed as OpenCV packs it: the real part
of the first value, then real and imaginary part of each, then the real part of the last.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Table = npt.NDArray[np.float32]


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
    squares = np.square(packed)
    power = np.empty((len(packed), packed.shape[1] // 2 + 1), np.float32)
    np.add(squares[:, 1:-1:2], squares[:, 2:-1:2], out=power[:, 1:-1])
    power[:, :: power.shape[1] - 1] = squares[:, :: squares.shape[1] - 1]
    return power


def for_both(factors: Table) -> Table:
    """Factors (n, size / 2 + 1) of a spectrum's values, as a packed transform is multiplied."""
    return factors.repeat(2, axis=1)[:, 1:-1]
