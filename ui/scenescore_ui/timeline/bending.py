"""Bending a curve by hand: what is drawn holds, and the curve flows into it on both sides."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

Point = tuple[int, float]
"""A frame and the value that the curve is to have there."""


def bent(
    frames: Sequence[int], values: Sequence[float], points: Sequence[Point], reach: int
) -> tuple[float, ...]:
    """A curve of `values` at `frames` that runs through `points` drawn upon it, kept in -1 … 1.

    Beyond the points the change dies away as a raised cosine over `reach` frames on each side;
    farther away nothing changes. Between two points it goes evenly from one to the other.
    """
    if not points or not frames:
        return tuple(values)
    at, before = np.asarray(frames, float), np.asarray(values, float)
    drawn = sorted(dict(points).items())
    places = np.array([frame for frame, _ in drawn], float)
    moved = np.array([value for _, value in drawn]) - np.interp(places, at, before)
    change = np.interp(at, places, moved)
    distance = np.maximum(np.maximum(places[0] - at, at - places[-1]), 0.0)
    fading = 0.5 + 0.5 * np.cos(np.pi * np.minimum(distance / max(1, reach), 1.0))
    after = np.clip(before + change * fading, -1.0, 1.0)
    return tuple(float(value) for value in np.where(distance >= max(1, reach), before, after))
