"""When words of a transcription engine are believed.

Engines that were trained to always say something say it of silence, music and noise, too: thanks to
an audience, titles of songs, the same words over and over. What gives them away is measured, not
listed: nothing here knows a single phrase.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from scenescore.engines import SaidWord, Segment
from scenescore.listen.tables import rules

Seconds = tuple[float, float]
"""From and to, in seconds of a piece."""


@dataclass(frozen=True, slots=True)
class Believable:
    """Segments of which every word was believed, and how many were not."""

    segments: tuple[Segment, ...]
    rejected: int


def believable(segments: Sequence[Segment], spoken: Sequence[Seconds]) -> Believable:
    """What an engine said, without what it made up; `spoken` are the seconds of speech.

    Words outside of speech are dropped one by one, a segment as a whole when it is improbable,
    repeats itself, is spoken faster than anybody speaks, or when no word of it is left.
    """
    said = [segment for segment in segments if segment.text]
    kept = [_in_speech(segment, spoken) for segment in _without_loops(said) if _is_sure(segment)]
    found = tuple(segment for segment in kept if segment)
    return Believable(found, len(said) - len(found))


def _is_sure(segment: Segment) -> bool:
    """Whether the engine itself is sure enough of a segment, and people can speak like that."""
    limit = rules().believed
    improbable = segment.average_log_probability < limit.log_probability
    silent = segment.no_speech > limit.no_speech and (
        segment.average_log_probability < limit.log_probability / 2
    )
    loops = segment.compression_ratio > limit.compression
    return not (improbable or silent or loops or _is_hasty(segment) or _is_guessed(segment))


def _is_hasty(segment: Segment) -> bool:
    letters = sum(character.isalnum() for character in segment.text)
    return letters > rules().believed.letters_per_s * max(segment.end - segment.start, 0.5)


def _is_guessed(segment: Segment) -> bool:
    sure = [word.probability for word in segment.words]
    return bool(sure) and sum(sure) / len(sure) < rules().believed.word


def _without_loops(segments: Sequence[Segment]) -> list[Segment]:
    """Of the same words said over and over, only the first few."""
    most = rules().believed.repeats
    runs = (list(run) for _, run in groupby(segments, key=lambda segment: _plain(segment.text)))
    # People do say a word twice or thrice; a loop that went on was none of theirs from its start.
    return [segment for run in runs for segment in (run if len(run) <= most else run[:1])]


def _in_speech(segment: Segment, spoken: Sequence[Seconds]) -> Segment | None:
    """The segment with those of its words that lie in speech; without words, if it lies there."""
    if not segment.words:
        return segment if _share(segment.start, segment.end, spoken) > 0 else None
    words = tuple(word for word in segment.words if _is_spoken(word, spoken))
    if not words:
        return None
    if len(words) == len(segment.words):
        return segment
    return replace(segment, words=words, text=joined(words, segment.text))


def _is_spoken(word: SaidWord, spoken: Sequence[Seconds]) -> bool:
    return _share(word.start, word.end, spoken) >= rules().believed.inside


def _share(start: float, end: float, spoken: Sequence[Seconds]) -> float:
    """Share of a stretch that lies in speech, give or take the slack."""
    slack = rules().believed.slack
    length = max(end - start, 1e-3)
    inside = sum(
        max(0.0, min(start + length, to + slack) - max(start, since - slack))
        for since, to in spoken
    )
    return inside / length


def joined(words: Sequence[SaidWord], text: str) -> str:
    """Words as text: with spaces where the text has any (Chinese and Japanese have none)."""
    space = " " if " " in text or len(words) == 1 else ""
    return space.join(word.text for word in words)


def _plain(text: str) -> str:
    """Letters and digits alone, in one case: what two readings of the same words share."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())
