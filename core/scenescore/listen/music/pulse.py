"""Tempo and beats of music, from how strongly something begins at each moment.

Tempo is the period at which the onsets resemble themselves: their autocorrelation over windows of
ten seconds, summed over the first four multiples of a period (a comb), times a log-normal
preference for tempi that people tap to (Parncutt 1994; Moelants 2002: most near 120 a minute).
Beats follow by dynamic programming (Ellis 2007, J. New Music Research 36).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Onsets = npt.NDArray[np.float32]

ONSET_RATE = 100
"""Values a second of every onset curve here."""

LEAST_S = 8.0
"""Less music than this has no tempo that could be told from chance."""

_WINDOW_S = 10
_TEMPI = np.exp(np.arange(np.log(40), np.log(220), 0.004))
_TAPPED_BPM = 110.0
_TAPPED_OCTAVES = 0.9
"""Centre and spread of the preference. Wide: music is followed at half or double tempo as well."""

_COMB = (1.0, 0.5, 1 / 3, 0.25)
_LEAST_CLARITY = 0.14
"""Share of a perfect comb. Of our own composer's 30 cues the only two tempi not found, not even at
the octave, had less (.11 and .12); one without a beat has .10."""

_TIGHTNESS = 100.0
"""What a beat off its place costs: this times the squared logarithm of the ratio of periods."""

_BEAT_STEP = 2
"""Onset values to one step of the search for beats: 20 ms."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """A tempo, its beats in seconds from the first value, and how clear it is (0…1)."""

    bpm: float
    beats: tuple[float, ...]
    clarity: float


def pulse_of(onsets: Onsets) -> Pulse | None:
    """The pulse of an onset curve at `ONSET_RATE`; None where there is none to be told."""
    if len(onsets) < LEAST_S * ONSET_RATE:
        return None
    curve = _sharpened(onsets)
    likeness = _autocorrelation(curve)
    if likeness[0] <= 0:
        return None
    combs = _combs(likeness / likeness[0])
    best = int(np.argmax(combs * _preference(_TEMPI)))
    clarity = float(combs[best] / sum(_COMB))
    if clarity < _LEAST_CLARITY:
        return None
    beats = _beats(curve, 60 / float(_TEMPI[best]))
    return Pulse(_bpm(beats, float(_TEMPI[best])), beats, clarity)


def _sharpened(onsets: Onsets) -> Floats:
    """What stands out of the last second's mean, a little rounded."""
    import cv2

    whole = onsets[None].astype(np.float64)
    usual = cv2.blur(whole, (ONSET_RATE, 1), borderType=cv2.BORDER_REFLECT)
    above = np.maximum(whole - usual, 0)
    return np.asarray(cv2.GaussianBlur(above, (13, 1), 1.5, borderType=cv2.BORDER_REFLECT)[0])


def _autocorrelation(curve: Floats) -> Floats:
    """Mean over half-overlapping windows, each of one variance; as many lags as values."""
    length = _WINDOW_S * ONSET_RATE
    total = np.zeros(length)
    for start in range(0, max(1, len(curve) - length // 2), length // 2):
        window = curve[start : start + length]
        if len(window) < length // 2 or window.std() == 0:
            continue
        spectrum = np.fft.rfft((window - window.mean()) / window.std(), 2 * length)
        total += np.fft.irfft(np.abs(spectrum) ** 2)[:length]
    return total


def _combs(likeness: Floats) -> Floats:
    """For every tempo the weighted likeness at one to four periods."""
    lags = np.arange(len(likeness))
    period = 60 * ONSET_RATE / _TEMPI
    teeth = [w * np.interp(n * period, lags, likeness) for n, w in enumerate(_COMB, start=1)]
    total: Floats = np.maximum(np.sum(teeth, axis=0), 0.0)
    return total


def _preference(bpm: Floats) -> Floats:
    return np.asarray(np.exp(-0.5 * (np.log2(bpm / _TAPPED_BPM) / _TAPPED_OCTAVES) ** 2))


def _beats(curve: Floats, period_s: float) -> tuple[float, ...]:
    """Beats as near to onsets and as even as can be."""
    step = _BEAT_STEP / ONSET_RATE
    strength = curve[: len(curve) // _BEAT_STEP * _BEAT_STEP].reshape(-1, _BEAT_STEP).max(axis=1)
    strength = strength / (strength.std() + 1e-9)
    period = period_s / step
    back = np.arange(round(period / 2), round(2 * period) + 1)
    cost = _TIGHTNESS * np.log(back / period) ** 2
    score, before = strength.copy(), np.full(len(strength), -1)
    for now in range(int(back[0]), len(strength)):
        reach = back[: np.searchsorted(back, now, side="right")]
        earlier = score[now - reach] - cost[: len(reach)]
        best = int(np.argmax(earlier))
        if earlier[best] > 0:
            score[now] += earlier[best]
            before[now] = now - reach[best]
    return tuple(round(place * step, 3) for place in _traced(score, before, round(period)))


def _traced(score: Floats, before: npt.NDArray[np.int64], period: int) -> list[int]:
    """The best chain of beats that ends within the last period."""
    tail = max(0, len(score) - period)
    place = tail + int(np.argmax(score[tail:]))
    chain = [place]
    while before[chain[-1]] >= 0:
        chain.append(int(before[chain[-1]]))
    return chain[::-1]


def _bpm(beats: tuple[float, ...], guess: float) -> float:
    """The tempo of the beats themselves where they are even enough to say it more exactly."""
    if len(beats) < 8:
        return guess
    slope = float(np.polyfit(np.arange(len(beats)), beats, 1)[0])
    found = 60 / slope
    return found if abs(found / guess - 1) < 0.04 else guess
