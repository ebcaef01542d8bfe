"""Any channel layout to what an editor hears on a stereo bus."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_HALF_POWER = 0.5**0.5

_GAINS: dict[str, tuple[float, float]] = {
    "FL": (1.0, 0.0),
    "FR": (0.0, 1.0),
    "FC": (_HALF_POWER, _HALF_POWER),
    "LFE": (0.0, 0.0),
    "LFE2": (0.0, 0.0),
    "BL": (_HALF_POWER, 0.0),
    "BR": (0.0, _HALF_POWER),
    "SL": (_HALF_POWER, 0.0),
    "SR": (0.0, _HALF_POWER),
    "BC": (0.5, 0.5),
    "FLC": (1.0, 0.0),
    "FRC": (0.0, 1.0),
    "WL": (1.0, 0.0),
    "WR": (0.0, 1.0),
    "DL": (1.0, 0.0),
    "DR": (0.0, 1.0),
    "TC": (0.5, 0.5),
    "TFL": (_HALF_POWER, 0.0),
    "TFR": (0.0, _HALF_POWER),
    "TFC": (0.5, 0.5),
    "TBL": (_HALF_POWER, 0.0),
    "TBR": (0.0, _HALF_POWER),
    "TBC": (0.5, 0.5),
    "TSL": (_HALF_POWER, 0.0),
    "TSR": (0.0, _HALF_POWER),
}
"""Gains to left and right per channel: ITU-R BS.775-4 annex 4 (centre and surrounds at -3 dB, no
LFE); back centre and heights, which it does not name, by the same rule."""


_USUAL = {
    2: ("FL", "FR"),
    3: ("FL", "FR", "FC"),
    6: ("FL", "FR", "FC", "LFE", "BL", "BR"),
    8: ("FL", "FR", "FC", "LFE", "BL", "BR", "SL", "SR"),
}
"""What so many channels are where a file does not name them (a plain WAV of two is stereo)."""


@lru_cache(maxsize=32)
def stereo_matrix(channels: tuple[str, ...]) -> NDArray[np.float32]:
    """Matrix (n, 2) from channel names to stereo.

    Mono goes to both sides at 0 dB, as editors and players play a mono file. Channels without a
    place (a field recorder's tracks) are heard in the middle at equal power in sum.
    """
    if len(channels) == 1:
        return np.ones((1, 2), np.float32)
    if any(name not in _GAINS for name in channels):
        channels = _USUAL.get(len(channels), channels)
    if any(name not in _GAINS for name in channels):
        return np.full((len(channels), 2), len(channels) ** -0.5, np.float32)
    return np.array([_GAINS[name] for name in channels], np.float32)


def to_stereo(sound: NDArray[np.float32], channels: tuple[str, ...]) -> NDArray[np.float32]:
    """Samples (n, channels) as (n, 2); stereo is handed through untouched."""
    if channels == ("FL", "FR"):
        return sound
    mixed: NDArray[np.float32] = sound @ stereo_matrix(channels)
    return mixed
