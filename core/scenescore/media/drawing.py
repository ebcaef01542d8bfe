"""Decoded pictures as small images, upright and in their right proportions."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter
from numpy.typing import NDArray

from scenescore.media.fields import FieldTaker
from scenescore.media.luma import SIZE as GREY_SIZE
from scenescore.media.luma import Grey
from scenescore.media.probe import PictureInfo
from scenescore.media.screen import on_screen, transfer_of

Image = NDArray[np.uint8]
"""Pixels (height, width, 3) in blue, green, red, as OpenCV has them."""


def size_at(info: PictureInfo, width: int) -> tuple[int, int]:
    """Width and height of the upright picture at a given width; both even, at least 2."""
    shown_width, shown_height = info.shown
    height = width * shown_height / shown_width
    return max(2, width // 2 * 2), max(2, round(height / 2) * 2)


class Drawer:
    """Draws the pictures of one film small and upright, in BGR, all at one size.

    Of interlaced pictures one field is drawn; high dynamic range is drawn as a standard screen
    shows it.

    It keeps its scaler, of one thread: making one anew for every picture, or sharing such a small
    picture out among threads, costs more than drawing it.
    """

    def __init__(
        self, info: PictureInfo, width: int, interpolation: Interpolation = Interpolation.AREA
    ) -> None:
        width, height = size_at(info, width)
        self._rotation = info.rotation
        self._size = (width, height) if info.rotation in (0, 180) else (height, width)
        self._interpolation = interpolation
        self._fields = FieldTaker()
        self._scaler = VideoReformatter()

    def draw(self, frame: VideoFrame) -> Image:
        """The picture, turned as the film says."""
        width, height = self._size
        small = self._scaler.reformat(
            self._fields.taken(frame),
            width,
            height,
            "bgr24",
            interpolation=self._interpolation,
            threads=1,
        )
        image = small.to_ndarray().astype(np.uint8, copy=False)
        return turned(on_screen(image, transfer_of(frame)), self._rotation)


class View:
    """One picture of a film, drawn when an observer asks for it and once for all of them.

    `left_out` counts the numbers just before it that were not seen: pictures left out, or missing.
    """

    def __init__(
        self,
        rough: Callable[[], Image],
        fine: Callable[[], Image],
        grey: Callable[[], Grey] | None = None,
        left_out: int = 0,
    ) -> None:
        self._rough, self._fine, self._grey = rough, fine, grey
        self.left_out = left_out

    @cached_property
    def rough(self) -> Image:
        """The picture from few of its pixels, in colour."""
        return self._rough()

    @cached_property
    def fine(self) -> Image:
        """The picture from all of its pixels, in colour."""
        return self._fine()

    @cached_property
    def grey(self) -> Grey:
        """The picture in grey at 64 × 36: quick enough for every picture."""
        if self._grey:
            return self._grey()
        import cv2

        grey = cv2.cvtColor(self.rough, cv2.COLOR_BGR2GRAY)
        return np.asarray(cv2.resize(grey, GREY_SIZE, interpolation=cv2.INTER_AREA), np.uint8)


def turned(image: Image, rotation: int) -> Image:
    """Pixels turned clockwise by 0, 90, 180 or 270 degrees."""
    return np.ascontiguousarray(np.rot90(image, -rotation // 90)) if rotation else image
