"""Small films and sounds whose content tells which frame and which sample it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from scenescore.model import Clip, Cut, Edit, Media
from scenescore.timebase import Rate, Span, to_frames

Array = NDArray[Any]
LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1", 8: "7.1"}
STEPS = 48


def level_of(number: int) -> int:
    """The luma that a numbered picture has; repeats after `STEPS` pictures."""
    return 20 + 4 * (number % STEPS)


def number_in(luma: float) -> int:
    """Which picture (modulo `STEPS`) has this luma."""
    return round((luma - 20) / 4)


def numbered(number: int, size: tuple[int, int], format: str = "yuv420p") -> VideoFrame:
    """A plain grey picture that tells its number."""
    width, height = size
    planes = np.full((height * 3 // 2, width), 128, np.uint8)
    planes[:height] = level_of(number)
    frame = VideoFrame.from_ndarray(planes, format="yuv420p")
    return frame if format == "yuv420p" else frame.reformat(format=format)


def write_film(
    path: Path,
    frames: int | Iterable[VideoFrame],
    *,
    rate: Fraction | int = 24,
    times: Sequence[int] | None = None,
    time_base: Fraction | None = None,
    size: tuple[int, int] = (64, 48),
    codec: str = "libx264",
    format: str | None = None,
    sound: Array | None = None,
    sound_rate: int = 48000,
    sound_codec: str = "aac",
    sound_start: Fraction = Fraction(0),
    rotation: int = 0,
    tags: dict[str, str] | None = None,
    options: dict[str, str] | None = None,
) -> Path:
    """A film of numbered (or given) pictures; `times` are their time stamps in `time_base`."""
    if isinstance(frames, int):
        frames = [numbered(k, size) for k in range(frames)]
    with av.open(str(path), "w", format=format) as container:
        container.metadata.update(tags or {})
        usual = {"crf": "4", "g": "12"} if codec == "libx264" else {"crf": "4", "b": "2M"}
        options = usual if options is None else options
        picture = container.add_stream(codec, rate=rate, options=options)
        picture.width, picture.height = size
        picture.pix_fmt = "yuv420p"
        base = time_base or 1 / Fraction(rate)
        picture.codec_context.time_base = base
        if rotation:
            picture.set_display_rotation(rotation)
        heard = _sound_stream(container, sound, sound_rate, sound_codec)
        for number, frame in enumerate(frames):
            frame.pts = times[number] if times else number
            frame.time_base = base
            container.mux(picture.encode(frame))
        container.mux(picture.encode(None))
        if heard is not None and sound is not None:
            _encode_sound(container, heard, sound, sound_rate, sound_start)
    return path


def write_sound(
    path: Path, sound: Array, rate: int = 48000, codec: str = "pcm_f32le", **tags: str
) -> Path:
    """Sound (n, channels) in a file of its own."""
    with av.open(str(path), "w") as container:
        container.metadata.update(tags)
        stream = _sound_stream(container, sound, rate, codec)
        _encode_sound(container, stream, sound, rate, Fraction(0))
    return path


def _sound_stream(container: Any, sound: Array | None, rate: int, codec: str) -> Any:
    if sound is None:
        return None
    stream = container.add_stream(codec, rate=rate, layout=LAYOUTS[sound.shape[1]])
    stream.bit_rate = 256_000
    return stream


def _encode_sound(container: Any, stream: Any, sound: Array, rate: int, start: Fraction) -> None:
    wanted = stream.codec_context.format.name if stream.codec_context.format else "fltp"
    resampler = av.AudioResampler(format=wanted, layout=stream.codec_context.layout, rate=rate)
    packed = np.ascontiguousarray(sound, np.float32).reshape(1, -1)
    frame = AudioFrame.from_ndarray(packed, format="flt", layout=LAYOUTS[sound.shape[1]])
    frame.sample_rate = rate
    frame.time_base = Fraction(1, rate)
    frame.pts = int(start * rate)
    for piece in resampler.resample(frame):
        container.mux(stream.encode(piece))
    container.mux(stream.encode(None))


def sine(hertz: float, seconds: float, rate: int = 48000, level_db: float = -20.0) -> Array:
    """A mono sine (n, 1)."""
    times = np.arange(round(seconds * rate)) / rate
    wave = 10 ** (level_db / 20) * np.sin(2 * np.pi * hertz * times)
    return wave.astype(np.float32)[:, None]


def clip_of(
    path: Path | str,
    start: Fraction | int,
    duration: Fraction | int,
    source: Fraction | int = 0,
    **rest: Any,
) -> Clip:
    media = Media(str(path), str(path), missing=rest.pop("missing", False))
    begin = Fraction(start)
    span = Span(begin, begin + Fraction(duration))
    return Clip(Path(path).name, media, span, Fraction(source), **rest)


def edit_of(
    seconds: Fraction | int,
    *,
    picture: Sequence[Clip] = (),
    sound: Sequence[Clip] = (),
    cuts: Sequence[Cut] = (),
    rate: Rate | None = None,
    source: Path | str = "",
    format: str = "otio",
) -> Edit:
    rate = rate or Rate.of(24)
    return Edit(
        "edit",
        rate,
        0,
        to_frames(seconds, rate),
        False,
        str(source),
        format,
        "identity",
        picture=tuple(picture),
        sound=tuple(sound),
        cuts=tuple(cuts),
    )
