"""Hearing a take while it is still made: its sound in a file that grows, at a borrowed level."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from scenescore.model import GainCurve, Recording
from scenescore.render import RawCue, gain_at
from scenescore.timebase import SAMPLE_RATE, to_seconds
from scenescore.worker.answers import Level
from scenescore.worker.protocol import Playable

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FIRST_GAIN_DB = -12.0
"""The level of music that nothing was heard of before."""


@dataclass(slots=True)
class Preview:
    """Writes float32 stereo to `path` as it comes, and tells how much of it there is.

    The level is that of an earlier take, moved to where this one lies; a take's own is known only
    when all of it was heard.
    """

    path: Path
    level: Level | None
    tell: Callable[[Playable], None]
    _samples: int = field(default=0)

    def begin(self) -> None:
        """An empty file; those of earlier takes go, unless somebody still holds them."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        for old in self.path.parent.glob("*.f32"):
            with suppress(OSError):
                old.unlink()
        self.path.touch()

    def feed(self, lane_start_frame: int, sound: NDArray[np.float32]) -> None:
        """The next block of the take's sum of stems."""
        if not len(sound):
            return
        gain = self._gain(lane_start_frame, len(sound))[:, None]
        with self.path.open("ab") as file:
            file.write((sound * gain).astype("<f4").tobytes())
        self._samples += len(sound)
        self.tell(
            Playable(path=self.path, samples=self._samples, lane_start_frame=lane_start_frame)
        )

    def _gain(self, lane_start_frame: int, count: int) -> NDArray[np.float32]:
        if self.level is None:
            return np.full(count, 10 ** (_FIRST_GAIN_DB / 20), np.float32)
        moved = to_seconds(lane_start_frame - self.level.lane_start_frame, self.level.rate)
        first = self._samples + round(float(moved) * SAMPLE_RATE)
        duck = gain_at(GainCurve(self.level.duck), first, count)
        return np.asarray(duck * np.float32(10 ** (self.level.gain_db / 20)), np.float32)


def level_of(raw: RawCue, recording: Recording) -> Level:
    """At what level a take was laid: its constant gain, and the curve that yields to dialogue."""
    before, after = np.array(raw.power.power), np.array(recording.power.power)
    loudest = int(np.argmax(before[: len(after)]))
    moment = float(loudest * recording.power.hop)
    at, decibels = np.array(recording.duck.points).T
    ducked = float(np.interp(moment, at, decibels))
    ratio = max(float(after[loudest]), 1e-12) / max(float(before[loudest]), 1e-12)
    return Level(
        gain_db=round(10 * float(np.log10(ratio)) - ducked, 3),
        duck=recording.duck.points,
        lane_start_frame=recording.lane_start_frame,
        rate=raw.cue.rate,
    )
