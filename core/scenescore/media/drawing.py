"""Decoded pictures as small images, upright and in their right proportions."""

from __future__ import annotations

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation
from numpy.typing import NDArray

from scenescore.media.probe import PictureInfo

Image = NDArray[np.uint8]
"""Pixels (height, width, 3) in blue, green, red, as OpenCV has them."""


def size_at(info: PictureInfo, width: int) -> tuple[int, int]:
    """Width and height of the upright picture at a given width; both even, at least 2."""
    shown_width, shown_height = info.shown
    height = width * shown_height / shown_width
    return max(2, width // 2 * 2), max(2, round(height / 2) * 2)


def upright(frame: VideoFrame, rotation: int, size: tuple[int, int]) -> Image:
    """The picture in BGR at `size` (width, height), turned by `rotation` degrees clockwise."""
    width, height = size if rotation in (0, 180) else size[::-1]
    image = frame.to_ndarray(
        format="bgr24", width=width, height=height, interpolation=Interpolation.AREA
    )
    return turned(image.astype(np.uint8, copy=False), rotation)


def turned(image: Image, rotation: int) -> Image:
    """Pixels turned clockwise by 0, 90, 180 or 270 degrees."""
    return np.ascontiguousarray(np.rot90(image, -rotation // 90)) if rotation else image
