"""Bringing what is left of a sound to the level that the voice detector's network knows best."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scenescore.listen.silero import CHUNK

Samples = npt.NDArray[np.float32]

_TARGET = 0.1  # root mean square, full scale 1: of the speech the network was trained on
_FLOOR = 0.005  # nothing softer is brought up all the way: noise would be
_FADE = np.float32(np.exp(-CHUNK / 16_000 / 3.0))  # the level is that of three seconds


class Leveller:
    """Follows the level of sound at 16 kHz and evens it out."""

    def __init__(self) -> None:
        self._power = 0.0
        self._heard = 0.0  # how much of a full three seconds, so that the first words count at once
        self._gain = 1.0

    def levelled(self, sound: Samples) -> Samples:
        """The next chunks, float32 of shape (k * CHUNK,), at the target level."""
        chunks = sound.reshape(-1, CHUNK)
        gains = np.empty(len(chunks) + 1, np.float32)
        gains[0] = self._gain
        for place, power in enumerate(np.mean(np.square(chunks), axis=1)):
            self._power = float(_FADE * self._power + (1 - _FADE) * power)
            self._heard = float(_FADE * self._heard + (1 - _FADE))
            gains[place + 1] = _TARGET / max(_FLOOR, (self._power / self._heard) ** 0.5)
        self._gain = float(gains[-1])
        slopes = np.linspace(0.0, 1.0, CHUNK, dtype=np.float32)
        ramps = gains[:-1, None] + (gains[1:] - gains[:-1])[:, None] * slopes
        return np.clip(chunks * ramps, -1.0, 1.0).reshape(-1)
