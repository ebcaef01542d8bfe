"""What each kind of engine can do: arrays in, plain values out.

Sound is float32 with full scale 1. `job` is asked between any two layers of a network, so that a
run can be stopped within half a second. `remarks` says what an engine could not do as asked (it ran
out of memory and went on in smaller pieces, say); read it after the work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from scenescore.job import Job
from scenescore.model import Remark

Mono = npt.NDArray[np.float32]
"""Shape (n,)."""

Stereo = npt.NDArray[np.float32]
"""Shape (n, 2)."""

Image = npt.NDArray[np.uint8]
"""Shape (height, width, 3), RGB."""

Shares = npt.NDArray[np.float32]
"""Shape (pictures, words)."""


class Engine(Protocol):
    """What every engine tells of itself."""

    @property
    def remarks(self) -> tuple[Remark, ...]: ...


@dataclass(frozen=True, slots=True)
class SaidWord:
    """A word, seconds from the start of the sound, and how sure the model is of it (0…1)."""

    text: str
    start: float
    end: float
    probability: float


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence or so of a transcription, with what tells an invention from speech.

    `average_log_probability` is that of its tokens, `compression_ratio` of its text's bytes to
    their zip (high: it repeats itself), `no_speech` the probability that nobody speaks.
    """

    text: str
    start: float
    end: float
    words: tuple[SaidWord, ...] = ()
    average_log_probability: float = 0.0
    compression_ratio: float = 1.0
    no_speech: float = 0.0


class Transcriber(Engine, Protocol):
    """Sound to words. `sound` is mono at 16 kHz, at most 30 s."""

    @property
    def multilingual(self) -> bool: ...

    def languages(self, sound: Mono, job: Job) -> Mapping[str, float]:
        """Probability of each language (ISO 639-1) that may be spoken."""
        ...

    def transcribe(self, sound: Mono, language: str, job: Job) -> Sequence[Segment]:
        """The words in their own language, timed."""
        ...

    def translate(self, sound: Mono, language: str, job: Job) -> Sequence[Segment]:
        """The words in English, from the sound; only segments are timed."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Stems:
    """One stretch of sound taken apart; both (n, 2), together what went in."""

    dialogue: Stereo
    music: Stereo


class Separator(Engine, Protocol):
    """Sound to dialogue and the rest."""

    @property
    def sample_rate(self) -> int:
        """Samples a second that it takes and gives."""
        ...

    def separate(self, blocks: Iterable[Stereo], samples: int, job: Job) -> Iterator[Stems]:
        """Take blocks apart as they come; in all as many samples go out as came in.

        `samples` is how many there will be, for progress. Memory does not grow with them.
        """
        ...


@dataclass(frozen=True, slots=True)
class VoiceReading:
    """How a voice feels: -1…1 each."""

    valence: float
    arousal: float


class VoiceReader(Engine, Protocol):
    """A phrase as it is spoken. `sound` is mono at 16 kHz, at most 30 s."""

    def read(self, sound: Mono, job: Job) -> VoiceReading: ...


class PictureReader(Engine, Protocol):
    """Pictures told by which words fit them."""

    def match(self, pictures: Sequence[Image], words: Sequence[str], job: Job) -> Shares:
        """How well each description (English) fits each picture; rows sum to 1."""
        ...
