"""What the optional engines for voices and pictures say of feeling, as evidence.

Without an engine there is none; the baselines (light, colour, motion, pitch, loudness) stand beside
it and need none of this.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, field_validator

from scenescore.engines import Choice, open_picture_reader, open_voice_reader
from scenescore.errors import MediaUnreadable
from scenescore.job import Job
from scenescore.listen import Piece, gathered
from scenescore.media import sample_frames
from scenescore.model import Clip, Edit, EngineUse, Evidence, Phrase, Remark, Shot
from scenescore.mood.tables import emotions
from scenescore.settings import EMOTIONS
from scenescore.tables import read_table
from scenescore.timebase import Span

Values = npt.NDArray[np.float32]

_SHORTEST, _LONGEST = Fraction(1, 2), Fraction(15)
"""Seconds of a phrase: a shorter one tells nothing, and of a longer one its beginning is enough."""

_VOICE_CONFIDENCE = 0.6
"""Of a voice engine, times that of the phrase: about its agreement with listeners in valence, where
it is weaker (concordance .638 on MSP-Podcast; Wagner et al. 2023, abstract)."""

_GLANCE_EVERY = Fraction(4)  # seconds of a shot that one picture stands for
_WIDTH = 336  # pixels: more than any of the engines looks at


@dataclass(frozen=True, slots=True)
class EngineEvidence:
    """What one engine said of an edit, and what is to be told of it."""

    evidence: tuple[Evidence, ...]
    engine: EngineUse
    remarks: tuple[Remark, ...] = ()


class Prompts(BaseModel):
    """The table `clip_prompts.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    confidence: float = Field(ge=0, le=1)
    undecided: float = Field(ge=0, le=1)
    descriptions: Mapping[str, tuple[str, ...]]

    @field_validator("descriptions")
    @classmethod
    def _all_seven(cls, given: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        if set(given) != set(EMOTIONS) or not all(given.values()):
            raise ValueError(f"clip_prompts.toml must describe {', '.join(EMOTIONS)}")
        return given


@cache
def prompts() -> Prompts:
    """The table, checked."""
    return Prompts.model_validate(read_table("clip_prompts.toml"))


def voice_evidence(
    edit: Edit, phrases: Sequence[Phrase], choice: Choice, job: Job
) -> EngineEvidence:
    """Valence and arousal of each phrase as it is spoken. Raises Cancelled, ModelMissing."""
    pieces = [Piece((span,), Fraction(0)) for span in _apart(phrases)]
    if choice.descriptor is None or not pieces:
        return EngineEvidence((), choice.use)
    sure = {phrase.span.start: phrase.confidence for phrase in phrases}
    found = []
    with gathered(edit, pieces, job.part(0, 10)) as sound:
        reader = open_voice_reader(choice)
        for index, piece in enumerate(pieces):
            job.step((1 + 9 * index / len(pieces)) / 10)
            read = reader.read(sound[index], job)
            (span,) = piece.spans
            confidence = _VOICE_CONFIDENCE * sure.get(span.start, 1.0)
            found.append(Evidence("voice engine", span, read.valence, read.arousal, None, None,
                                  confidence))  # fmt: skip
    return EngineEvidence(tuple(found), choice.use, reader.remarks)


def picture_evidence(edit: Edit, shots: Sequence[Shot], choice: Choice, job: Job) -> EngineEvidence:
    """What every shot feels like, from one picture of each 4 s. Raises Cancelled, ModelMissing.

    Pictures that cannot be read are left out: whoever watches the edit tells of them.
    """
    if choice.descriptor is None:
        return EngineEvidence((), choice.use)
    reader = open_picture_reader(choice)
    words = [(emotion, text) for emotion, texts in _described() for text in texts]
    wanted = _moments(edit, shots)
    shares: defaultdict[int, list[Values]] = defaultdict(list)
    for index, (path, moments) in enumerate(wanted.items()):
        part = job.part(index, len(wanted))
        for moment, picture in _pictures(path, sorted(moments)):
            part.check()
            (fits,) = reader.match([picture], [text for _, text in words], part)
            for shot in moments[moment]:
                shares[shot].append(_by_emotion(fits, [emotion for emotion, _ in words]))
    found = (
        _evidence(Span.of_frames(shot.start_frame, shot.end_frame, edit.rate), shares[index])
        for index, shot in enumerate(shots)
        if index in shares
    )
    return EngineEvidence(tuple(filter(None, found)), choice.use, reader.remarks)


def _apart(phrases: Sequence[Phrase]) -> Iterator[Span]:
    """The beginnings of phrases that are long enough and do not overlap an earlier one."""
    end = Fraction(0)
    for phrase in sorted(phrases, key=lambda each: each.span):
        span = phrase.span
        if span.start >= end and span.duration >= _SHORTEST:
            yield Span(span.start, min(span.end, span.start + _LONGEST))
            end = span.end


def _moments(edit: Edit, shots: Sequence[Shot]) -> dict[str, dict[Fraction, list[int]]]:
    """For each file the moments to look at, and the shots that each stands for."""
    wanted: dict[str, dict[Fraction, list[int]]] = {}
    for index, shot in enumerate(shots):
        span = Span.of_frames(shot.start_frame, shot.end_frame, edit.rate)
        count = max(1, int(span.duration // _GLANCE_EVERY))
        for number in range(count):
            moment = span.start + span.duration * (2 * number + 1) / (2 * count)
            place = bisect_right(edit.picture, moment, key=lambda each: each.record.start) - 1
            clip = edit.picture[place] if place >= 0 else None
            if clip and clip.record.contains(moment) and clip.media and not clip.media.missing:
                of_file = wanted.setdefault(clip.media.path, {})
                of_file.setdefault(_source(clip, moment), []).append(index)
    return wanted


def _source(clip: Clip, moment: Fraction) -> Fraction:
    return max(Fraction(0), clip.source_at(moment))


def _pictures(
    path: str, moments: Sequence[Fraction]
) -> Iterator[tuple[Fraction, npt.NDArray[np.uint8]]]:
    """The pictures in RGB, as long as the file can be read."""
    try:
        for moment, image in sample_frames(Path(path), moments, _WIDTH):
            yield moment, np.ascontiguousarray(image[:, :, ::-1])
    except MediaUnreadable:
        return


def _described() -> list[tuple[str, tuple[str, ...]]]:
    return [(emotion, tuple(prompts().descriptions[emotion])) for emotion in EMOTIONS]


def _by_emotion(fits: Values, named: Sequence[str]) -> Values:
    """Shares of the seven: the mean over each one's descriptions, to a sum of 1."""
    means = [np.mean([f for f, n in zip(fits, named, strict=True) if n == e]) for e in EMOTIONS]
    return np.asarray(means / np.sum(means), np.float32)


def _evidence(span: Span, shares: Sequence[Values]) -> Evidence | None:
    """The mean of a shot's pictures as a place among the emotions; None where it is undecided."""
    mean = np.mean(shares, axis=0)
    entropy = -float(np.sum(mean * np.log(mean + 1e-12)))
    certainty = 1 - entropy / float(np.log(len(EMOTIONS)))
    if certainty < prompts().undecided:
        return None
    places = [emotions().places[name] for name in EMOTIONS]
    valence, arousal, tension = (
        float(mean @ [getattr(place, axis) for place in places])
        for axis in ("valence", "arousal", "tension")
    )
    confidence = prompts().confidence * min(1.0, certainty)
    return Evidence(
        "picture engine", span, valence, arousal, tension, tuple(map(float, mean)), confidence
    )
