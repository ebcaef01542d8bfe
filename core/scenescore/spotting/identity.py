"""What makes a cue the same cue after a re-cut: the media and source ranges that it lies under."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from itertools import takewhile

from scenescore.cache import fingerprint
from scenescore.model import Clip, Edit
from scenescore.timebase import Span, to_frames

_DIGITS = 12
"""Hex digits of a uid: 48 bits, so that two of a thousand cues meet once in 500 million edits."""


def _media_name(clip: Clip) -> str:
    """The file's name without its folder, which changes from one machine to the next."""
    path = clip.media.path if clip.media else clip.name
    return re.split(r"[\\/]", path)[-1]


def _source_range(clip: Clip, span: Span, edit: Edit) -> str:
    start = to_frames(clip.source_at(max(span.start, clip.record.start)), edit.rate)
    end = to_frames(clip.source_at(min(span.end, clip.record.end)), edit.rate)
    return f"{_media_name(clip)}:{start}-{end}"


def source_uid(edit: Edit, start_frame: int, end_frame: int) -> str:
    """A name for what lies under [start_frame, end_frame): equal wherever it lies in an edit.

    Hashes file names and source ranges in frames of the picture, or of the sound where there is no
    picture.
    """
    span = Span.of_frames(start_frame, end_frame, edit.rate)
    # Pictures lie in order without overlap; sounds may overlap and are searched one by one.
    first = bisect_right(edit.picture, span.start, key=lambda clip: clip.record.end)
    shown = takewhile(lambda clip: clip.record.start < span.end, edit.picture[first:])
    heard = (clip for clip in edit.sound if clip.record.overlaps(span))
    for clips in (shown, heard):
        under = [_source_range(clip, span, edit) for clip in clips]
        if under:
            return fingerprint(*under)[:_DIGITS]
    return fingerprint("nothing", str(end_frame - start_frame))[:_DIGITS]


def uids(edit: Edit, ranges: Iterable[tuple[int, int]]) -> tuple[str, ...]:
    """One uid for each frame range, in order; what is used again gets "-2", "-3" …"""
    seen: Counter[str] = Counter()
    named = []
    for start, end in ranges:
        uid = source_uid(edit, start, end)
        seen[uid] += 1
        named.append(uid if seen[uid] == 1 else f"{uid}-{seen[uid]}")
    return tuple(named)
