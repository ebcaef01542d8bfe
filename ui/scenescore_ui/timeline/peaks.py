"""The outline of a sound, at every size: the lowest and highest sample under each pixel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from scenescore.timebase import SAMPLE_RATE, Rate

Floats = npt.NDArray[np.float32]

_FOLD = 4
"""Each level of the pyramid holds a quarter of the level below it."""

_FEWEST = 64


class Peaks:
    """Lowest and highest samples of a sound in even pieces, `per_frame` of them in a frame.

    `start` is the frame of the edit at which the first piece begins. Coarser levels are made once,
    so that drawing an hour costs no more than drawing a second.
    """

    def __init__(
        self, low: Floats, high: Floats, *, start: int = 0, per_frame: Fraction = Fraction(4)
    ) -> None:
        if low.shape != high.shape or low.ndim != 1:
            raise ValueError("as many lowest as highest samples, in one row each")
        self.start = start
        self.per_frame = per_frame
        self._levels = [(low.astype(np.float32), high.astype(np.float32))]
        while self._levels[-1][0].size > _FEWEST:
            self._levels.append(_folded(*self._levels[-1]))

    @property
    def count(self) -> int:
        """Pieces at the finest level."""
        return int(self._levels[0][0].size)

    def columns(self, left: float, per_column: float, count: int) -> tuple[Floats, Floats]:
        """Lowest and highest sample in `count` columns of `per_column` frames from frame `left`.

        Columns that the sound does not reach are silent.
        """
        pieces = per_column * float(self.per_frame)
        level = 0
        while level + 1 < len(self._levels) and pieces >= _FOLD:
            level, pieces = level + 1, pieces / _FOLD
        low, high = self._levels[level]
        if not count or not low.size:
            return np.zeros(count, np.float32), np.zeros(count, np.float32)
        first = (left - self.start) * float(self.per_frame) / _FOLD**level
        edges = np.floor(first + pieces * np.arange(count + 1)).astype(np.int64)
        bounds = np.minimum(np.maximum(edges[:-1], 0), low.size - 1)
        # reduceat runs the last column to the end of the sound: cut the sound where the view ends.
        end = min(max(int(edges[-1]), int(bounds[-1]) + 1), low.size)
        lows = np.minimum.reduceat(low[:end], bounds)
        highs = np.maximum.reduceat(high[:end], bounds)
        if edges[0] < 0 or edges[-2] >= low.size:
            silent = (np.maximum(edges[1:], edges[:-1] + 1) <= 0) | (edges[:-1] >= low.size)
            lows[silent] = highs[silent] = 0
        return lows, highs


def peaks_of(
    blocks: Iterable[npt.NDArray[np.floating]],
    rate: Rate,
    *,
    start: int = 0,
    skip: int = 0,
    per_frame: int = 4,
    sample_rate: int = SAMPLE_RATE,
) -> Peaks:
    """The outline of a sound that comes in blocks of samples (rows) by channels (columns).

    Pieces are at least a sample long and as near to `per_frame` in a frame as whole samples allow;
    what they really last is kept, so that nothing drifts. The first `skip` samples (a lane's
    handle) lie before frame `start` and are left out.
    """
    length = max(1, int(sample_rate / (rate.fps * per_frame)))
    lows: list[Floats] = []
    highs: list[Floats] = []
    rest = np.zeros(0, np.float32), np.zeros(0, np.float32)
    for block in blocks:
        table = (block if block.ndim == 2 else block[:, None])[skip:]
        skip = max(0, skip - len(block))
        low = np.concatenate([rest[0], table.min(axis=1).astype(np.float32)])
        high = np.concatenate([rest[1], table.max(axis=1).astype(np.float32)])
        whole = len(low) // length * length
        lows.append(low[:whole].reshape(-1, length).min(axis=1))
        highs.append(high[:whole].reshape(-1, length).max(axis=1))
        rest = low[whole:], high[whole:]
    exact = Fraction(sample_rate, length) / rate.fps
    return Peaks(_joined(lows), _joined(highs), start=start, per_frame=exact)


def _joined(parts: Sequence[Floats]) -> Floats:
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def _folded(low: Floats, high: Floats) -> tuple[Floats, Floats]:
    places = np.arange(0, low.size, _FOLD)
    return np.minimum.reduceat(low, places), np.maximum.reduceat(high, places)
