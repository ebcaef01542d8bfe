"""Films with captions inside, made in place."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.subtitles.subtitle import SubtitleSet

Line = tuple[int, int, str]
"""From and to in milliseconds, and what is written."""


def subtitled_film(path: Path, codec: str, streams: Iterable[tuple[str, Iterable[Line]]]) -> Path:
    """Three seconds of grey with captions of several languages (ISO 639-2), encoded as `codec`."""
    with av.open(str(path), "w") as out:
        picture = out.add_stream("mpeg4", rate=25, width=64, height=48)
        captions = []
        for language, lines in streams:
            stream = out.add_stream(codec)
            stream.metadata["language"] = language
            stream.codec_context.subtitle_header = _HEADER
            stream.time_base = stream.codec_context.time_base = Fraction(1, 1000)
            captions.append((stream, list(lines)))
        for index in range(75):
            frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), 99, np.uint8), "rgb24")
            frame.pts = index
            out.mux(picture.encode(frame))
        out.mux(picture.encode(None))
        for stream, lines in captions:
            for start, end, text in lines:
                event = f"0,0,Default,,0,0,0,,{text}".encode()
                held = SubtitleSet.create(event, 0, end - start, start * 1000)
                packet = stream.codec_context.encode_subtitle(held)
                packet.stream, packet.time_base = stream, Fraction(1, 1000)
                packet.pts = packet.dts = start
                packet.duration = end - start
                out.mux(packet)
    return path


_HEADER = b"""[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, \
Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, \
Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
