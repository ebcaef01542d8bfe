"""What is kept of a sound to tell later what its music is like: a few numbers, never the sound."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from scenescore.listen.kept import Kept
from scenescore.listen.music.key import BINS, PARTS
from scenescore.listen.music.pulse import ONSET_RATE
from scenescore.listen.running import medians
from scenescore.listen.spectra import FRAMES, PADDED, LongSpectra, Samples, Spectra, Table
from scenescore.listen.transform import power_spectra
from scenescore.listen.voice import VOICE_RATE

Floats = npt.NDArray[np.float64]

STEPS_PER_S = 2
"""Pitches and colours are kept for each half second."""

BANDS = 24
"""Bands of a step's colour, evenly spaced in pitch from `LOWEST_HZ` to 8 kHz."""

LOWEST_HZ = 60.0

_SHORT = 1024  # 64 ms: an onset is sharp in it
_SHORT_HOP = VOICE_RATE // ONSET_RATE
_PITCHES_HZ = (65.0, 2100.0)  # C2 to C7: above, there are partials more than notes
_LIKELY_HZ = 300.0
_LIKELY_OCTAVES = 1.3
"""Partials count less the further they lie from where notes are."""

_STANDS_OUT_DB = 8.0
_FLOOR = 25  # spectral values (of every fourth) whose median is the floor: 200 Hz
_BATCH = 4 * VOICE_RATE


@dataclass(frozen=True, slots=True)
class Traces:
    """What is kept of a sound.

    `onsets`, how strongly something begins, and `levels`, root mean square, `ONSET_RATE` values a
    second; for each half second `colours`, power by band (steps, `BANDS`), and `pitches`, the
    weight of each fifth of a semitone (steps, `BINS`).
    """

    onsets: Table
    levels: Table
    colours: Table
    pitches: Table


class MusicMeter:
    """Hears mono sound at 16 kHz in blocks of any length, and its spectra, if made elsewhere.

    Keeps 100 onset values a second and 84 numbers each half second: 2 MB an hour.
    """

    def __init__(self) -> None:
        self._spectra = LongSpectra()
        self._sound: Samples = np.zeros(_SHORT // 2, np.float32)
        self._before: Table | None = None  # the short spectra that the next onsets are measured on
        self._onsets, self._levels = Kept(), Kept()
        self._amplitudes, self._pitches = Kept(BANDS), Kept(BINS)

    def feed(self, block: Samples, spectra: Spectra | None = None) -> None:
        """Hear the next samples, float32 of shape (n,), full scale 1."""
        self._look(spectra or self._spectra.feed(block))
        self._sound = np.concatenate((self._sound, block))
        while len(self._sound) >= _BATCH + _SHORT:
            self._hear(_BATCH)

    def finish(self, spectra: Spectra | None = None) -> Traces:
        """Hear what is left, filled up with silence to whole half seconds, and tell of it all."""
        self._look(spectra or self._spectra.finish())
        step = VOICE_RATE // STEPS_PER_S
        left = len(self._sound) - _SHORT // 2
        if left > 0:
            whole = -(-left // step) * step
            self._sound = np.pad(self._sound, (0, whole + _SHORT - len(self._sound)))
            self._hear(whole)
        onsets, levels = self._onsets.rows()[:, 0], self._levels.rows()[:, 0]
        return Traces(onsets, levels, np.square(self._amplitudes.rows()), self._pitches.rows())

    def _hear(self, count: int) -> None:
        """Hear onsets, levels and colours of the next `count` samples, which have context."""
        windows = np.lib.stride_tricks.sliding_window_view(self._sound, _SHORT)[::_SHORT_HOP]
        windows = windows[: count // _SHORT_HOP]
        self._sound = self._sound[count:]
        power = power_spectra(windows, _hann(_SHORT))
        bands = np.add.reduceat(power, _band_edges(_SHORT), axis=1)[:, :-1]
        per_step = ONSET_RATE // STEPS_PER_S
        self._amplitudes.extend(np.sqrt(bands.reshape(-1, per_step, BANDS).mean(axis=1)))
        self._levels.extend(np.sqrt(np.einsum("nk,nk->n", windows, windows) / _SHORT))
        edges = _onset_edges()
        magnitudes = np.add.reduceat(np.sqrt(power), edges, axis=1)[:, :-1]
        loud = np.log1p(magnitudes * (10 / np.diff(edges)).astype(np.float32))
        past = loud[:1].repeat(2, axis=0) if self._before is None else self._before
        longer = np.concatenate((past, loud))
        self._onsets.extend(np.maximum(longer[2:] - longer[:-2], 0).mean(axis=1))
        self._before = longer[-2:]

    def _look(self, spectra: Spectra) -> None:
        """Weigh the pitches of the next spectra, which are whole half seconds."""
        steps = len(spectra.power) // FRAMES
        if steps:
            rows, bins, weights = _partials(spectra.power)
            flat = np.bincount(rows // FRAMES * BINS + bins, weights, steps * BINS)
            self._pitches.extend(flat.reshape(steps, BINS).astype(np.float32))


def band_centres() -> Floats:
    """The middle of each band of a step's colour, Hz."""
    edges = _band_edges(_SHORT) * (VOICE_RATE / _SHORT)
    return np.asarray(np.sqrt(edges[:-1] * edges[1:]))


@cache
def _hann(length: int) -> Samples:
    return np.hanning(length).astype(np.float32)


@cache
def _band_edges(window: int) -> npt.NDArray[np.int64]:
    """First spectral value of each band, and the end of the last."""
    hertz = np.geomspace(LOWEST_HZ, VOICE_RATE / 2, BANDS + 1)
    edges = np.rint(hertz * window / VOICE_RATE).astype(int)
    for place in range(1, len(edges)):
        edges[place] = max(edges[place], edges[place - 1] + 1)
    return edges


@cache
def _onset_edges() -> npt.NDArray[np.int64]:
    places = np.rint(np.geomspace(2, 500, 41)).astype(int)
    return places[np.diff(places, prepend=0) > 0]


def _partials(
    power: Table,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """(row, bin of the octave, weight) of every peak that stands out of its surroundings.

    The place of a peak between two spectral values follows from a parabola through three of them in
    decibels (Smith & Serra 1987).
    """
    low, high = (round(hertz * PADDED / VOICE_RATE) for hertz in _PITCHES_HZ)
    near = 10 * np.log10(power[:, : high + 4 * _FLOOR] + np.float32(1e-12))
    floor = medians(near[:, ::4], _FLOOR).repeat(4, axis=1)[:, low:high]
    here, left, right = near[:, low:high], near[:, low - 1 : high - 1], near[:, low + 1 : high + 1]
    peaks = (here > left) & (here >= right) & (here > floor + _STANDS_OUT_DB)
    rows, bins = np.divmod(np.flatnonzero(peaks), high - low)
    a, b, c = (near[rows, bins + low + beside] for beside in (-1, 0, 1))
    hertz = (bins + low + 0.5 * (a - c) / (a - 2 * b + c - 1e-9)) * VOICE_RATE / PADDED
    likely = np.exp(-0.5 * (np.log2(hertz / _LIKELY_HZ) / _LIKELY_OCTAVES) ** 2)
    strength = (power[rows, bins + low] / (power.max(axis=1)[rows] + 1e-18)) ** 0.25
    from_c = np.rint(12 * PARTS * np.log2(hertz / 440)) + 9 * PARTS
    return rows, np.mod(from_c, BINS).astype(int), strength * likely
