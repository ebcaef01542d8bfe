"""What is spoken in a caption, without what captions add to it."""

from __future__ import annotations

import re
import unicodedata

_ADDED = (
    re.compile(r"<[^<>]{0,200}>|\{\\[^{}]{0,200}\}"),  # tags and styles
    re.compile(r"\[[^\[\]]*\]|\([^()]*\)|（[^（）]*）"),  # sounds, and how something is said
    re.compile(r"[♪♫♬♩][^♪♫♬♩]*[♪♫♬♩]?|^#.*#$"),  # sung: the song's feeling, not the speaker's
)
_NAME = r"[A-Z][\w.'’]{0,20}|[가-힣]{1,6}"
_SPEAKER = re.compile(
    rf"(?:^|(?<=[.!?…-]\s)|(?<=-))(?:{_NAME})(?: (?:{_NAME}|\d)){{0,2}} ?:(?=\s|$)"
)
"""JOHN: or Mary Ann: before what is said; a time (7:30) and an address (https:) are none."""

_DASH = re.compile(r"(?:^|(?<=[\s.!?…]))[-–—‐]+\s*(?=\S)")
"""Before each speaker's part of a caption that two share; not within a word."""

_TYPED = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "\u200b": None})


def spoken(text: str) -> str:
    """The words alone: no tags, sounds, songs, speakers' names, dashes; "" where none are left.

    NFC, one space between words; letters and punctuation of the speech stay as they are.
    """
    text = " ".join(unicodedata.normalize("NFC", text).split())
    for added in _ADDED:
        text = added.sub(" ", text)
    text = _DASH.sub(" ", _SPEAKER.sub(" ", " ".join(text.split())))
    text = " ".join(text.translate(_TYPED).split())
    return text if any(letter.isalnum() for letter in text) else ""
