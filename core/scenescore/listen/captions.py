"""Captions as people really have them: SubRip and WebVTT, in whatever encoding they were saved."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from scenescore.errors import BadArgument
from scenescore.model import Phrase, Remark
from scenescore.timebase import Span

_ENCODINGS = ("utf-8-sig", "cp949", "shift_jis", "cp1252")
"""Tried in this order after a byte order mark. cp949 is what Korean subtitle editors save, and
rejects most Western text; cp1252 accepts nearly everything and so comes last."""

_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
_UNICODE = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")

_ARROW = re.compile(r"\s*-{1,2}>\s*")
_TIME = re.compile(r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,:](\d{1,3}))?")
_TAGS = re.compile(r"</?[A-Za-z0-9][^<>]{0,200}>|\{\\[^{}]{0,200}\}")
"""Tags begin with a Latin letter or a time: <기생충> is the title of a film."""

_NUMBERED = re.compile(r"\n(?=[ \t]*\d+[ \t]*\n[^\n]*-->)")
"""Where a new caption begins although the blank line before it is missing."""

_SOUNDS = re.compile(r"\[[^\[\]]*\]|\([^()]*\)|（[^（）]*）|[♪♫][^♪♫]*[♪♫]?")
"""What captions for the deaf say of sounds and songs: nobody speaks it."""

_NO_CAPTION = ("NOTE", "STYLE", "REGION")
_LONGEST_FILE = 32 << 20

_SCRIPTS = (("HANGUL", "ko"), ("HIRAGANA", "ja"), ("KATAKANA", "ja"), ("CJK", "zh"))
"""Scripts that name a language by themselves; kana decide before the Han characters they mix with.
Latin letters name none."""


@dataclass(frozen=True, slots=True)
class Captions:
    """What a caption file says, in order of time, and what of it could not be used."""

    phrases: tuple[Phrase, ...]
    remarks: tuple[Remark, ...] = ()


def read_captions(path: Path, end: Fraction | None = None) -> Captions:
    """The captions of a .srt or .vtt file, see `captions_in`.

    Raises BadArgument when the file cannot be read or holds no caption.
    """
    text, encoding = _decode(_read(path), path)
    captions = captions_in(text, end, path.name)
    if encoding not in _UNICODE:
        captions = replace(captions, remarks=(*captions.remarks, _assumed(encoding, path.name)))
    if not captions.phrases and all(r.code == "captions-encoding" for r in captions.remarks):
        raise BadArgument(
            f"{path.name} holds no captions.", "Give a SubRip (.srt) or WebVTT (.vtt) file."
        )
    return captions


def captions_in(text: str, end: Fraction | None = None, name: str = "") -> Captions:
    """The captions of a text that lie before `end` seconds (None: all), in order of time.

    Tags, styles, sounds and empty captions are left out; a caption whose times cannot be read
    costs that caption, with a remark.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    phrases: list[Phrase] = []
    unusable = late = 0
    for block in re.split(r"\n[ \t]*\n", _NUMBERED.sub("\n\n", text)):
        span, words = _caption(block)
        if span is None:
            unusable += words is not None
        elif end is not None and span.start >= end:
            late += 1
        elif words:
            kept = span if end is None else Span(span.start, min(span.end, end))
            phrases.append(Phrase(kept, words, language_of(words)))
    phrases.sort(key=lambda phrase: phrase.span)
    return Captions(tuple(phrases), _remarks(name, unusable, late))


def language_of(text: str) -> str | None:
    """The language that the script of a text names (ko, ja, zh), or None."""
    names = [unicodedata.name(letter, "") for letter in text if letter.isalpha()]
    for script, language in _SCRIPTS:
        if sum(name.startswith(script) for name in names) * 5 > len(names):
            return language
    return None


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LONGEST_FILE:
            raise BadArgument(f"{path.name} is too large to be captions.", "Give a .srt or .vtt.")
        return path.read_bytes()
    except OSError as error:
        raise BadArgument(
            f"The captions {path.name} cannot be read.",
            "Check the path and its rights.",
            str(error),
        ) from error


def _decode(data: bytes, path: Path) -> tuple[str, str]:
    """The text, and the encoding that it is in or has to be taken for."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), encoding
    for encoding in (*_unmarked(data), *_ENCODINGS):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding
    raise BadArgument(f"{path.name} is not a text file.", "Give a .srt or .vtt file.")


def _unmarked(data: bytes) -> tuple[str, ...]:
    """UTF-16 without its mark shows in the zeros of every second byte of times and numbers."""
    zeros = data.count(0)
    if zeros * 4 < len(data) or not zeros:
        return ()
    return ("utf-16-be",) if data[::2].count(0) > data[1::2].count(0) else ("utf-16-le",)


def _assumed(encoding: str, name: str) -> Remark:
    return Remark(
        "captions-encoding",
        f"{name} does not say its encoding; it was read as {encoding}.",
        "If letters look wrong in the report, save the file as UTF-8.",
        name,
    )


def _caption(block: str) -> tuple[Span | None, str | None]:
    """(span, words) of one block; span None and words "" mean times that cannot be used.

    (None, None) is a block that is no caption at all: a header, a note, a style.
    """
    lines = block.strip("\n").split("\n")
    row = next((i for i, line in enumerate(lines) if _ARROW.search(line)), None)
    if row is None or lines[0].lstrip("\ufeff").startswith(_NO_CAPTION):
        return None, None
    times = [_TIME.match(part.strip()) for part in _ARROW.split(lines[row], maxsplit=1)]
    if not (times[0] and times[1]):
        return None, ""
    start, stop = _seconds(times[0]), _seconds(times[1])
    return (Span(start, stop) if start < stop else None), spoken_text(" ".join(lines[row + 1 :]))


def spoken_text(caption: str) -> str:
    """What a caption says is spoken, in one line: without markup, sounds and songs."""
    plain = html.unescape(_TAGS.sub("", caption))
    return " ".join(_SOUNDS.sub(" ", plain).split())


def _seconds(match: re.Match[str]) -> Fraction:
    hours, minutes, seconds, fraction = match.groups()
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + Fraction(int(fraction or 0), 10 ** len(fraction or ""))


def _remarks(name: str, unusable: int, late: int) -> tuple[Remark, ...]:
    found = []
    if unusable:
        found.append(
            Remark(
                "captions-skipped",
                f"{unusable} captions have times that cannot be read and were left out.",
                "Open the file in a caption editor and correct them.",
                name,
                skipped=True,
            )
        )
    if late:
        found.append(
            Remark(
                "captions-late",
                f"{late} captions start after the end of the edit.",
                "Check that the captions belong to this edit.",
                name,
            )
        )
    return tuple(found)
