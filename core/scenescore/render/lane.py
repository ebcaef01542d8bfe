"""The span of a lane on its file, and how its edges and endings are shaped."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from scenescore.model import Cue
from scenescore.timebase import (
    SAMPLE_RATE,
    Rate,
    frames_to_samples,
    to_samples,
    to_seconds,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

HANDLE_S = 1
HANDLE = HANDLE_S * SAMPLE_RATE
"""Samples of handle on both sides of a lane."""

_NO_CLICK_S = Fraction(5, 1000)
_RING_OUT_S = Fraction(6)
_STOP_S = Fraction(60, 1000)
"""A stop is dead this long after its frame."""

_FADE_OUT_S, _FADE_OUT_SHARE = Fraction(4), 0.3
_DIED_S = Fraction(3, 10)
"""Fade behind a ring-out that has died by itself; it only has to reach zero."""

_CUT_SHORT_SHARE, _CUT_SHORT_S = 0.6, Fraction(3, 10)
"""A ring-out that must end earlier fades over this share of it, and never faster than this."""


@dataclass(frozen=True, slots=True)
class LaneSpan:
    """A lane in frames of the edit, and where those frames lie in its file."""

    rate: Rate
    start_frame: int
    end_frame: int

    @property
    def samples(self) -> int:
        """Length of the file: the lane and its two handles."""
        return frames_to_samples(self.end_frame - self.start_frame, self.rate) + 2 * HANDLE

    @property
    def start_seconds(self) -> Fraction:
        """Edit time of the file's first sample; negative in the first second of an edit."""
        return to_seconds(self.start_frame, self.rate) - HANDLE_S

    def sample_at(self, frame: int) -> int:
        """The file's sample at which a frame of the edit begins."""
        return HANDLE + frames_to_samples(frame - self.start_frame, self.rate)

    def frame_after(self, sample: int) -> int:
        """The first frame that begins at or after a sample of the file."""
        seconds = Fraction(sample - HANDLE, SAMPLE_RATE)
        return self.start_frame + ceil(seconds * self.rate.fps)


@dataclass(frozen=True, slots=True)
class Ending:
    """How far a cue may sound and how it gets to silence, in samples of its file.

    `span.end_frame` is the latest end of the lane, `limit` its sample; the sound fades between
    `fade_from` and `fade_to` if it lasts that long. With `rings` the lane ends as soon as the sound
    has died.
    """

    span: LaneSpan
    out: int
    fade_from: int
    fade_to: int
    rings: bool

    @property
    def limit(self) -> int:
        return self.span.sample_at(self.span.end_frame)

    @property
    def hold_from(self) -> int:
        """From here on the sound must not be written before it is known where it ends."""
        return min(self.fade_from, self.out)

    def fade(self, reached: int) -> tuple[int, int]:
        """Where the last fade begins and ends when the sound was played up to `reached`."""
        if reached < self.limit:
            return reached - to_samples(_DIED_S), reached
        return self.fade_from, self.fade_to


def ending_of(cue: Cue, start_frame: int, last_frame: int | None) -> Ending:
    """Ring-out, stop or fade of a cue, cut off by `last_frame` where the edit ends before it."""
    longest = {"ring": _RING_OUT_S, "stop": _STOP_S, "fade": Fraction(0)}[cue.ending]
    end_frame = cue.out_frame + ceil(longest * cue.rate.fps)
    if last_frame is not None:
        end_frame = min(end_frame, last_frame)
    span = LaneSpan(cue.rate, start_frame, max(end_frame, start_frame + 1))
    limit = span.sample_at(span.end_frame)
    out = min(span.sample_at(cue.out_frame), limit)
    fade_to = min(out + to_samples(_STOP_S), limit) if cue.ending == "stop" else limit
    fade = {
        "ring": max(int(_CUT_SHORT_SHARE * (limit - out)), to_samples(_CUT_SHORT_S)),
        "stop": max(fade_to - out, to_samples(_NO_CLICK_S)),
        "fade": min(to_samples(_FADE_OUT_S), int(_FADE_OUT_SHARE * (limit - HANDLE))),
    }[cue.ending]
    return Ending(span, out, max(fade_to - fade, HANDLE), fade_to, cue.ending == "ring")


def faded(sound: NDArray[np.float32], begin: int, end: int) -> NDArray[np.float32]:
    """`sound`, shape (channels, n), falling to silence from `begin` to `end`, raised cosine."""
    return (sound * (1 - _rise(sound.shape[1], begin, end))).astype(np.float32)


def faded_in(sound: NDArray[np.float32], begin: int) -> NDArray[np.float32]:
    """`sound`, shape (channels, n), silent until `begin` and full 5 ms after."""
    end = begin + to_samples(_NO_CLICK_S)
    if end <= 0:
        return sound
    return (sound * _rise(sound.shape[1], begin, end)).astype(np.float32)


def _rise(samples: int, begin: int, end: int) -> NDArray[np.float64]:
    """0 before `begin`, 1 from `end` on, half a cosine between; both may lie outside."""
    way = (np.arange(samples) - begin) / max(end - begin, 1)
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * np.clip(way, 0.0, 1.0)))
