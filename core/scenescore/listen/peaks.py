"""Peaks that stand out, as `scipy.signal.find_peaks` finds them.

Importing that takes as long as listening to a minute of film, and nothing else here needs it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]


def peaks_of(
    values: Values, prominence: float, *, height: float = -np.inf, distance: int = 1
) -> Places:
    """Where `values` has peaks at least so high, and `prominence` above the dips beside them.

    A peak's dips lie between it and the next higher ones. Of two peaks that are nearer than
    `distance` to one another the higher one counts. A flat peak is where its middle is.
    """
    if len(values) < 3:
        return np.zeros(0, np.int64)
    edges = np.flatnonzero(np.diff(values)) + 1  # where a level ends and another begins
    starts, ends = np.concatenate(([0], edges)), np.concatenate((edges, [len(values)]))
    levels = values[starts]
    rises = np.concatenate(([False], levels[1:] > levels[:-1]))
    falls = np.concatenate((levels[:-1] > levels[1:], [False]))
    tops = np.flatnonzero(rises & falls)
    if not len(tops):
        return np.zeros(0, np.int64)
    places, heights = (starts[tops] + ends[tops] - 1) // 2, levels[tops]
    dips = np.minimum.reduceat(levels, np.concatenate(([0], tops)))
    outstanding = heights - np.maximum(
        _lowest(heights, dips[:-1]), _lowest(heights[::-1], dips[:0:-1])[::-1]
    )
    high = np.flatnonzero(heights >= height)
    kept = high[_apart(places[high], heights[high], distance)]
    found: Places = places[kept[outstanding[kept] >= prominence]]
    return found


def _lowest(heights: Values, dips: Values) -> Values:
    """The lowest point between each peak and the higher one before it; `dips` lie before each."""
    lowest = np.empty(len(heights))
    higher: list[tuple[float, float]] = []  # peaks that fall, each with what lies before it
    for place, (height, low) in enumerate(zip(heights.tolist(), dips.tolist(), strict=True)):
        while higher and higher[-1][0] <= height:
            low = min(low, higher.pop()[1])
        higher.append((height, low))
        lowest[place] = low
    return lowest


def _apart(places: Places, heights: Values, distance: int) -> npt.NDArray[np.bool_]:
    """Which peaks no higher one is nearer to than `distance`, the highest chosen first."""
    kept = np.ones(len(places), bool)
    order: Sequence[int] = np.argsort(heights)[::-1].tolist() if distance > 1 else ()
    for peak in order:
        if kept[peak]:
            first, last = np.searchsorted(places, places[peak] + np.array((1 - distance, distance)))
            kept[first:last] = False
            kept[peak] = True
    return kept
