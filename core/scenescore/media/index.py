"""Where a film's key frames lie and how large its coded pictures are, told without decoding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from av.container import InputContainer
from av.video.stream import VideoStream

from scenescore.media.opening import only, opened, packets_of, picture_stream
from scenescore.media.probe import probe

_READ_THROUGH = 256 << 20
"""Bytes up to which a file that brings no index of every picture is read through for one."""


@dataclass(frozen=True, slots=True)
class PictureIndex:
    """One entry a coded picture, in the order they are decoded.

    `seconds` (n,) from the first picture, when each is decoded, which is up to a few frames before
    it is shown; `keys` (n,) tells key frames; `sizes` (n,) in bytes.
    """

    seconds: npt.NDArray[np.float64]
    keys: npt.NDArray[np.bool_]
    sizes: npt.NDArray[np.int64]


def picture_index(path: Path) -> PictureIndex | None:
    """The index of a film's pictures; None where it would take reading a large file through.

    Raises MediaUnreadable.
    """
    info = probe(path).picture
    if info is None:
        return None
    with opened(path) as film:
        stream = picture_stream(film)
        if stream is None:
            return None
        tick = float(stream.time_base or info.rate.frame)
        entries = [(e.timestamp, e.is_keyframe, e.size) for e in stream.index_entries]
        if len(entries) * 2 < float(info.duration * info.rate.fps):  # only key frames, or nothing
            if path.stat().st_size > _READ_THROUGH:
                return None
            entries = list(_read_through(film, stream))
    if not entries:
        return None
    times, keys, sizes = (np.array(column) for column in zip(*entries, strict=True))
    return PictureIndex(times * tick - float(info.start), keys.astype(bool), sizes)


def _read_through(film: InputContainer, stream: VideoStream) -> Iterator[tuple[int, bool, int]]:
    only(film, stream)
    for packet in packets_of(film, stream):
        if packet.dts is not None:
            yield packet.dts, packet.is_keyframe, packet.size
