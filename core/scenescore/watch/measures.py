"""What one image is like, in numbers: light, colour, and how another differs from it.

Images are BGR, uint8, shape (height, width, 3), already small (160 pixels wide is plenty).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scenescore.media import Image

Grey = npt.NDArray[np.float32]

_HUES = 8
_GREYS = 4
_COLOURED = 0.12  # chroma below which a pixel has no hue worth the name
COLOURS = _HUES * 2 + _GREYS
"""Length of a `colours` histogram: eight hues, dark and light each, and four greys."""
_LEVELS = np.arange(256)
_BY_HUE = (2 * np.minimum(_LEVELS * _HUES // 180, _HUES - 1)).astype(np.uint8)
_IF_LIGHT = (_LEVELS >= 128).astype(np.uint8)
_BY_GREY = (2 * _HUES + np.minimum(_LEVELS * _GREYS // 255, _GREYS - 1)).astype(np.uint8)
"""Bins of the histogram by OpenCV's hue (0…179) and value."""

_SHADOW, _BRIGHT = 0.2, 0.55
"""Luma of shadows and of well lit places, as coded: middle grey is .42 to .46."""

_WEIGHTS = np.array([[0.0722, 0.7152, 0.2126]], np.float32) / 255
"""Of blue, green and red in luma (ITU-R BT.709)."""


class Light(NamedTuple):
    """Light and colour of an image, each 0…1 but `warmth` (-1 blue … 1 orange) and `lighting_key`
    (-1 low … 1 high)."""

    brightness: float
    contrast: float
    saturation: float
    warmth: float
    lighting_key: float


def light_of(image: Image) -> Light:
    """Light and colour of an image.

    Brightness is the mean of luma (BT.709 weights on gamma-coded values, so that it is nearer to
    what is seen than to photons). Contrast is twice its standard deviation (RMS contrast, Peli
    1990, JOSA A 7:2032, scaled so that half black, half white is 1). Saturation is the mean of
    max - min of the channels: HSV saturation times value, which keeps the noise of dark pixels out.
    Warmth is (R - B) / (R + B) of the mean colour. The lighting key is the share of bright pixels
    less that of shadow: low-key light leaves most of a picture in shadow (Wang & Cheong 2006, IEEE
    TCSVT 16:689, measure it by shadows and by the middle of the luma).
    """
    import cv2

    luma = _luma(image)
    mean, deviation = (float(value[0, 0]) for value in cv2.meanStdDev(luma))
    blue, green, red = cv2.split(image)
    least, most = cv2.min(cv2.min(blue, green), red), cv2.max(cv2.max(blue, green), red)
    chroma = cv2.subtract(most, least)
    by_channel = cv2.mean(image)
    bluish, reddish = by_channel[0] / 255.0, by_channel[2] / 255.0
    bright, shadow = np.count_nonzero(luma > _BRIGHT), np.count_nonzero(luma < _SHADOW)
    return Light(
        brightness=mean,
        contrast=min(1.0, 2.0 * deviation),
        saturation=cv2.mean(chroma)[0] / 255.0,
        warmth=(reddish - bluish) / (reddish + bluish + 0.02),
        lighting_key=(bright - shadow) / luma.size,
    )


def colours_of(image: Image) -> npt.NDArray[np.float32]:
    """A coarse histogram of hue and lightness, `COLOURS` shares that sum to 1."""
    import cv2

    hue, saturation, value = cv2.split(cv2.cvtColor(image, cv2.COLOR_BGR2HSV))
    coloured = cv2.add(cv2.LUT(hue, _BY_HUE), cv2.LUT(value, _IF_LIGHT))
    chroma = cv2.multiply(saturation, value, dtype=cv2.CV_16U)
    bins = np.where(chroma >= _COLOURED * 255 * 255, coloured, cv2.LUT(value, _BY_GREY))
    counts = cv2.calcHist([bins], [0], None, [COLOURS], [0, COLOURS])[:, 0]
    return (counts / max(1, bins.size)).astype(np.float32)


def halved(image: Image) -> Image:
    """The image at half its size."""
    import cv2

    size = max(1, image.shape[1] // 2), max(1, image.shape[0] // 2)
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def grey_of(image: Image) -> npt.NDArray[np.uint8]:
    """The image in grey, 0…255, shape (height, width)."""
    import cv2

    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)


def unit(grey: npt.NDArray[np.uint8]) -> Grey:
    """A picture in grey, 0…255, as 0…1."""
    return grey.astype(np.float32) / np.float32(255)


def change(before: Grey, after: Grey) -> float:
    """How much moved between two images, 0…1: mean difference of luma less any change of light."""
    import cv2

    difference = after - before
    return cv2.norm(difference - np.float32(cv2.mean(difference)[0]), cv2.NORM_L1) / after.size


def _luma(image: Image) -> Grey:
    """Luma (BT.709 weights on coded values), 0…1."""
    import cv2

    return np.asarray(cv2.transform(image.astype(np.float32), _WEIGHTS), np.float32)
