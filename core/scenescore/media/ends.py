"""Where the streams of a file end: by its headers, or by its packets where those say otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Stream
from av.video.stream import VideoStream

from scenescore.media.opening import only, opened, start_of

_SLACK = Fraction(1)
"""Seconds by which a header may exceed what is there: the last picture may be held for a while."""

_UNSAID = 0xFFFF_FFFF
"""What a WAV file that was streamed says of its size, and RF64."""


class End(NamedTuple):
    """Container time of a stream's last moment, and the seconds beyond it that its header says."""

    there: Fraction
    missing: Fraction = Fraction(0)


def ends_of(
    path: Path, container: InputContainer, streams: Sequence[VideoStream | AudioStream]
) -> dict[int, End]:
    """The end of each stream by its index.

    Headers are believed where packets are found near the end that they say, in one of the streams
    at least. A file that breaks off, or that has no finished header, is read through.
    """
    said = {stream.index: _said(stream, container) for stream in streams}
    known = {index: end for index, end in said.items() if end is not None}
    if len(known) == len(said) and any(_reaches(container, s, known[s.index]) for s in streams):
        return {s.index: End(known[s.index], _cut_off(path, container, s)) for s in streams}
    read = _read(path)
    return {stream.index: _shorter(read[stream.index], said[stream.index]) for stream in streams}


def _said(stream: Stream, container: InputContainer) -> Fraction | None:
    """The end of a stream by headers; None where they are unfinished."""
    if stream.duration:
        return start_of(stream) + stream.duration * (stream.time_base or Fraction(0))
    if (tagged := _tagged(stream)) is not None:
        return tagged
    if not container.duration:
        return None
    begin = Fraction(container.start_time or 0, av.time_base)
    return begin + Fraction(container.duration, av.time_base)


def _tagged(stream: Stream) -> Fraction | None:
    """Matroska keeps the end of each track in a tag: DURATION 00:00:52.083000000."""
    parts = stream.metadata.get("DURATION", "").split(":")
    try:
        hours, minutes, seconds = (Fraction(part) for part in parts)
    except ValueError:
        return None
    return hours * 3600 + minutes * 60 + seconds


def _reaches(container: InputContainer, stream: Stream, end: Fraction) -> bool:
    """Whether a stream has packets up to about its end; looks from the last key frame on."""
    base = stream.time_base
    if not base:
        return True
    only(container, stream)
    try:
        container.seek(int((end - _SLACK) / base), stream=stream)
        return any(
            packet.pts is not None and (packet.pts + (packet.duration or 0)) * base >= end - _SLACK
            for packet in container.demux(stream)
        )
    except av.FFmpegError:
        return False


def _cut_off(path: Path, container: InputContainer, stream: Stream) -> Fraction:
    """Seconds that a WAV file promises beyond its last byte; the demuxer passes over them."""
    if container.format.name != "wav":
        return Fraction(0)
    with path.open("rb") as file:
        promised = int.from_bytes(file.read(8)[4:], "little") + 8
    missing = promised - path.stat().st_size
    rate = stream.codec_context.bit_rate
    if missing <= 0 or promised > _UNSAID or not rate:
        return Fraction(0)
    lost = Fraction(missing * 8, rate)
    return lost if lost > _SLACK else Fraction(0)


def _shorter(read: Fraction, said: Fraction | None) -> End:
    """What was read, unless the header says about the same."""
    if said is None or said <= read:
        return End(read)
    return End(read, said - read) if said - read > _SLACK else End(said)


def _read(path: Path) -> dict[int, Fraction]:
    """Ends of all streams by reading every packet."""
    ends: dict[int, Fraction] = {}
    with opened(path) as container:
        ends |= {stream.index: start_of(stream) for stream in container.streams}
        try:
            for packet in container.demux():
                if packet.pts is not None:
                    end = (packet.pts + (packet.duration or 0)) * packet.time_base
                    ends[packet.stream_index] = max(end, ends[packet.stream_index])
        except av.FFmpegError:
            return ends  # cut off in the middle: what came before is what there is
    return ends
