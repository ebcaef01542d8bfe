"""High dynamic range (PQ, HLG) as a standard screen shows it.

Coded values become light, light is counted from the white of a title, and what is brighter than a
standard screen can be is rolled off. So middle grey, which PQ and HLG code at .38, is coded at .42
as in any other film, and a sunlit scene is not taken for a dark one. A Dolby Vision layer over the
picture is not looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Literal

import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame
from av.video.reformatter import ColorTrc

Image = npt.NDArray[np.uint8]
Light = npt.NDArray[np.float32]

Transfer = Literal["sdr", "PQ", "HLG"]
"""How light is coded; all that is neither PQ nor HLG counts as standard."""

_WHITE_NITS = 203.0
"""Of a title in high dynamic range: reference white of ITU-R BT.2408-7."""
_PEAK_NITS = 1000.0
"""Of the screen that HLG is shown on (ITU-R BT.2100)."""
_KNEE = 0.5
"""Share of white up to which light is left as it is."""
_BRIGHTEST = 16.0
_STEPS = 4095
"""Of a table, and the light at its end: above it all is white."""
_SCREEN_GAMMA = 2.4
"""Of a standard screen (ITU-R BT.1886)."""
_TO_BT709 = np.array(
    [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]], np.float32
)
"""From the primaries of BT.2020 to those of BT.709, red, green, blue (ITU-R BT.2087)."""


def transfer_of(frame: VideoFrame) -> Transfer:
    """How a decoded picture codes its light."""
    return _TRANSFERS.get(int(frame.color_trc), "sdr")


def on_screen(image: Image, transfer: Transfer) -> Image:
    """The picture (height, width, 3) in blue, green, red, as a standard screen shows it."""
    if transfer == "sdr":
        return image
    import cv2

    light = cv2.transform(cv2.LUT(image, _light_of_codes(transfer)), _TO_BT709[::-1, ::-1])
    np.clip(light, 0.0, _BRIGHTEST, out=light)
    steps = cv2.sqrt(light) * np.float32(_STEPS / _BRIGHTEST**0.5)
    shown: Image = _codes_of_light().take(steps.astype(np.uint16))
    return shown


@cache
def _codes_of_light() -> Image:
    """What a standard screen is sent, 0…255, for light up to `_BRIGHTEST` in steps of its root."""
    light = np.linspace(0.0, 1.0, _STEPS + 1) ** 2 * _BRIGHTEST
    rolled = _KNEE + (1 - _KNEE) * -np.expm1((_KNEE - light) / (1 - _KNEE))
    shown = np.where(light <= _KNEE, light, rolled)
    codes: Image = np.rint(shown ** (1 / _SCREEN_GAMMA) * 255).astype(np.uint8)
    return codes


@cache
def _light_of_codes(transfer: Transfer) -> Light:
    """Light for each coded value 0…255; white is 1."""
    codes = np.arange(256) / 255
    return (_NITS[transfer](codes) / _WHITE_NITS).astype(np.float32)


def _pq_nits(codes: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The EOTF of SMPTE ST 2084."""
    m1, m2 = 2610 / 16384, 2523 / 32
    c1, c2, c3 = 3424 / 4096, 2413 / 128, 2392 / 128
    power = codes ** (1 / m2)
    return np.asarray(10_000 * (np.maximum(power - c1, 0) / (c2 - c3 * power)) ** (1 / m1))


def _hlg_nits(codes: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The EOTF of ITU-R BT.2100, channel by channel: exact for grey, close for other colours."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = np.where(codes <= 0.5, codes**2 / 3, (np.exp((codes - c) / a) + b) / 12)
    return np.asarray(_PEAK_NITS * scene**1.2)


_TRANSFERS: dict[int, Transfer] = {
    int(ColorTrc.SMPTE2084): "PQ",
    int(ColorTrc.ARIB_STD_B67): "HLG",
}
_NITS: dict[Transfer, Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]] = {
    "PQ": _pq_nits,
    "HLG": _hlg_nits,
}
