"""Pictures of any shape on a canvas of one size, in YUV 4:2:0."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter
from numpy.typing import NDArray

from scenescore.errors import MediaUnreadable
from scenescore.media.drawing import turned
from scenescore.media.probe import probe
from scenescore.media.screen import on_screen, transfer_of
from scenescore.model import Edit

Canvas = NDArray[np.uint8]
"""Pixels (height * 3 / 2, width): luma over the two chroma planes, as PyAV has yuv420p."""

Size = tuple[int, int]
"""Width and height, both even."""

_BLACK, _SLATE, _NEUTRAL = 16, 40, 128
_DEFAULT_SIZE = (1280, 720)
_LONGEST_SIDE = 1920
"""A preview larger than this is scaled down."""


def blank(size: Size, luma: int = _BLACK) -> Canvas:
    """A canvas of one grey; black unless `luma` (16…235) is given."""
    width, height = size
    canvas = np.full((height * 3 // 2, width), _NEUTRAL, np.uint8)
    canvas[:height] = luma
    return canvas


def slate(size: Size) -> Canvas:
    """What is shown for media that cannot be: a plain dark grey, which is no black."""
    return blank(size, _SLATE)


def fitted(
    frame: VideoFrame, shown: Size, rotation: int, size: Size, scaler: VideoReformatter
) -> Canvas:
    """A decoded picture, upright and whole, in the middle of a black canvas.

    `shown` is its width and height in square pixels as a viewer sees it. A `scaler` that is used
    again for pictures of one shape is quick.
    """
    width, height = _within(shown, size)
    unturned = (width, height) if rotation in (0, 180) else (height, width)
    pixels = _scaled(frame, unturned, scaler).to_ndarray().astype(np.uint8, copy=False)
    if (width, height) == size and rotation == 0:
        return pixels
    canvas = blank(size)
    left, top = (size[0] - width) // 4 * 2, (size[1] - height) // 4 * 2
    parts = zip(_planes(canvas, size), _planes(pixels, unturned), (1, 2, 2), strict=True)
    for target, plane, coarse in parts:
        y, x = top // coarse, left // coarse
        target[y : y + height // coarse, x : x + width // coarse] = turned(plane, rotation)
    return canvas


def _scaled(frame: VideoFrame, size: Size, scaler: VideoReformatter) -> VideoFrame:
    """The picture at another size; high dynamic range as a standard screen shows it."""
    transfer = transfer_of(frame)
    if transfer != "sdr":
        small = scaler.reformat(frame, *size, "bgr24", interpolation=Interpolation.BICUBIC)
        shown = on_screen(small.to_ndarray().astype(np.uint8, copy=False), transfer)
        frame = VideoFrame.from_ndarray(shown, format="bgr24")
        return frame.reformat(format="yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG")
    return scaler.reformat(
        frame, *size, "yuv420p", interpolation=Interpolation.BICUBIC, dst_color_range="MPEG"
    )


def blended(canvases: Sequence[tuple[Canvas, float]]) -> Canvas:
    """Canvases mixed by their shares, which sum to 1."""
    if len(canvases) == 1:
        return canvases[0][0]
    total = np.zeros(canvases[0][0].shape, np.float32)
    for canvas, share in canvases:
        total += canvas * np.float32(share)
    return np.rint(total).astype(np.uint8)


def size_of(edit: Edit) -> Size:
    """The size that most of the edit's picture has; 1280 by 720 if none can be read."""
    used: Counter[Size] = Counter()
    for clip in edit.picture:
        if clip.media is None or clip.media.missing:
            continue
        try:
            picture = probe(Path(clip.media.path)).picture
        except MediaUnreadable:
            continue  # told where the clip is drawn
        if picture:
            frames = int(clip.record.duration * edit.rate.fps)
            used[picture.shown] += max(frames, 1)
    width, height = used.most_common(1)[0][0] if used else _DEFAULT_SIZE
    scale = min(Fraction(_LONGEST_SIDE, max(width, height)), Fraction(1))
    return _even(width * scale), _even(height * scale)


def _within(shown: Size, size: Size) -> Size:
    """The largest even size of the same shape that fits on the canvas."""
    scale = min(Fraction(size[0], shown[0]), Fraction(size[1], shown[1]))
    return min(_even(shown[0] * scale), size[0]), min(_even(shown[1] * scale), size[1])


def _even(length: Fraction | int) -> int:
    return max(2, round(length / 2) * 2)


def _planes(canvas: Canvas, size: Size) -> tuple[Canvas, Canvas, Canvas]:
    """Views of luma and both chromas."""
    width, height = size
    flat, area = canvas.reshape(-1), width * height
    half = (height // 2, width // 2)
    return (
        flat[:area].reshape(height, width),
        flat[area : area * 5 // 4].reshape(half),
        flat[area * 5 // 4 :].reshape(half),
    )
