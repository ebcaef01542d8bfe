"""MP4 films: a film's own picture copied, or an edit conformed, under the sound that is given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from scenescore.job import Job
from scenescore.media.canvas import Size, size_of
from scenescore.media.conform import Conform
from scenescore.media.mp4 import Blocks, Packets, encoded_sound, mp4_file, mux, sound_track
from scenescore.media.opening import only, opened, packets_of, picture_stream
from scenescore.media.probe import PictureInfo, probe
from scenescore.model import Edit, Remark
from scenescore.timebase import SAMPLE_RATE

_X264 = {"preset": "veryfast", "crf": "20"}
_COPIED_CODECS = frozenset({"h264", "hevc", "av1", "vp9", "mpeg4", "mpeg2video"})
"""Codecs whose packets MP4 can hold as they are."""
_COPIED_FORMATS = frozenset({"mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm", "mpegts"})
"""Containers that tell when each packet is decoded and shown, which MP4 needs."""


def write_film(
    edit: Edit, sound: Blocks, out: Path, job: Job, *, sample_rate: int = SAMPLE_RATE
) -> tuple[Remark, ...]:
    """Write an MP4 with the sound given in blocks (n, 2), as stereo AAC at 320 kb/s.

    From a film its pictures are copied untouched, with their rotation and variable rate, unless MP4
    cannot hold their codec; then, and from an edit, they are drawn and encoded (H.264) at the
    edit's rate, `edit.duration_frames` exactly. Picture and sound both start at 0. The file is
    whole or not there. Returns what could not be shown. Raises OutputUnwritable, MediaUnreadable,
    Cancelled.
    """
    if edit.format != "film":
        return _conform(edit, sound, out, job, sample_rate)
    source = Path(edit.source)
    if _can_copy(source):
        _copy(source, sound, out, job, sample_rate)
        return ()
    remarks = _conform(edit, sound, out, job, sample_rate)
    message = f"MP4 cannot hold the picture of {source.name} as it is: it was encoded anew."
    return (Remark("picture-transcoded", message, "", source.name), *remarks)


# --- a film's own picture -------------------------------------------------------------------------


def _can_copy(source: Path) -> bool:
    with opened(source) as film:
        stream = picture_stream(film)
        return (
            stream is not None
            and stream.codec_context.name in _COPIED_CODECS
            and film.format.name in _COPIED_FORMATS
        )


def _copy(source: Path, sound: Blocks, out: Path, job: Job, sample_rate: int) -> None:
    info = probe(source).picture
    assert info is not None
    with opened(source) as film, mp4_file(out) as container:
        stream = picture_stream(film)
        assert stream is not None
        only(film, stream)
        copy = container.add_stream_from_template(stream)
        heard = sound_track(container, sample_rate)
        pictures = _copied(film, stream, copy, info, job)
        mux(container, pictures, encoded_sound(heard, sound, sample_rate))


def _copied(
    film: InputContainer, stream: VideoStream, copy: VideoStream, info: PictureInfo, job: Job
) -> Packets:
    """The film's packets, moved so that its first picture is shown at 0."""
    tick = stream.time_base or info.rate.frame
    start = round(info.start / tick)
    step = round(info.rate.frame / tick)
    for packet in _in_decoding_order(packets_of(film, stream), step):
        assert packet.pts is not None
        assert packet.dts is not None
        packet.pts -= start
        packet.dts -= start
        job.step(float(packet.pts * tick / info.duration))
        packet.stream = copy
        yield packet


def _in_decoding_order(packets: Packets, step: int) -> Packets:
    """Packets whose decoding times rise; `step` is a picture's length in ticks.

    Matroska does not tell the decoding times of its first packets: they follow from the next ones.
    Of a damaged film, packets out of order are left out, as MP4 cannot hold them.
    """
    untold: list[Packet[Any]] = []
    last: int | None = None
    for packet in packets:
        if packet.pts is None:
            continue  # the empty packet that ends a stream
        if packet.dts is None:
            if last is None:
                untold.append(packet)
            continue
        for before, early in zip(range(len(untold), 0, -1), untold, strict=True):
            early.dts = packet.dts - before * step
            yield early
        untold.clear()
        if last is None or packet.dts > last:
            last = packet.dts
            yield packet


# --- an edit's picture ----------------------------------------------------------------------------


def _conform(
    edit: Edit, sound: Blocks, out: Path, job: Job, sample_rate: int
) -> tuple[Remark, ...]:
    size = size_of(edit)
    conform = Conform(edit, size)
    with closing(conform), mp4_file(out) as container:
        stream = _picture_track(container, edit, size)
        heard = sound_track(container, sample_rate)
        pictures = _drawn(conform, stream, edit, job)
        mux(container, pictures, encoded_sound(heard, sound, sample_rate))
    return conform.remarks


def _picture_track(container: OutputContainer, edit: Edit, size: Size) -> VideoStream:
    stream = container.add_stream("libx264", rate=edit.rate.fps, options=dict(_X264))
    stream.width, stream.height = size
    stream.pix_fmt = "yuv420p"
    stream.codec_context.time_base = edit.rate.frame
    return stream


def _drawn(conform: Conform, stream: VideoStream, edit: Edit, job: Job) -> Iterator[Packet[Any]]:
    for number in range(edit.duration_frames):
        job.step(number / edit.duration_frames)
        frame = VideoFrame.from_ndarray(conform.draw(number), format="yuv420p")
        frame.pts = number
        frame.time_base = edit.rate.frame
        yield from stream.encode(frame)
    yield from stream.encode(None)
    job.step(1.0)
