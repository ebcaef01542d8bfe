"""Long spectra of a sound, made once for all who look at notes in it: lines in pitch, and keys."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scenescore.listen.transform import power_spectra

Samples = npt.NDArray[np.float32]
Table = npt.NDArray[np.float32]

RATE = 16_000
WINDOW = 4096
"""Samples of a window, 256 ms: two notes a semitone apart are two from 260 Hz on."""

PADDED = 2 * WINDOW
"""Samples that a spectrum is made of, the second half silence: values lie 1.95 Hz apart."""

FRAMES = 8
"""Spectra to half a second."""

HOP = RATE // 2 // FRAMES
_BATCH = 8 * FRAMES  # spectra made at once: 4 s; always as many, so that any blocks sound alike


class Spectra(NamedTuple):
    """Power (n, PADDED / 2 + 1) around each of n moments, and mean square (n,) from it to the next.

    The power is that of a windowed sum: a full sine has some (WINDOW / 4)².
    """

    power: Table
    square: Table


class LongSpectra:
    """Hears mono sound at 16 kHz in blocks of any length; holds five seconds of it at most."""

    def __init__(self) -> None:
        self._sound: Samples = np.zeros(WINDOW // 2, np.float32)
        self._hann = np.hanning(WINDOW).astype(np.float32)

    def feed(self, block: Samples) -> Spectra:
        """The spectra that are complete with the next samples, float32 (n,): batches or none."""
        self._sound = np.concatenate((self._sound, block))
        whole = max(0, (len(self._sound) - WINDOW) // HOP + 1) // _BATCH
        return self._taken(whole * _BATCH)

    def finish(self) -> Spectra:
        """Those of what is left, filled up with silence to whole half seconds."""
        left = len(self._sound) - WINDOW // 2
        count = -(-left // (FRAMES * HOP)) * FRAMES
        self._sound = np.pad(self._sound, (0, count * HOP + WINDOW - len(self._sound)))
        return self._taken(count)

    def _taken(self, count: int) -> Spectra:
        """The next `count` spectra; the sound before the next one is let go."""
        if not count:
            return Spectra(np.zeros((0, PADDED // 2 + 1), np.float32), np.zeros(0, np.float32))
        windows = np.lib.stride_tricks.sliding_window_view(self._sound, WINDOW)[::HOP][:count]
        own = windows[:, WINDOW // 2 : WINDOW // 2 + HOP]
        power = power_spectra(windows, self._hann, PADDED)
        self._sound = self._sound[count * HOP :]
        return Spectra(power, np.mean(np.square(own), axis=1, dtype=np.float32))
