"""Loudness after ITU-R BS.1770-4 and EBU R128, from a track of power per tenth of a second."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenescore.media.kweight import KWeighting
from scenescore.model import LoudnessTrack
from scenescore.timebase import Span, round_half_up

HOP = Fraction(1, 10)
SILENT_LUFS = -120.0
"""What is said of digital silence, whose loudness is minus infinity."""

_OFFSET_LU = -0.691
_BLOCK_S, _OVERLAP = Fraction(2, 5), 4
_SHORT_TERM_S = 3
_ABSOLUTE_GATE, _RELATIVE_GATE = -70.0, -10.0

Powers = NDArray[np.float64]


class PowerMeter:
    """Measures K-weighted power and sample peak of stereo sound fed in blocks of any size.

    `feed` takes (n, 2); `track` gives the result so far. Hops begin at the sample nearest to
    `i * hop` seconds and the last one is the mean of what it got, so that nothing depends on how
    the sound was cut into blocks. Left and right weigh 1 each.
    """

    def __init__(self, sample_rate: int, hop: Fraction = HOP) -> None:
        self._rate = sample_rate
        self._hop = hop
        self._filter: KWeighting | None = None
        self._step, self._parts = (hop * sample_rate).as_integer_ratio()
        self._samples = 0
        self._sums, self._peaks, self._lengths = array("d"), array("d"), array("q")

    def feed(self, block: NDArray[np.floating[Any]]) -> None:
        """Take the next samples (n, 2), or (n, 1) of mono."""
        if not len(block):
            return
        self._filter = self._filter or KWeighting(self._rate, block.shape[1])
        weighted = self._filter.weighted(block)
        starts = self._starts(len(block))
        lengths = np.diff(starts, append=len(block))
        first = len(self._sums) - len(starts)
        measured = zip(_sums(weighted, starts), _peaks(block, starts), lengths, strict=True)
        for hop, (total, peak, length) in enumerate(measured, first):
            self._sums[hop] += total
            self._peaks[hop] = max(self._peaks[hop], peak)
            self._lengths[hop] += length

    def track(self) -> LoudnessTrack:
        """Power and peak of every hop so far."""
        power = tuple(total / n for total, n in zip(self._sums, self._lengths, strict=True))
        return LoudnessTrack(self._hop, power, tuple(self._peaks))

    def _starts(self, count: int) -> NDArray[np.int64]:
        """Where in the next samples a hop goes on or begins; those that begin get their place."""
        first, self._samples = self._samples, self._samples + count
        starts = [] if first == self._begin(len(self._sums)) else [0]
        while (begin := self._begin(len(self._sums))) < self._samples:
            starts.append(begin - first)
            for kept in (self._sums, self._peaks, self._lengths):
                kept.append(0)
        return np.array(starts)

    def _begin(self, hop: int) -> int:
        """The sample at which a hop begins: `to_samples`, without a fraction for each."""
        return (2 * hop * self._step + self._parts) // (2 * self._parts)


def _sums(weighted: Powers, starts: NDArray[np.int64]) -> Powers:
    """Squares of all channels (channels, n), summed from each start to the next."""
    return np.add.reduceat(np.einsum("cn,cn->n", weighted, weighted), starts)


def _peaks(block: NDArray[np.floating[Any]], starts: NDArray[np.int64]) -> Powers:
    """The largest level of a block (n, channels) from each start to the next."""
    row, places = block.reshape(-1), starts * block.shape[1]
    return np.maximum(np.maximum.reduceat(row, places), -np.minimum.reduceat(row, places))


def lufs(power: float) -> float:
    """Loudness of a mean power; SILENT_LUFS for silence."""
    return max(_OFFSET_LU + 10 * float(np.log10(power)), SILENT_LUFS) if power > 0 else SILENT_LUFS


def power_of(loudness: float) -> float:
    """The mean power that has this loudness: the inverse of `lufs`."""
    return float(10 ** ((loudness - _OFFSET_LU) / 10))


def integrated(track: LoudnessTrack) -> float:
    """Gated programme loudness in LUFS: 400 ms blocks, gates at -70 LUFS and -10 LU."""
    return _gated(_blocks(track)[1])


def integrated_over(track: LoudnessTrack, spans: Sequence[Span]) -> float:
    """Loudness in LUFS of the 400 ms blocks whose middle lies in `spans` (dialogue gating).

    The spans take the place of the relative gate, as dialogue-gated measures want it; silence below
    -70 LUFS still does not count.
    """
    starts, power = _blocks(track)
    middles = starts + float(_BLOCK_S) / 2
    inside = np.zeros(len(middles), bool)
    for span in spans:
        inside |= (middles >= float(span.start)) & (middles < float(span.end))
    heard = power[inside & (power > power_of(_ABSOLUTE_GATE))]
    return lufs(float(heard.mean())) if len(heard) else SILENT_LUFS


def short_term(track: LoudnessTrack) -> tuple[float, ...]:
    """Loudness in LUFS of the 3 s windows that start at each hop; one window if it is shorter."""
    size = max(1, round_half_up(_SHORT_TERM_S / track.hop))
    return tuple(map(lufs, _means(track, size)))


def loudness_of(track: LoudnessTrack, span: Span) -> float:
    """Ungated loudness in LUFS of a stretch; hops that lie in it partly count in part."""
    hop = track.hop
    first, last = max(0, int(span.start / hop)), min(len(track.power), -int(-span.end // hop))
    power = total = 0.0
    for index in range(first, last):
        share = float(span.overlap(Span(index * hop, (index + 1) * hop)))
        power += share * track.power[index]
        total += share
    return lufs(power / total) if total else SILENT_LUFS


def _blocks(track: LoudnessTrack) -> tuple[Powers, Powers]:
    """Start in seconds and mean power of the gating blocks, overlapping by three quarters."""
    size = max(1, round_half_up(_BLOCK_S / track.hop))
    step = max(1, size // _OVERLAP)
    power = _means(track, size)[::step]
    starts = np.arange(len(power), dtype=np.float64) * (step * float(track.hop))
    return starts, power


def _means(track: LoudnessTrack, size: int) -> Powers:
    """Mean power of every run of `size` hops; of all hops if there are fewer."""
    power = np.asarray(track.power, np.float64)
    if not len(power):
        return power
    windows = np.lib.stride_tricks.sliding_window_view(power, min(size, len(power)))
    means: Powers = windows.mean(axis=1)
    return means


def _gated(power: Powers) -> float:
    heard = power[power > power_of(_ABSOLUTE_GATE)]
    if not len(heard):
        return SILENT_LUFS
    relative = power_of(lufs(float(heard.mean())) + _RELATIVE_GATE)
    return lufs(float(heard[heard > relative].mean()))
