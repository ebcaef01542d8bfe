"""A picture in grey from few of its pixels: quick enough for every picture of a film."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange

from scenescore.media.screen import transfer_of

Grey = npt.NDArray[np.uint8]
"""Light of pixels (height, width), 0 black … 255 white."""

SIZE = (64, 36)
"""Width and height in grey, whatever the shape of the picture: finer, and film grain would move."""

_ACROSS = 96  # pixels that are taken of each line, at least: their means are what is seen
_BITS = {
    **dict.fromkeys(("yuv420p", "yuv422p", "yuv444p", "yuvj420p", "yuvj422p", "yuvj444p"), 8),
    **dict.fromkeys(("nv12", "gray"), 8),
    **dict.fromkeys(("yuv420p10le", "yuv422p10le", "yuv444p10le"), 10),
}
"""Formats whose first plane is luma, and the bits of each of its pixels."""
_BLACK, _WHITE = 16, 235  # as coded in limited range (ITU-R BT.709)
_TO_FULL = np.clip(np.rint((np.arange(256) - _BLACK) * (255 / (_WHITE - _BLACK))), 0, 255).astype(
    np.uint8
)


def has_luma(frame: VideoFrame) -> bool:
    """Whether a picture's light can be read from its first plane as it is."""
    return frame.format.name in _BITS and transfer_of(frame) == "sdr"


def luma_of(frame: VideoFrame, rotation: int) -> Grey:
    """The picture in grey at `SIZE`, turned clockwise by 0, 90, 180 or 270 degrees.

    Of interlaced pictures one field is taken.
    """
    import cv2

    few = np.rot90(_sampled(frame), -rotation // 90)
    grey = cv2.resize(np.ascontiguousarray(few), SIZE, interpolation=cv2.INTER_AREA)
    full = frame.color_range == ColorRange.JPEG or frame.format.name.startswith("yuvj")
    return np.asarray(grey if full else cv2.LUT(grey, _TO_FULL), np.uint8)


def _sampled(frame: VideoFrame) -> Grey:
    """Pixels at even distances, `_ACROSS` or more in each line."""
    bits = _BITS[frame.format.name]
    plane: Any = frame.planes[0]
    pixels = np.frombuffer(plane, np.uint8 if bits == 8 else "<u2")
    whole = pixels.reshape(-1, plane.line_size // pixels.itemsize)
    apart = max(1, frame.width // _ACROSS)
    lines = max(1, apart // 2) * 2 if frame.interlaced_frame else apart
    first = min(apart, frame.height) // 4 * 2  # an even line: of the first field
    few = whole[first : frame.height : lines, apart // 2 : frame.width : apart]
    return np.asarray(few if bits == 8 else few >> (bits - 8), np.uint8)
