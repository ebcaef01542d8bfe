"""The MP4 container: sound encoded beside any picture, packets in the order of their times."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet
from numpy.typing import NDArray

from scenescore.cache import atomic
from scenescore.errors import MediaUnreadable, OutputUnwritable
from scenescore.media.opening import opened
from scenescore.timebase import SAMPLE_RATE

_SOUND_BITS_PER_S = 320_000

_SIGNATURE = "Music by SceneScore"

Blocks = Iterable[NDArray[np.floating[Any]]]
"""Sound in blocks (n, 2), full scale at 1."""
Packets: TypeAlias = "Iterator[Packet[Any]]"


@contextmanager
def mp4_file(path: Path) -> Iterator[OutputContainer]:
    """A container to write to; the file is whole or not there. Raises OutputUnwritable."""
    # The index in front lets players start at once; a fine clock ends the sound by the sample.
    options = {"movflags": "+faststart", "movie_timescale": str(SAMPLE_RATE)}
    with (
        atomic(path) as temporary,
        _told(path),
        av.open(str(temporary), "w", format="mp4", container_options=options) as container,
    ):
        container.metadata["comment"] = _SIGNATURE
        yield container


def is_our_film(path: Path) -> bool:
    """Whether a file is a film that SceneScore wrote, by the comment in it."""
    try:
        with opened(path) as film:
            return film.metadata.get("comment") == _SIGNATURE
    except MediaUnreadable:
        return False


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say in a sentence what the muxer or an encoder refuses; `atomic` tells of the disk."""
    try:
        yield
    except av.FFmpegError as error:
        if isinstance(error, OSError):
            raise
        message = f"{path.name} cannot be written as MP4."
        hint = "Export the film again, or score without --film."
        raise OutputUnwritable(message, hint, str(error)) from error


def sound_track(container: OutputContainer, sample_rate: int) -> AudioStream:
    """A stereo AAC stream at 320 kb/s."""
    return container.add_stream(
        "aac", rate=sample_rate, layout="stereo", format="fltp", bit_rate=_SOUND_BITS_PER_S
    )


def encoded_sound(stream: AudioStream, blocks: Blocks, sample_rate: int) -> Packets:
    """Packets of the sound. The encoder's priming lies before 0, where an edit list hides it."""
    position = 0
    for block in blocks:
        planes = np.ascontiguousarray(block.T, np.float32)
        frame = AudioFrame.from_ndarray(planes, format="fltp", layout="stereo")
        frame.sample_rate = sample_rate
        frame.time_base = Fraction(1, sample_rate)
        frame.pts = position
        position += len(block)
        yield from stream.encode(frame)
    yield from stream.encode(None)


def mux(container: OutputContainer, *tracks: Packets) -> None:
    """Write packets as they come due, so that no track runs ahead and memory stays flat."""
    for packet in heapq.merge(*tracks, key=_due):
        container.mux(packet)


def _due(packet: Packet[Any]) -> Fraction:
    return (packet.dts or 0) * packet.time_base
