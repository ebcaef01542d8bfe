"""What moves: the camera, or what it shows."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]
Field = npt.NDArray[np.float32]

_GRID = 8  # pixels between the points whose movement is followed
_AGREE = 1.0  # pixels by which a point may differ from the camera's movement and still follow it
_FEWEST = 8


class Flow(NamedTuple):
    """Movement in a quarter second, as a share of the picture's width: the camera's, and beyond."""

    camera: float
    subject: float


def flow_between(before: Grey, after: Grey) -> Flow:
    """Movement between two grey images of one size.

    Dense optical flow (dense inverse search, Kroeger et al., ECCV 2016) at points of a grid; the
    similarity transform that most points follow (RANSAC) is the camera panning, zooming, rolling;
    what is left is movement in front of it.
    """
    import cv2

    height, width = before.shape
    if min(height, width) < 2 * _GRID:
        return Flow(0.0, 0.0)
    search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
    still = np.zeros((height, width, 2), np.float32)
    field = np.asarray(search.calc(before, after, still), np.float32)
    moved = field[_GRID // 2 :: _GRID, _GRID // 2 :: _GRID].reshape(-1, 2)
    points = _points(height, width)
    by_camera = _of_camera(points, moved)
    lengths = np.hypot(*by_camera.T), np.hypot(*(moved - by_camera).T)
    return Flow(*(float(length.mean()) / width for length in lengths))


@cache
def _points(height: int, width: int) -> Field:
    """Columns and rows of the points of the grid, (n, 2)."""
    rows, columns = np.mgrid[_GRID // 2 : height : _GRID, _GRID // 2 : width : _GRID]
    return np.column_stack((columns.ravel(), rows.ravel())).astype(np.float32)


def _of_camera(points: Field, moved: Field) -> Field:
    """The part of each point's movement (n, 2) that one movement of the camera explains."""
    import cv2

    cv2.setRNGSeed(0)  # RANSAC draws from a generator of the process
    matrix, _ = cv2.estimateAffinePartial2D(
        points, points + moved, method=cv2.RANSAC, ransacReprojThreshold=_AGREE
    )
    if matrix is None or len(points) < _FEWEST:
        return np.zeros_like(moved)
    return (points @ matrix[:, :2].T + matrix[:, 2] - points).astype(np.float32)
