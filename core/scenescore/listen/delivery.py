"""What a voice does from moment to moment: pitch, level and timbre a hundred times a second.

Pitch by autocorrelation corrected for the window (Boersma 1993, Proc. Inst. Phonetic Sci. 17),
within 3.2 kHz, where a voice's harmonics are. Nothing of the sound is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from scenescore.listen.kept import Kept
from scenescore.listen.transform import power_spectra, rows_of

Samples = npt.NDArray[np.float32]
Values = npt.NDArray[np.float64]

RATE = 16_000
STEP = Fraction(1, 100)
"""Seconds from one moment to the next."""

_HOP = int(STEP * RATE)
_WINDOW = 640  # 40 ms: two periods of 50 Hz
_SIZE = 2 * _WINDOW
_BATCH = 200  # moments measured at once, always as many: blocks of any size are heard alike
_LAG_RATE = RATE // 2  # of the autocorrelation: half the spectrum is enough
_PITCHED = slice(4, 257)  # bins: 50 Hz … 3.2 kHz
_REAL = slice(2 * 4 - 1, 2 * 257 - 1, 2)  # their real parts in a packed transform
_LOW, _HIGH = 70.0, 500.0  # Hz that a speaking voice is looked for in
_OCTAVE_COST = 0.03  # of each octave down: half a pitch fits as well as the pitch itself
_SYLLABLE = slice(24, 264)  # 300 Hz … 3.3 kHz: vowels, neither hum nor hiss
_CHEST, _EDGE = slice(4, 80), slice(80, 400)  # 50 Hz … 1 kHz, 1 … 5 kHz
_QUIET = 1e-9  # power: -90 dB


@dataclass(frozen=True, slots=True)
class Delivery:
    """One number of each for every `STEP` seconds.

    `pitch` in Hz and `clear`, how periodic the sound is (0…1); in dB the `level` of the vowels'
    band, of `chest`, what lies below 1 kHz, and of `edge`, what lies from 1 to 5 kHz.
    """

    pitch: Values
    clear: Values
    level: Values
    chest: Values
    edge: Values


class DeliveryMeter:
    """Hears mono sound at 16 kHz in blocks of any length; keeps 10 bytes for each 10 ms."""

    def __init__(self) -> None:
        self._sound: Samples = np.zeros((_WINDOW - _HOP) // 2, np.float32)
        self._kept = Kept(width=5)
        hann = np.hanning(_WINDOW + 2)[1:-1]
        self._hann = (hann / _WINDOW).astype(np.float32)
        self._first, self._last = int(_LAG_RATE / _HIGH), round(_LAG_RATE / _LOW)
        own = np.fft.irfft(np.abs(np.fft.rfft(hann, _SIZE)) ** 2)[::2]
        self._own = (own / own[0])[: self._last + 2].astype(np.float32)
        lags = np.arange(self._first, self._last + 1)
        self._cost = (_OCTAVE_COST * np.log2(lags / self._first)).astype(np.float32)

    def feed(self, block: Samples) -> None:
        """Hear the next samples, float32 of shape (n,), full scale 1."""
        self._sound = np.concatenate((self._sound, block))
        needed = (_BATCH - 1) * _HOP + _WINDOW
        while len(self._sound) >= needed:
            self._kept.extend(self._measured(self._sound[:needed]))
            self._sound = self._sound[_BATCH * _HOP :]

    def finish(self) -> Delivery:
        """Hear what is left, filled up with silence, and give what was measured."""
        left = len(self._sound) - (_WINDOW - _HOP) // 2
        moments = len(self._kept) + -(-left // _HOP)
        self.feed(np.zeros((_BATCH - 1) * _HOP + _WINDOW, np.float32))
        return Delivery(*self._kept.rows()[:moments].T.astype(np.float64))

    def _measured(self, sound: Samples) -> Samples:
        """Pitch, clearness and three levels (n, 5) of each moment."""
        frames = np.lib.stride_tricks.sliding_window_view(sound, _WINDOW)[::_HOP]
        power = power_spectra(frames, self._hann, _SIZE, bins=_EDGE.stop)
        pitch, clear = self._pitch(power)
        bands = (_SYLLABLE, _CHEST, _EDGE)
        levels = (10 * np.log10(power[:, band].sum(axis=1) + _QUIET) for band in bands)
        return np.stack((pitch, clear, *levels), axis=1)

    def _pitch(self, power: Samples) -> tuple[Samples, Samples]:
        """Pitch in Hz of each moment, and how much of the sound repeats at it."""
        band = np.zeros((len(power), _SIZE // 2), np.float32)
        band[:, _REAL] = power[:, _PITCHED]
        likeness = rows_of(band)[:, : self._last + 2]
        likeness = likeness / (likeness[:, :1] + _QUIET / _SIZE) / self._own
        here = likeness[:, self._first : self._last + 1]
        before = likeness[:, self._first - 1 : self._last]
        after = likeness[:, self._first + 1 : self._last + 2]
        bend = before - 2 * here + after
        peak = (here > before) & (here >= after) & (bend < 0)
        bend = np.where(peak, bend, np.float32(-1.0))
        height = here - (before - after) ** 2 / (8 * bend)  # of a parabola: peaks lie between lags
        score = np.where(peak, height - self._cost, np.float32(-1.0))
        best = score.argmax(axis=1)
        at = np.arange(len(best)), best
        shift = (0.5 * (before - after) / bend)[at]
        clear = np.where(score[at] > 0, np.clip(height[at], 0.0, 1.0), np.float32(0.0))
        pitch = _LAG_RATE / (self._first + best + np.clip(shift, -0.5, 0.5))
        return pitch, clear
