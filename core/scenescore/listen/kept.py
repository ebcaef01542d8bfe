"""Numbers that are kept of a whole film until its sound has been heard."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

_LARGEST = float(np.finfo(np.float16).max)


class Kept:
    """Rows of numbers in the order they come, in half precision: two bytes each, .05 % exact.

    Hours of film fit: no row is an object of its own, and no listener hears finer than that.
    """

    def __init__(self, width: int = 1) -> None:
        self._width = width
        self._bytes = bytearray()

    def __len__(self) -> int:
        return len(self._bytes) // (2 * self._width)

    def extend(self, rows: npt.NDArray[np.floating[Any]]) -> None:
        """Keep the next rows, (n,) or (n, width); beyond 65,504 all are that large."""
        self._bytes += np.clip(rows, -_LARGEST, _LARGEST).astype(np.float16).tobytes()

    def rows(self) -> npt.NDArray[np.float32]:
        """All rows so far (n, width)."""
        return np.frombuffer(self._bytes, np.float16).astype(np.float32).reshape(-1, self._width)
