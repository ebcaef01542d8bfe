"""Where a sound is heard to begin: the steepest rise of loudness summed over the ear's bands.

Loudness in a band grows with about the fourth root of its power (specific loudness, Zwicker &
Fastl), so that a soft attack counts neither from its first trace, as in a logarithm, nor only from
its loudest moment, as in plain energy. An onset is a peak of the summed rise (spectral flux,
half-wave rectified).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scenescore.timebase import SAMPLE_RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

HOP = 120
"""Samples between two looks: 2.5 ms."""

WINDOW = 1024
"""Samples in one look (21 ms, Hann): short enough to time an attack, two periods of 94 Hz."""

_LAG = 4
"""Hops over which the rise is taken: 10 ms."""

_EXPONENT = 0.23
_EDGES_HZ = (40, 200, 400, 630, 920, 1270, 1720, 2320, 3150, 4400, 6400, 9500, 15500)
_FLOOR_DB = 60.0
"""A band weaker than the loudest by more than this is not heard beside it."""

REACH = 0.2
"""Seconds around a moment in which its onset is looked for."""

_STANDS_OUT = 3.0
"""An onset is one when its rise is this many times the usual rise around it."""

_LEAST_RISE = 0.01

AROUND_S = 0.8
"""Seconds on both sides of a moment whose rises are the usual ones there."""

_SAME_S = 0.02
"""Onsets nearer than this to each other are one."""

_CLOSE_S = 0.06
"""Seconds on both sides that are enough to see an onset at a moment itself."""

_OWN_SHARE = 0.8
"""Share of a rise from which it is none of what was added: a sound as loud as the one it is added
to makes the rise a sixth higher, by `_EXPONENT`."""

_LEVEL_S = 0.005
"""Length of the looks at the level in which the end of a sound is sought."""


@dataclass(frozen=True, slots=True)
class Onset:
    """A rise of loudness: seconds from the start of the sound examined, and how strong."""

    seconds: float
    strength: float


def loudness_rise(sound: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Times in seconds and the rise of loudness at each, for `sound` of shape (n, channels).

    The times are the middles of the stretches over which the rise is taken; a rise of 1 goes from
    silence to the loudest moment of the sound.
    """
    power = _band_power(sound)
    rise = _rise(power, like=power)
    return _middles(rise), rise


def _rise(power: NDArray[np.float64], like: NDArray[np.float64]) -> NDArray[np.float64]:
    """The rise of loudness of a sound in whose place `like` is as loud as can be: both in bands."""
    floor = like.max(initial=0.0) * 10 ** (-_FLOOR_DB / 10) + 1e-14
    loudness, loudest = (
        np.power(each + floor, _EXPONENT) - floor**_EXPONENT for each in (power, like)
    )
    rise = np.maximum(loudness[_LAG:] - loudness[:-_LAG], 0.0).sum(axis=1)
    return np.asarray(rise / max(float(loudest.sum(axis=1).max(initial=0.0)), 1e-12))


def _middles(rise: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray((np.arange(len(rise)) + _LAG / 2) * HOP / SAMPLE_RATE)


def strongest_onset(sound: NDArray[np.float32], seconds: float) -> Onset | None:
    """The strongest onset within 200 ms of a moment of `sound` (shape (n, channels), 48 kHz).

    None when the sound is silent or nothing stands out there.
    """
    found = _around(sound, seconds)
    if found is None:
        return None
    times, rise, usual = found
    peak = int(rise.argmax())
    if rise[peak] <= max(usual * _STANDS_OUT, _LEAST_RISE):
        return None
    return Onset(_vertex(times, rise, peak), float(rise[peak]))


def first_strong_onset(
    sound: NDArray[np.float32], seconds: float, share: float = 0.5
) -> Onset | None:
    """The first onset within 200 ms whose rise is at least `share` of the strongest one's."""
    strongest = strongest_onset(sound, seconds)
    found = _around(sound, seconds)
    if strongest is None or found is None:
        return None
    times, rise, _ = found
    for peak in _peaks(rise):
        if rise[peak] >= share * strongest.strength:
            return Onset(_vertex(times, rise, peak), float(rise[peak]))
    return strongest


def stands_out(total: NDArray[np.float32], without: NDArray[np.float32], seconds: float) -> bool:
    """Whether something that is added to a sound is heard to begin at a moment of the `total`.

    `without` is the sound that it is added to. Its onset must stand out of the total, and the sound
    must not have as strong a one by itself there.
    """
    begin, near = _cut(total, seconds, AROUND_S)
    power = _band_power(near)
    rise = _rise(power, like=power)
    peak = _highest(rise, seconds - begin)
    if peak <= max(float(np.median(rise)) * _STANDS_OUT, _LEAST_RISE):
        return False
    begin, near = _cut(without, seconds, _CLOSE_S)
    return _highest(_rise(_band_power(near), like=power), seconds - begin) < _OWN_SHARE * peak


def _cut(
    sound: NDArray[np.float32], seconds: float, half_s: float
) -> tuple[float, NDArray[np.float32]]:
    """The sound around a moment, and the second at which that begins."""
    begin = max(round((seconds - half_s) * SAMPLE_RATE), 0)
    return begin / SAMPLE_RATE, sound[begin : round((seconds + half_s) * SAMPLE_RATE)]


def _highest(rise: NDArray[np.float64], seconds: float) -> float:
    """The highest rise at a moment."""
    return float(rise[np.abs(_middles(rise) - seconds) <= _SAME_S].max(initial=0.0))


def silent_from(sound: NDArray[np.float32], seconds: float) -> float | None:
    """When the sound around a moment has fallen by 20 dB, in seconds; None where it does not.

    The level before is that of the 100 ms before the moment; looked for within 200 ms of it.
    """
    window = round(_LEVEL_S * SAMPLE_RATE)
    begin = max(round((seconds - REACH) * SAMPLE_RATE), 0)
    power = (sound[begin : begin + round(2 * REACH * SAMPLE_RATE)].astype(np.float64) ** 2).mean(1)
    levels = power[: len(power) // window * window].reshape(-1, window).mean(axis=1)
    times = begin / SAMPLE_RATE + np.arange(len(levels)) * _LEVEL_S
    before = levels[(times >= seconds - REACH / 2) & (times < seconds)]
    loud = np.flatnonzero(levels > 0.01 * before.mean()) if len(before) else np.array([], int)
    if not len(loud) or loud[-1] == len(levels) - 1:
        return None
    return float(times[loud[-1]] + _LEVEL_S)


def _around(
    sound: NDArray[np.float32], seconds: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], float] | None:
    """Times and rise within reach of a moment, and the median rise in the second around it."""
    begin, sound = _cut(sound, seconds, AROUND_S)
    times, rise = loudness_rise(sound)
    times = times + begin
    near = np.abs(times - seconds) <= REACH
    if not near.any():
        return None
    return times[near], rise[near], float(np.median(rise))


def _peaks(rise: NDArray[np.float64]) -> list[int]:
    padded = np.concatenate(([-1.0], rise, [-1.0]))
    return [int(i) for i in np.flatnonzero((padded[1:-1] > padded[:-2]) & (rise >= padded[2:]))]


def _vertex(times: NDArray[np.float64], rise: NDArray[np.float64], peak: int) -> float:
    """The top of the parabola through a peak and its neighbours, in seconds."""
    if not 0 < peak < len(rise) - 1:
        return float(times[peak])
    before, top, after = rise[peak - 1 : peak + 2]
    curve = before - 2 * top + after
    offset = 0.5 * (before - after) / curve if curve < 0 else 0.0
    return float(times[peak] + offset * HOP / SAMPLE_RATE)


def _band_power(sound: NDArray[np.float32]) -> NDArray[np.float64]:
    """Power in each band, shape (looks, bands); look i is centred on sample i * HOP."""
    half = WINDOW // 2
    padded = np.pad(np.asarray(sound, np.float64), ((half, half), (0, 0)))
    looks = np.lib.stride_tricks.sliding_window_view(padded, WINDOW, axis=0)[::HOP]
    spectrum = np.fft.rfft(looks * np.hanning(WINDOW), axis=-1)
    power = (spectrum.real**2 + spectrum.imag**2).sum(axis=1) / WINDOW**2
    edges = np.searchsorted(np.fft.rfftfreq(WINDOW, 1 / SAMPLE_RATE), _EDGES_HZ)
    sums = np.concatenate((np.zeros((len(power), 1)), np.cumsum(power, axis=1)), axis=1)
    return np.asarray(sums[:, edges[1:]] - sums[:, edges[:-1]])
