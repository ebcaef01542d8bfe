"""Packets of sound joined in runs, because what is done to each costs more than decoding it."""

from __future__ import annotations

from math import isnan, nan
from typing import Any, NamedTuple, TypeAlias

import av
import numpy as np
from av.audio.fifo import AudioFifo
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

from scenescore.media.downmix import to_stereo

Sound: TypeAlias = NDArray[np.float32]
"""Samples (n, 2) in float32, full scale at 1."""

_MOST = 16
"""Packets in a run: a third of a second of AAC, so that few are decoded beyond what is wanted."""
_PLANES = 8
"""From so many planes on PyAV (18.1) reads past the end of their list, and crashes."""
_OFFSETS: dict[np.dtype[Any], float] = {np.dtype(np.uint8): 128.0}
_SCALES: dict[np.dtype[Any], float] = {
    np.dtype(np.uint8): 2.0**-7,
    np.dtype(np.int16): 2.0**-15,
    np.dtype(np.int32): 2.0**-31,
    np.dtype(np.int64): 2.0**-63,
}


class Piece(NamedTuple):
    """Sound of packets that follow one another, and where it begins as each time stamp says it."""

    said: tuple[float, ...]
    sound: Sound

    @property
    def at(self) -> float:
        """Where it begins, as its first time stamp says; NaN where no packet has one."""
        return self.said[0] if self.said else nan


class Run:
    """Decoded frames of one kind, each where the one before it ends (within `jitter` samples)."""

    def __init__(self, jitter: int) -> None:
        self._jitter = jitter
        self._frames = AudioFifo()
        self._first: AudioFrame | None = None
        self._said: list[float] = []
        self._count = self._length = 0

    def takes(self, frame: AudioFrame, position: float) -> bool:
        """Whether a frame belongs here; `position` is what its time stamp says (NaN: nothing)."""
        if self._first is None:
            return True
        stray = abs(position - self._length - self._said[0]) if self._said else 0.0
        return not (
            stray > self._jitter
            or self._count == _MOST
            or frame.layout != self._first.layout
            or frame.format.name != self._first.format.name
            or frame.sample_rate != self._first.sample_rate
        )

    def add(self, frame: AudioFrame, position: float) -> None:
        """Take the next frame, and its time stamp away from it."""
        self._first = self._first or frame
        if not isnan(position):
            self._said.append(position - self._length)
        frame.pts = None  # the queue would have it count from zero
        self._frames.write(frame)
        self._length += frame.samples
        self._count += 1

    def joined(self) -> Piece:
        """The sound of all frames."""
        frame = self._frames.read()
        return Piece(tuple(self._said), _stereo(frame) if frame else np.zeros((0, 2), np.float32))


def _stereo(frame: AudioFrame) -> Sound:
    """A decoded frame as stereo float32."""
    channels = tuple(channel.name for channel in frame.layout.channels)
    if frame.format.is_planar and len(channels) >= _PLANES:
        frame = av.AudioResampler(format="flt").resample(frame)[0]
    raw = frame.to_ndarray()
    samples = raw.T if frame.format.is_planar else raw.reshape(-1, len(channels))
    return to_stereo(_as_float(samples), channels)


def _as_float(samples: NDArray[Any]) -> Sound:
    scale = _SCALES.get(samples.dtype)
    floats = samples.astype(np.float32, copy=False)
    if scale is None:
        if np.isfinite(floats).all():
            return floats
        # A sample that is no number would silence all that follows.
        return np.nan_to_num(floats, posinf=0.0, neginf=0.0)
    centred = floats - np.float32(_OFFSETS.get(samples.dtype, 0.0))
    return centred * np.float32(scale)
