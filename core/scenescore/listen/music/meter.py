"""What is kept of a sound to tell later what its music is like: a few numbers, never the sound."""

from __future__ import annotations

from array import array

import numpy as np
import numpy.typing as npt

from scenescore.listen.music.key import BINS, PARTS
from scenescore.listen.music.pulse import ONSET_RATE
from scenescore.listen.voice import VOICE_RATE, Samples

Floats = npt.NDArray[np.float64]
Table = npt.NDArray[np.float32]

STEPS_PER_S = 2
"""Pitches and colours are kept for each half second."""

BANDS = 24
"""Bands of a step's colour, evenly spaced in pitch from `LOWEST_HZ` to 8 kHz."""

LOWEST_HZ = 60.0

_SHORT = 1024  # 64 ms: an onset is sharp in it
_LONG = 4096  # 256 ms: two notes a semitone apart are two from 260 Hz on
_PADDED = 2 * _LONG
_SHORT_HOP = VOICE_RATE // ONSET_RATE
_LONG_HOP = VOICE_RATE // 16
_PITCHES_HZ = (65.0, 2100.0)  # C2 to C7: above, there are partials more than notes
_LIKELY_HZ = 300.0
_LIKELY_OCTAVES = 1.3
"""Partials count less the further they lie from where notes are."""

_STANDS_OUT_DB = 8.0
_FLOOR = 25  # spectral values (of every fourth) whose median is the floor: 200 Hz
_BATCH = 4 * VOICE_RATE


class MusicMeter:
    """Hears mono sound at 16 kHz in blocks of any length.

    Keeps 100 onset values a second and 84 numbers each half second: 3.8 MB an hour.
    """

    def __init__(self) -> None:
        self._sound: Samples = np.zeros(_LONG // 2, np.float32)
        self._before: Table | None = None  # the short spectra that the next onsets are measured on
        self._onsets = array("f")
        self._levels = array("f")
        self._colours: list[Table] = []
        self._pitches: list[Table] = []

    def feed(self, block: Samples) -> None:
        """Hear the next samples, float32 of shape (n,), full scale 1."""
        self._sound = np.concatenate((self._sound, block))
        while len(self._sound) >= _BATCH + _LONG:
            self._measure(_BATCH)

    def finish(self) -> None:
        """Hear what is left, filled up with silence to whole half seconds."""
        step = VOICE_RATE // STEPS_PER_S
        left = len(self._sound) - _LONG // 2
        if left > 0:
            whole = -(-left // step) * step
            self._sound = np.pad(self._sound, (0, whole + _LONG - len(self._sound)))
            self._measure(whole)

    @property
    def onsets(self) -> Table:
        """How strongly something begins, `ONSET_RATE` values a second."""
        return np.array(self._onsets, np.float32)

    @property
    def levels(self) -> Table:
        """Root mean square of the sound, as many values as `onsets`."""
        return np.array(self._levels, np.float32)

    @property
    def colours(self) -> Table:
        """Power by band for each half second, shape (steps, `BANDS`)."""
        return np.concatenate(self._colours or [np.zeros((0, BANDS), np.float32)])

    @property
    def pitches(self) -> Table:
        """Weight of each fifth of a semitone for each half second, shape (steps, `BINS`)."""
        return np.concatenate(self._pitches or [np.zeros((0, BINS), np.float32)])

    def _measure(self, count: int) -> None:
        """Measure the next `count` samples; those of half a long window around are context."""
        piece = self._sound[: count + _LONG]
        self._sound = self._sound[count:]
        middle = (_LONG - _SHORT) // 2
        self._hear_short(_windows(piece[middle:], _SHORT, _SHORT_HOP, count // _SHORT_HOP))
        self._hear_long(_windows(piece, _LONG, _LONG_HOP, count // _LONG_HOP))

    def _hear_short(self, windows: Samples) -> None:
        spectra = np.abs(np.fft.rfft(windows * _hann(_SHORT), axis=1)).astype(np.float32)
        power = np.square(spectra)
        bands = np.add.reduceat(power, _band_edges(_SHORT), axis=1)[:, :-1]
        per_step = ONSET_RATE // STEPS_PER_S
        self._colours.append(bands.reshape(-1, per_step, BANDS).mean(axis=1))
        self._levels.extend(np.sqrt(np.mean(np.square(windows), axis=1)))
        edges = _onset_edges()
        loud = np.log1p(10 * np.add.reduceat(spectra, edges, axis=1)[:, :-1] / np.diff(edges))
        past = loud[:1].repeat(2, axis=0) if self._before is None else self._before
        longer = np.concatenate((past, loud))
        self._onsets.extend(np.maximum(longer[2:] - longer[:-2], 0).mean(axis=1))
        self._before = longer[-2:]

    def _hear_long(self, windows: Samples) -> None:
        per_step = 16 // STEPS_PER_S
        spectra = np.abs(np.fft.rfft(windows * _hann(_LONG), _PADDED, axis=1))
        rows, bins, weights = _partials(spectra)
        steps = len(windows) // per_step
        flat = np.bincount(rows // per_step * BINS + bins, weights, steps * BINS)
        self._pitches.append(flat.reshape(steps, BINS).astype(np.float32))


def band_centres() -> Floats:
    """The middle of each band of a step's colour, Hz."""
    edges = _band_edges(_SHORT) * (VOICE_RATE / _SHORT)
    return np.asarray(np.sqrt(edges[:-1] * edges[1:]))


def _windows(sound: Samples, length: int, hop: int, count: int) -> Samples:
    return np.lib.stride_tricks.sliding_window_view(sound, length)[::hop][:count]


def _hann(length: int) -> Samples:
    return np.hanning(length).astype(np.float32)


def _band_edges(window: int) -> npt.NDArray[np.int64]:
    """First spectral value of each band, and the end of the last."""
    hertz = np.geomspace(LOWEST_HZ, VOICE_RATE / 2, BANDS + 1)
    edges = np.rint(hertz * window / VOICE_RATE).astype(int)
    for place in range(1, len(edges)):
        edges[place] = max(edges[place], edges[place - 1] + 1)
    return edges


def _onset_edges() -> npt.NDArray[np.int64]:
    return np.unique(np.rint(np.geomspace(2, 500, 41)).astype(int))


def _partials(spectra: Floats) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Floats]:
    """(row, bin of the octave, weight) of every peak that stands out of its surroundings.

    The place of a peak between two spectral values follows from a parabola through three of them in
    decibels (Smith & Serra 1987).
    """
    from scipy.ndimage import median_filter

    low, high = (round(hertz * _PADDED / VOICE_RATE) for hertz in _PITCHES_HZ)
    near = 20 * np.log10(spectra[:, : high + 4 * _FLOOR] + 1e-6)
    floor = median_filter(near[:, ::4], (1, _FLOOR)).repeat(4, axis=1)[:, low:high]
    here, left, right = near[:, low:high], near[:, low - 1 : high - 1], near[:, low + 1 : high + 1]
    peaks = (here > left) & (here >= right) & (here > floor + _STANDS_OUT_DB)
    rows, bins = np.nonzero(peaks)
    a, b, c = left[peaks], here[peaks], right[peaks]
    hertz = (bins + low + 0.5 * (a - c) / (a - 2 * b + c - 1e-9)) * VOICE_RATE / _PADDED
    likely = np.exp(-0.5 * (np.log2(hertz / _LIKELY_HZ) / _LIKELY_OCTAVES) ** 2)
    strength = np.sqrt(spectra[rows, bins + low] / (spectra.max(axis=1)[rows] + 1e-9))
    from_c = np.rint(12 * PARTS * np.log2(hertz / 440)) + 9 * PARTS
    return rows, np.mod(from_c, BINS).astype(int), strength * likely
