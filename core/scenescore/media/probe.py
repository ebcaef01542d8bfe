"""What a media file holds, by the times of its streams."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import islice, pairwise
from pathlib import Path
from statistics import median

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from scenescore.media.ends import End, ends_of
from scenescore.media.opening import (
    opened,
    origin_of,
    picture_stream,
    sound_stream,
    start_of,
    unreadable,
)
from scenescore.media.screen import Transfer, transfer_of
from scenescore.timebase import Rate, parse_timecode, to_seconds

_USUAL_RATES = tuple(
    Rate.of(fps).fps
    for fps in (10, 12, 12.5, 15, 23.976, 24, 25, 29.97, 30, 47.952, 48, 50, 59.94, 60, 119.88, 120)
)
_SAMPLED_PACKETS = 240
"""Pictures looked at to tell a variable rate: ten seconds of film, read without decoding."""
_ODD_SHARE = 0.02
"""Steps of another length that a constant rate may have: a hole in damaged film is no rate."""
_CLOCKLESS = frozenset({"avi"})
_REORDERED = 17
"""Pictures that H.264 and HEVC may hold back at most for reordering (16), and one."""


@dataclass(frozen=True, slots=True)
class PictureInfo:
    """Moving pictures of a file.

    `rate` is the rate to count its frames at; `average` and `nominal` are what the file says.
    `width` and `height` are as coded, before sample aspect and rotation (degrees clockwise to turn
    the picture by before it is shown: 0, 90, 180, 270). `start` is the container time of the first
    frame, which is zero of the media. `frames` is None where the file does not say; `missing` is
    how many seconds more it says than there are. Whether they are `interlaced`, and how they code
    light (`transfer`), is told by the first picture. Where the file does not say when its pictures
    are shown (AVI, whose clock runs as they are coded), they are `counted`. `key_gap` is the
    longest time without a key frame, in seconds; None where no index tells.
    """

    rate: Rate
    average: Fraction
    nominal: Fraction
    width: int
    height: int
    sample_aspect: Fraction
    rotation: int
    frames: int | None
    start: Fraction
    duration: Fraction
    variable: bool
    codec: str
    missing: Fraction = Fraction(0)
    interlaced: bool = False
    transfer: Transfer = "sdr"
    counted: bool = False
    key_gap: Fraction | None = None

    @property
    def shown(self) -> tuple[int, int]:
        """Width and height in square pixels as the viewer sees them, rotation applied."""
        width = max(1, round(self.width * self.sample_aspect))
        turned = self.rotation in (90, 270)
        return (self.height, width) if turned else (width, self.height)


@dataclass(frozen=True, slots=True)
class SoundInfo:
    """Sound of a file: `start` is seconds from zero of the media (negative before the picture).

    `streams` counts all sound streams; the one described is the one that is heard. `missing` is how
    many seconds more the file says than there are.
    """

    sample_rate: int
    channels: int
    layout: str
    start: Fraction
    duration: Fraction
    codec: str
    streams: int = 1
    missing: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """A film or sound file: seconds from its zero to the end of its longest stream.

    `timecode` is the start timecode in seconds since midnight, None where the file has none.
    """

    duration: Fraction
    picture: PictureInfo | None
    sound: SoundInfo | None
    timecode: Fraction | None = None


def probe(path: Path) -> MediaInfo:
    """Read what a file holds; the answer is kept while the file does not change.

    Raises MediaUnreadable.
    """
    try:
        stat = path.stat()
    except OSError as error:
        raise unreadable(path, "there is no such file", error) from error
    return _probe(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=512)
def _probe(path: Path, modified: int, size: int) -> MediaInfo:
    with opened(path) as container:
        origin = origin_of(container)
        video, audio = picture_stream(container), sound_stream(container)
        if video is None and audio is None:
            raise unreadable(path, "it holds neither picture nor sound")
        ends = ends_of(path, container, [stream for stream in (video, audio) if stream])
        sound = _sound(container, audio, origin, ends[audio.index]) if audio else None
        picture = _picture(path, container, video, ends[video.index]) if video else None
        rate = picture.rate if picture else None
        timecode = _timecode(container, rate, sound.sample_rate if sound else 0)
    duration = max(
        picture.duration if picture else Fraction(0),
        sound.start + sound.duration if sound else Fraction(0),
    )
    return MediaInfo(duration, picture, sound, timecode)


def _sound(container: InputContainer, stream: AudioStream, origin: Fraction, end: End) -> SoundInfo:
    context = stream.codec_context
    start = start_of(stream)
    return SoundInfo(
        sample_rate=context.sample_rate,
        channels=stream.channels,
        layout=context.layout.name,
        start=start - origin,
        duration=max(end.there - start, Fraction(0)),
        codec=context.name,
        streams=len(container.streams.audio),
        missing=end.missing,
    )


def _picture(path: Path, container: InputContainer, stream: VideoStream, end: End) -> PictureInfo:
    times, first = _first_pictures(path)
    average = Fraction(stream.average_rate or stream.guessed_rate or 0)
    nominal = Fraction(stream.guessed_rate or average)
    average = average or nominal or Fraction(25)
    nominal = nominal or average
    tick = stream.time_base or Fraction(1, 1000)
    variable = _is_variable(times, Rate.of(nominal), tick)
    rate = _usual_rate(times) if variable else Rate.of(nominal)
    start = start_of(stream)
    duration = max(end.there - start, rate.frame)
    aspect = stream.codec_context.sample_aspect_ratio or Fraction(1)
    return PictureInfo(
        rate=rate,
        average=average,
        nominal=nominal,
        width=stream.codec_context.width,
        height=stream.codec_context.height,
        sample_aspect=Fraction(aspect) if aspect > 0 else Fraction(1),
        rotation=round((-first.rotation % 360) / 90) * 90 % 360 if first else 0,
        frames=stream.frames or None,
        start=start,
        duration=duration,
        variable=variable,
        codec=stream.codec_context.name,
        missing=end.missing,
        interlaced=first is not None and bool(first.interlaced_frame),
        transfer=transfer_of(first) if first else "sdr",
        counted=container.format.name in _CLOCKLESS and stream.codec_context.has_b_frames,
        key_gap=_key_gap(stream, start + duration),
    )


def _key_gap(stream: VideoStream, end: Fraction) -> Fraction | None:
    """The longest time between two key frames, or from the last one to the film's end."""
    keys = [entry.timestamp for entry in stream.index_entries if entry.is_keyframe]
    if not keys or not stream.time_base:
        return None
    longest = max((b - a for a, b in pairwise(keys)), default=0) * stream.time_base
    return max(longest, end - keys[-1] * stream.time_base)


def _usual_rate(times: list[Fraction]) -> Rate:
    """The rate that a person would name for pictures that come at no steady one.

    The usual step between pictures decides, not their number: a recording that leaves pictures out
    while nothing moves is still one of 30.
    """
    step = median(b - a for a, b in pairwise(_settled(times)))
    return Rate(min(_USUAL_RATES, key=lambda fps: abs(fps * step - 1)))


def _is_variable(times: list[Fraction], rate: Rate, tick: Fraction) -> bool:
    """Whether pictures often stray from the rate by more than the clock's rounding explains."""
    slack = max(2 * tick, rate.frame / 10)
    steps = [b - a for a, b in pairwise(_settled(times))]
    odd = sum(abs(step - rate.frame) > slack for step in steps)
    return odd > len(steps) * _ODD_SHARE


def _settled(times: list[Fraction]) -> list[Fraction]:
    """Times in order, without the last: others may be shown before those (B-frames)."""
    return sorted(set(times))[: max(2, len(times) - _REORDERED)]


def _first_pictures(path: Path) -> tuple[list[Fraction], VideoFrame | None]:
    """Times of the first pictures, and the first of them; None if it cannot be decoded."""
    times: list[Fraction] = []
    first: VideoFrame | None = None
    with opened(path) as container:
        stream = picture_stream(container)
        assert stream is not None
        base = stream.time_base or Fraction(0)
        try:
            for packet in islice(container.demux(stream), _SAMPLED_PACKETS):
                if packet.pts is not None and not packet.is_discard:
                    times.append(packet.pts * base)
                if first is None:
                    first = next(iter(packet.decode()), None)
        except av.FFmpegError as error:
            if not times:
                raise unreadable(path, "its picture cannot be decoded", error) from error
    return times, first


def _timecode(container: InputContainer, rate: Rate | None, sample_rate: int) -> Fraction | None:
    """Start timecode from the streams, the file, or a BWF's time reference."""
    tags = [container.metadata, *(stream.metadata for stream in container.streams)]
    for text in (tag["timecode"] for tag in tags if "timecode" in tag):
        try:
            return to_seconds(parse_timecode(text, rate), rate) if rate else None
        except ValueError:
            continue
    reference = container.metadata.get("time_reference", "")
    return Fraction(int(reference), sample_rate) if reference.isdigit() and sample_rate else None
