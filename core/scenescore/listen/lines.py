"""Lines that hold still in pitch: what there is of music in a sound, every half second.

Notes are lines along time in a spectrogram; the harmonics of a voice glide, noise has none. On a
scale of quarter tones the level of every pitch is compared with its surroundings (its prominence),
and a small network (`network.py`) tells from the lines that it sees what each half second is like.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scenescore.listen.network import REACH, WIDTH, codes_of
from scenescore.listen.running import medians
from scenescore.listen.spectra import FRAMES, PADDED, RATE, LongSpectra, Samples, Spectra, Table

STEPS_PER_S = 2
"""Codes are told for each half second."""

_LOWEST_HZ = 65.406  # C2
_PER_OCTAVE = 24
PITCHES = 6 * _PER_OCTAVE
_AROUND = 19  # quarter tones whose median is the surroundings
_FLOOR = np.float32(1e-10)  # of power, below which nothing stands out
_ROUNDING = np.float32(1e-13)  # of the loudest: what single precision leaves of a pure rumble
_WEAKEST_DB, _STRONGEST_DB = -6.0, 18.0
_BATCH = 20 * FRAMES  # frames looked at at once: 10 s


class LineMeter:
    """Hears mono sound at 16 kHz in blocks of any length, or looks at spectra made elsewhere.

    Keeps some numbers for each half second, and five seconds of lines on both sides of what is
    being looked at.
    """

    def __init__(self) -> None:
        self._spectra = LongSpectra()
        self._frames: Table = np.zeros((0, PITCHES), np.float32)
        self._done = 0  # frames at the front that are only context: whole half seconds
        self._codes: list[Table] = []
        self._powers: list[Table] = []
        self._edges = _pitch_edges()

    def feed(self, block: Samples) -> None:
        """Hear the next samples, float32 of shape (n,), full scale 1."""
        self.look(self._spectra.feed(block))

    def look(self, spectra: Spectra) -> None:
        """Look at the next spectra."""
        if not len(spectra.power):
            return
        self._powers.append(spectra.square)
        self._frames = np.concatenate((self._frames, self.prominence(spectra.power)))
        while len(self._frames) >= self._done + _BATCH + REACH:
            self._see(self._done + _BATCH)

    def finish(self) -> None:
        """Look at what is left."""
        self.look(self._spectra.finish())
        if len(self._frames) > self._done:
            self._see(len(self._frames))

    @property
    def codes(self) -> Table:
        """What the network sees in each half second, shape (steps, `WIDTH`)."""
        return np.concatenate(self._codes or [np.zeros((0, WIDTH), np.float32)])

    @property
    def powers(self) -> Table:
        """Mean square of the sound for each half second."""
        powers = np.concatenate(self._powers or [np.zeros(0, np.float32)])
        return np.asarray(powers.reshape(-1, FRAMES).mean(axis=1))

    def prominence(self, power: Table) -> Table:
        """Decibels by which each pitch stands out of its surroundings; power of spectra (n, …)."""
        loudest = np.maximum.reduceat(power, self._edges, axis=1)[:, 0::2]
        floor: Table = np.maximum(_FLOOR, _ROUNDING * power.max(axis=1, keepdims=True))
        levels = 10 * np.log10(loudest + floor)
        return np.clip(levels - medians(levels, _AROUND), _WEAKEST_DB, _STRONGEST_DB)

    def _see(self, until: int) -> None:
        """Codes of the frames [done, until); the last ones stay as context."""
        codes = codes_of(self._frames[: until + REACH])
        self._codes.append(codes[self._done // FRAMES : until // FRAMES])
        kept = max(0, until - REACH)
        self._frames, self._done = self._frames[kept:], until - kept


def _pitch_edges() -> npt.NDArray[np.int64]:
    """First and last spectral value of each pitch, in pairs, for `reduceat`."""
    hertz = _LOWEST_HZ * 2 ** ((np.arange(PITCHES + 1) - 0.5) / _PER_OCTAVE)
    places = hertz * PADDED / RATE
    first = np.maximum(np.floor(places[:-1]).astype(int), 1)
    last = np.maximum(np.ceil(places[1:]).astype(int), first + 1)
    return np.stack((first, last), axis=1).ravel()
