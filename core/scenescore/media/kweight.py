"""The K-weighting filter of ITU-R BS.1770-4 at any sample rate.

FFmpeg filters, which decodes the sound anyway: it takes half as long as scipy.signal does, whose
import alone takes as long as filtering six minutes.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from math import pi, tan
from typing import Any

import av
import numpy as np
from av.filter import Graph
from numpy.typing import NDArray

Sections = NDArray[np.float64]

_LAYOUTS = {1: "mono", 2: "stereo"}

_SHELF_HZ, _SHELF_DB, _SHELF_Q = 1681.974450955533, 3.999843853973347, 0.7071752369554196
_HIGHPASS_HZ, _HIGHPASS_Q = 38.13547087602444, 0.5003270373238773
"""The analogue filters behind the recommendation's 48 kHz coefficients (its tables 1 and 2), found
by inverting the bilinear transform (B. De Man, "Evaluation of implementations of the EBU R128
loudness measurement", AES 145, 2018)."""


@lru_cache(maxsize=16)
def k_filter(sample_rate: int) -> Sections:
    """Second-order sections (2, 6), b0 b1 b2 a0 a1 a2 each: head shelf, then high-pass."""
    return np.array([_shelf(sample_rate), _highpass(sample_rate)])


class KWeighting:
    """Sound in mono or stereo through the filter, in blocks of any length."""

    def __init__(self, sample_rate: int, channels: int = 2) -> None:
        self._rate = sample_rate
        self._layout = _LAYOUTS[channels]
        self._samples = 0
        graph = Graph()
        graph.threads = 1
        self._source = graph.add_abuffer(
            sample_rate=sample_rate,
            format="dblp",
            layout=self._layout,
            time_base=Fraction(1, sample_rate),
        )
        filters = [graph.add("biquad", _arguments(section)) for section in k_filter(sample_rate)]
        self._sink = graph.add("abuffersink")
        graph.link_nodes(self._source, *filters, self._sink).configure()
        self._graph = graph  # kept alive: its parts do not hold it

    def weighted(self, block: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        """The next samples (n, channels) as the filter lets them through, (channels, n)."""
        frame = av.AudioFrame(format="dblp", layout=self._layout, samples=len(block))
        for plane, channel in zip(frame.planes, block.T, strict=True):
            plane.update(channel.astype(np.float64))
        frame.sample_rate, frame.pts = self._rate, self._samples
        self._samples += len(block)
        self._source.push(frame)
        first, *others = self._filtered()
        return np.concatenate([first, *others], axis=1) if others else first

    def _filtered(self) -> Iterator[NDArray[np.float64]]:
        while True:
            try:
                frame = self._sink.pull()
            except av.BlockingIOError:  # that was all so far
                return
            if isinstance(frame, av.AudioFrame):
                yield frame.to_ndarray().astype(np.float64, copy=False)


def _arguments(section: NDArray[np.float64]) -> str:
    names = ("b0", "b1", "b2", "a0", "a1", "a2")
    return ":".join(f"{name}={float(x)!r}" for name, x in zip(names, section, strict=True))


def _shelf(sample_rate: int) -> list[float]:
    k = tan(pi * _SHELF_HZ / sample_rate)
    high = 10 ** (_SHELF_DB / 20)
    band = high**0.4996667741545416  # the gain at the shelf's turning point
    a0 = 1 + k / _SHELF_Q + k * k
    b = [high + band * k / _SHELF_Q + k * k, 2 * (k * k - high), high - band * k / _SHELF_Q + k * k]
    return [x / a0 for x in (*b, a0, 2 * (k * k - 1), 1 - k / _SHELF_Q + k * k)]


def _highpass(sample_rate: int) -> list[float]:
    k = tan(pi * _HIGHPASS_HZ / sample_rate)
    a0 = 1 + k / _HIGHPASS_Q + k * k
    # The recommendation leaves the numerator at 1, -2, 1, unscaled.
    return [1, -2, 1, 1, 2 * (k * k - 1) / a0, (1 - k / _HIGHPASS_Q + k * k) / a0]
