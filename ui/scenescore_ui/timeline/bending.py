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
    farther away nothing changes. Between two points it runs straight.
    """
    if not points or not frames:
        return tuple(values)
    at, before = np.asarray(frames, float), np.asarray(values, float)
    drawn = sorted(dict(points).items())
    places = np.array([frame for frame, _ in drawn], float)
    wanted = np.array([value for _, value in drawn])
    change = np.interp(at, places[[0, -1]], (wanted - np.interp(places, at, before))[[0, -1]])
    distance = np.maximum(np.maximum(places[0] - at, at - places[-1]), 0.0)
    fading = 0.5 + 0.5 * np.cos(np.pi * np.minimum(distance / max(1, reach), 1.0))
    after = np.where(distance > 0, before + change * fading, np.interp(at, places, wanted))
    after = np.where(distance >= max(1, reach), before, np.clip(after, -1.0, 1.0))
    return tuple(after.tolist())
