"""Captions that a film carries inside: text of subtitle streams (mov_text, SubRip, ASS, WebVTT)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer
from av.stream import Disposition
from av.subtitles.stream import SubtitleStream
from av.subtitles.subtitle import AssSubtitle

from scenescore.errors import MediaUnreadable
from scenescore.media.opening import only, opened, origin_of, packets_of
from scenescore.timebase import Span

_TEXT = frozenset({"mov_text", "subrip", "srt", "ass", "ssa", "webvtt", "text"})
"""Codecs whose captions are text; the others are pictures of text."""

_PARTIAL = Disposition.forced | Disposition.lyrics
"""Streams that caption only signs, foreign lines or songs."""

_LANGUAGES = {
    "eng": "en", "kor": "ko", "jpn": "ja", "zho": "zh", "chi": "zh", "fra": "fr", "fre": "fr",
    "deu": "de", "ger": "de", "spa": "es", "ita": "it", "por": "pt", "rus": "ru", "hin": "hi",
    "ara": "ar", "tha": "th", "vie": "vi", "ind": "id", "tur": "tr", "pol": "pl", "nld": "nl",
}  # fmt: skip
"""ISO 639-2, as containers write it, to ISO 639-1."""


@dataclass(frozen=True, slots=True)
class Subtitles:
    """Captions of one stream: (seconds from zero of the media, text with its markup), in order."""

    lines: tuple[tuple[Span, str], ...]
    language: str | None = None


def read_subtitles(path: Path) -> Subtitles | None:
    """The captions inside a film: English ones if there are any, else those it shows by default.

    None where it carries none, or cannot be read.
    """
    try:
        with opened(path) as container:
            stream = _stream(container)
            return None if stream is None else _read(container, stream, path)
    except MediaUnreadable:
        return None  # whoever hears or sees it will tell


def _stream(container: InputContainer) -> SubtitleStream | None:
    streams = [
        stream
        for stream in container.streams.subtitles
        if stream.codec_context is not None
        and stream.codec_context.name in _TEXT
        and not stream.disposition & _PARTIAL
    ]
    return max(
        streams,
        key=lambda s: (_language(s) == "en", bool(s.disposition & Disposition.default), -s.index),
        default=None,
    )


def _language(stream: SubtitleStream) -> str | None:
    return _LANGUAGES.get(stream.metadata.get("language", "").lower())


def _read(container: InputContainer, stream: SubtitleStream, path: Path) -> Subtitles:
    only(container, stream)
    origin = origin_of(container)
    tick = stream.time_base or Fraction(1)
    lines: list[tuple[Span, str]] = []
    for packet in packets_of(container, stream):
        if packet.pts is None or not packet.duration:
            continue
        start = max(packet.pts * tick - origin, Fraction(0))
        span = Span(start, start + packet.duration * tick)
        lines += [(span, text) for text in _texts(stream, packet)]
    return Subtitles(tuple(sorted(lines)), _language(stream))


def _texts(stream: SubtitleStream, packet: av.Packet[SubtitleStream]) -> list[str]:
    try:
        held = stream.decode(packet)
    except av.FFmpegError:
        return []  # one damaged caption costs that caption
    return [
        each.dialogue.decode("utf-8", "replace").replace("\\N", "\n").replace("\\n", "\n")
        for each in held
        if isinstance(each, AssSubtitle)
    ]
