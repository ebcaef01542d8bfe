"""Opening media files, with one sentence for every way in which that can fail."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Discard, Disposition, Stream
from av.video.stream import VideoStream

from scenescore.errors import MediaUnreadable

log = logging.getLogger(__name__)

_HINT = "Play the file to see whether it is whole, or export it again (MP4, MOV or WAV)."


def unreadable(path: Path, reason: str, detail: object = "") -> MediaUnreadable:
    """The error for a file that cannot be decoded, in one sentence."""
    return MediaUnreadable(f"{path.name} cannot be read: {reason}.", _HINT, f"{path}: {detail}")


def open_media(path: Path) -> InputContainer:
    """Open a film or sound file for demuxing; the caller closes it.

    Raises MediaUnreadable when it is missing, empty, or no media file.
    """
    try:
        if not path.is_file():
            raise unreadable(path, "there is no such file")
        if path.stat().st_size == 0:
            raise unreadable(path, "it is empty (0 bytes)")
        return av.open(str(path), "r", metadata_errors="replace")
    except av.FFmpegError as error:
        raise unreadable(path, "it is no film or sound file, or it is damaged", error) from error
    except OSError as error:
        raise unreadable(path, error.strerror or "the system refuses it", error) from error


@contextmanager
def opened(path: Path) -> Iterator[InputContainer]:
    """`open_media` as a context that closes the file."""
    container = open_media(path)
    try:
        yield container
    finally:
        container.close()


def picture_stream(container: InputContainer) -> VideoStream | None:
    """The first stream of moving pictures; cover art is none."""
    for stream in container.streams.video:
        # A film cut off in its header has streams without a decoder.
        shown = stream.codec_context is not None and stream.codec_context.width
        if shown and not stream.disposition & Disposition.attached_pic:
            return stream
    return None


def sound_stream(container: InputContainer) -> AudioStream | None:
    """The stream that a player would choose: marked as default, else the one of most channels."""
    streams = [
        s
        for s in container.streams.audio
        if s.codec_context is not None and s.codec_context.sample_rate
    ]
    if not streams:
        return None
    return max(
        streams,
        key=lambda s: (bool(s.disposition & Disposition.default), s.channels, -s.index),
    )


def only(container: InputContainer, wanted: Stream) -> None:
    """Let the demuxer skip every stream but `wanted`, so that their data is not even read."""
    for stream in container.streams:
        stream.discard = Discard.default if stream is wanted else Discard.all


def start_of(stream: Stream) -> Fraction:
    """Seconds of the container's clock at which a stream begins."""
    return Fraction(stream.start_time or 0) * (stream.time_base or 0)


def origin_of(container: InputContainer) -> Fraction:
    """Seconds of the container's clock that are zero of the media: its first picture, else sound.

    Editors count a film from its first frame; sound that begins later or earlier keeps its
    distance.
    """
    if (picture := picture_stream(container)) is not None:
        return start_of(picture)
    sound = sound_stream(container)
    # Sound alone starts below zero only where a codec's priming, which is never heard, does.
    return max(start_of(sound), Fraction(0)) if sound else Fraction(0)


class Lost(NamedTuple):
    """A packet that cannot be decoded: the container's time of it in seconds, where it says."""

    moment: Fraction | None


def packets_of(container: InputContainer, stream: Stream) -> Iterator[Packet[Any]]:
    """A stream's packets from where the container stands; a file that breaks off ends there."""
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
        except StopIteration:
            return
        except av.FFmpegError as error:
            log.info("%s breaks off: %s", container.name, error)
            return
        yield packet


def decoded_packets(
    container: InputContainer,
    stream: Stream,
    path: Path,
    meet: Callable[[Packet[Any]], None] | None = None,
) -> Iterator[list[Any] | Lost]:
    """The frames of each packet of a stream, from where the container stands.

    `meet` is shown every packet before it is decoded. A packet that cannot be decoded is `Lost`,
    and, as the last, a file that breaks off.
    """
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
        except StopIteration:
            return
        except av.FFmpegError as error:
            log.debug("%s breaks off: %s", path, error)
            yield Lost(None)
            return
        if meet:
            meet(packet)
        try:
            frames = packet.decode()
        except av.EOFError:
            return
        except av.FFmpegError as error:
            log.debug("a packet of %s cannot be decoded: %s", path, error)
            yield Lost(None if packet.pts is None else packet.pts * packet.time_base)
            continue
        yield frames
