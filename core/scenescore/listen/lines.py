"""How much of a sound holds still in pitch: the evidence of music, every half second.

Notes are lines along time in a spectrogram; the harmonics of a voice glide, noise has none. On a
scale of quarter tones the level of every pitch is compared with its surroundings (its prominence),
and prominences are averaged along time: over a quarter of a second a vowel still stands out, over
three quarters only notes do, over three seconds only the steps of a scale. What stands still for
twenty seconds is hum: a second set of features is taken with it subtracted. In speech lines break
off at every consonant; in music somebody always holds one, so the lower percentile tells more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from scenescore.listen.voice import VOICE_RATE, Samples

Table = npt.NDArray[np.float32]

STEPS_PER_S = 2
"""Features are told for each half second."""

_WINDOW = 4096  # 256 ms
_PADDED = 2 * _WINDOW
_HOP = 1000  # 62.5 ms
_FRAMES = VOICE_RATE // STEPS_PER_S // _HOP

_LOWEST_HZ = 65.406  # C2
_OCTAVES = 6
_PER_OCTAVE = 24
_PITCHES = _OCTAVES * _PER_OCTAVE
_BANDS = 3  # of two octaves each
_LOUDEST = 8  # pitches of a band whose mean tells of it
_AROUND = 19  # quarter tones whose median is the surroundings
_WEAKEST_DB, _STRONGEST_DB = -6.0, 18.0

_HUM = 320  # frames: 20 s
_SPANS = (4, 12, 48)  # frames: 0.25, 0.75 and 3 s
_STABLE = (12, 48)
_LINE_DB = 5.0
_TONE_DB = 2.0
_LATER = (5, 10, 20)  # frames between two spectra that are compared
_CHANGE = 16
_LOW_PERCENTILE = 15
_LOW_FRAMES = (16, 32)
_BATCH = 160  # frames measured at once: 10 s


def feature_names() -> tuple[str, ...]:
    """What each column of `LineMeter.features` is."""
    sets = [
        name
        for whose in ("all", "moving")
        for name in (
            *(f"{whose}_{span}_{band}" for span in _SPANS for band in ("low", "mid", "high")),
            *(f"{whose}_{kind}_{span}" for span in _STABLE for kind in ("tones", "lines")),
        )
    ]
    means = (*sets, "change", *(f"alike_{later}" for later in _LATER))
    return (*means, *(f"{name}_least_{n}" for n in _LOW_FRAMES for name in _held(means)))


class LineMeter:
    """Hears mono sound at 16 kHz in blocks of any length.

    Keeps some 40 numbers for each half second, and ten seconds of spectra on both sides of what is
    being measured.
    """

    def __init__(self) -> None:
        self._rest: Samples = np.zeros(_WINDOW // 2, np.float32)
        self._frames: Table = np.zeros((0, _PITCHES), np.float32)
        self._done = 0  # frames at the front that are only context
        self._features: list[Table] = []
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
            self._frames = np.concatenate((self._frames, self._prominence(windows)))
        self._rest = sound[count * _HOP :]
        while len(self._frames) >= self._done + _BATCH + _HUM // 2:
            self._measure(self._done + _BATCH)

    def finish(self) -> None:
        """Hear what is left, filled up with silence."""
        self.feed(np.zeros(_WINDOW // 2 + _HOP, np.float32))
        if len(self._frames) > self._done:
            self._measure(len(self._frames))

    @property
    def features(self) -> Table:
        """Shape (steps, features), in the order of `feature_names`."""
        empty = np.zeros((0, len(feature_names())), np.float32)
        return np.concatenate(self._features or [empty])

    @property
    def powers(self) -> Table:
        """Mean square of the sound for each half second."""
        powers = np.concatenate(self._powers or [np.zeros(0, np.float32)])
        return _by_step(powers[:, None])[:, 0]

    def _prominence(self, windows: Samples) -> Table:
        """Decibels by which each pitch stands out of its surroundings."""
        from scipy.ndimage import median_filter

        spectra = np.abs(np.fft.rfft(windows * self._hann, _PADDED, axis=1)).astype(np.float32)
        loudest = np.maximum.reduceat(np.square(spectra), self._edges, axis=1)[:, 0::2]
        levels = 10 * np.log10(loudest + 1e-10)
        out = levels - median_filter(levels, (1, _AROUND), mode="nearest")
        return np.asarray(np.clip(out, _WEAKEST_DB, _STRONGEST_DB), np.float32)

    def _measure(self, until: int) -> None:
        """Features of the frames [done, until); the last ten seconds stay as context."""
        found = _frame_features(self._frames)
        names = [*found]
        table = np.stack([found[name] for name in names], axis=1)
        held = np.stack([found[name] for name in _held(names)], axis=1)
        own = slice(self._done, until)
        columns = [_by_step(table[own])]
        columns += [_by_step(_least(held, frames)[own]) for frames in _LOW_FRAMES]
        self._features.append(np.concatenate(columns, axis=1).astype(np.float32))
        kept = max(0, until - _HUM // 2)
        self._frames, self._done = self._frames[kept:], until - kept


def _pitch_edges() -> npt.NDArray[np.int64]:
    """First and last spectral value of each pitch, in pairs, for `reduceat`."""
    hertz = _LOWEST_HZ * 2 ** ((np.arange(_PITCHES + 1) - 0.5) / _PER_OCTAVE)
    places = hertz * _PADDED / VOICE_RATE
    first = np.maximum(np.floor(places[:-1]).astype(int), 1)
    last = np.maximum(np.ceil(places[1:]).astype(int), first + 1)
    return np.stack((first, last), axis=1).ravel()


def _frame_features(prominence: Table) -> Mapping[str, Table]:
    """All that is told of each frame; the names are `feature_names` without the least ones."""
    still = np.maximum(_mean(prominence, _HUM), 0)
    found: dict[str, Table] = {}
    for whose, lines in (("all", prominence), ("moving", prominence - still)):
        means = {span: _mean(lines, span) for span in _SPANS}
        for span, mean in means.items():
            for band, values in zip(("low", "mid", "high"), _loudest(mean), strict=True):
                found[f"{whose}_{span}_{band}"] = values
        for span in _STABLE:
            found[f"{whose}_tones_{span}"] = _unevenness(means[span])
            found[f"{whose}_lines_{span}"] = np.sqrt((means[span] > _LINE_DB).sum(axis=1))
    found["change"] = _change(_mean(prominence, _STABLE[0]))
    centred = prominence - prominence.mean(axis=1, keepdims=True)
    found |= {f"alike_{later}": _alike(centred, later) for later in _LATER}
    return found


def _held(names: Any) -> list[str]:
    """Those of the features whose least value over a second or two is told too."""
    return [n for n in names if n.startswith(("all_4_", "all_12_")) or n == "alike_5"]


def _mean(frames: Table, span: int) -> Table:
    from scipy.ndimage import uniform_filter1d

    return np.asarray(uniform_filter1d(frames, span, axis=0, mode="reflect"))


def _least(frames: Table, span: int) -> Table:
    from scipy.ndimage import percentile_filter

    return np.asarray(percentile_filter(frames, _LOW_PERCENTILE, size=(span, 1), mode="reflect"))


def _loudest(mean: Table) -> list[Table]:
    """For each band the mean of its most prominent pitches."""
    bands = mean.reshape(len(mean), _BANDS, -1)
    top = np.partition(bands, -_LOUDEST, axis=2)[:, :, -_LOUDEST:].mean(axis=2)
    return list(top.T)


def _unevenness(mean: Table) -> Table:
    """How unlike the quarter tones of an octave are: a scale uses some and leaves others out."""
    octave = np.maximum(mean - _TONE_DB, 0).reshape(len(mean), _OCTAVES, _PER_OCTAVE).sum(axis=1)
    return np.asarray(octave.std(axis=1))


def _change(mean: Table) -> Table:
    """How different the lines are a second later."""
    if len(mean) <= _CHANGE:
        return np.zeros(len(mean), np.float32)
    values = np.abs(mean[_CHANGE:] - mean[:-_CHANGE]).mean(axis=1)
    return np.pad(values, _CHANGE // 2, mode="edge")


def _alike(centred: Table, later: int) -> Table:
    """Correlation of each spectrum with one a little later."""
    if len(centred) <= later:
        return np.zeros(len(centred), np.float32)
    both = (centred[later:] * centred[:-later]).sum(axis=1)
    power = np.square(centred).sum(axis=1)
    values = both / (np.sqrt(power[later:] * power[:-later]) + 1e-9)
    return np.pad(values, (later // 2, later - later // 2), mode="edge")


def _by_step(frames: Table) -> Table:
    """Means over half a second; the last may hold fewer frames."""
    count = -(-len(frames) // _FRAMES)
    if not count:
        return frames
    padded = np.pad(frames, ((0, count * _FRAMES - len(frames)), (0, 0)), mode="edge")
    return np.asarray(padded.reshape(count, _FRAMES, -1).mean(axis=1))
