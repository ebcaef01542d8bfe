"""Lines that hold still in pitch: what there is of music in a sound, every half second.

Notes are lines along time in a spectrogram; the harmonics of a voice glide, noise has none. On a
scale of quarter tones the level of every pitch is compared with its surroundings (its prominence),
and a small network (`network.py`) tells from the lines that it sees what each half second is like.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scenescore.listen.network import FRAMES, REACH, WIDTH, codes_of
from scenescore.listen.voice import VOICE_RATE, Samples

Table = npt.NDArray[np.float32]

STEPS_PER_S = 2
"""Codes are told for each half second."""

_WINDOW = 4096  # 256 ms
_PADDED = 2 * _WINDOW
_HOP = VOICE_RATE // STEPS_PER_S // FRAMES  # 62.5 ms

_LOWEST_HZ = 65.406  # C2
_PER_OCTAVE = 24
PITCHES = 6 * _PER_OCTAVE
_AROUND = 19  # quarter tones whose median is the surroundings
_WEAKEST_DB, _STRONGEST_DB = -6.0, 18.0
_BATCH = 20 * FRAMES  # frames looked at at once: 10 s


class LineMeter:
    """Hears mono sound at 16 kHz in blocks of any length.

    Keeps some numbers for each half second, and five seconds of spectra on both sides of what is
    being looked at.
    """

    def __init__(self) -> None:
        self._rest: Samples = np.zeros(_WINDOW // 2, np.float32)
        self._frames: Table = np.zeros((0, PITCHES), np.float32)
        self._done = 0  # frames at the front that are only context: whole half seconds
        self._codes: list[Table] = []
        self._powers: list[Table] = []
        self._hann = np.hanning(_WINDOW).astype(np.float32)
        self._edges = _pitch_edges()

    def feed(self, block: Samples) -> None:
        """Hear the next samples, float32 of shape (n,), full scale 1."""
        sound = np.concatenate((self._rest, block))
        count = max(0, (len(sound) - _WINDOW) // _HOP + 1)
        if count:
            windows = np.lib.stride_tricks.sliding_window_view(sound, _WINDOW)[::_HOP][:count]
            own = windows[:, _WINDOW // 2 : _WINDOW // 2 + _HOP]
            self._powers.append(np.mean(np.square(own), axis=1, dtype=np.float32))
            self._frames = np.concatenate((self._frames, self.prominence(windows)))
        self._rest = sound[count * _HOP :]
        while len(self._frames) >= self._done + _BATCH + REACH:
            self._look(self._done + _BATCH)

    def finish(self) -> None:
        """Hear what is left, filled up with silence."""
        self.feed(np.zeros(_WINDOW // 2 + _HOP, np.float32))
        left = len(self._frames) - self._done
        if left > 0:
            missing = -left % FRAMES
            self._frames = np.pad(self._frames, ((0, missing), (0, 0)), mode="edge")
            self._look(len(self._frames))

    @property
    def codes(self) -> Table:
        """What the network sees in each half second, shape (steps, `WIDTH`)."""
        return np.concatenate(self._codes or [np.zeros((0, WIDTH), np.float32)])

    @property
    def powers(self) -> Table:
        """Mean square of the sound for each half second."""
        powers = np.concatenate(self._powers or [np.zeros(0, np.float32)])
        padded = np.pad(powers, (0, -len(powers) % FRAMES), mode="edge") if len(powers) else powers
        return np.asarray(padded.reshape(-1, FRAMES).mean(axis=1))

    def prominence(self, windows: Samples) -> Table:
        """Decibels by which each pitch stands out of its surroundings; windows (n, 4096)."""
        from scipy.ndimage import median_filter

        spectra = np.abs(np.fft.rfft(windows * self._hann, _PADDED, axis=1)).astype(np.float32)
        loudest = np.maximum.reduceat(np.square(spectra), self._edges, axis=1)[:, 0::2]
        levels = 10 * np.log10(loudest + 1e-10)
        out = levels - median_filter(levels, (1, _AROUND), mode="nearest")
        return np.asarray(np.clip(out, _WEAKEST_DB, _STRONGEST_DB), np.float32)

    def _look(self, until: int) -> None:
        """Codes of the frames [done, until); the last ones stay as context."""
        codes = codes_of(self._frames[: until + REACH])
        self._codes.append(codes[self._done // FRAMES : until // FRAMES])
        kept = max(0, until - REACH)
        self._frames, self._done = self._frames[kept:], until - kept


def _pitch_edges() -> npt.NDArray[np.int64]:
    """First and last spectral value of each pitch, in pairs, for `reduceat`."""
    hertz = _LOWEST_HZ * 2 ** ((np.arange(PITCHES + 1) - 0.5) / _PER_OCTAVE)
    places = hertz * _PADDED / VOICE_RATE
    first = np.maximum(np.floor(places[:-1]).astype(int), 1)
    last = np.maximum(np.ceil(places[1:]).astype(int), first + 1)
    return np.stack((first, last), axis=1).ravel()
