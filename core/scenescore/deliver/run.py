"""A run and all that it found and made: what every file of `deliver` is written from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenescore.model import (
    Cue,
    Edit,
    EngineUse,
    Heard,
    MoodCurve,
    Recording,
    Remark,
    Scene,
    Score,
    Seen,
    SoundFont,
)
from scenescore.mood import Rules

if TYPE_CHECKING:
    from scenescore.render import Programme


@dataclass(frozen=True, slots=True)
class Work:
    """One cue from spotting to sound, on the lane (track) of that name."""

    cue: Cue
    score: Score
    recording: Recording
    lane: str = "Score A"

    @property
    def style(self) -> str:
        """The id of the palette that plays; older scores do not name it."""
        return self.score.style or self.cue.style


@dataclass(frozen=True, slots=True)
class StageTime:
    """What a stage took, and whether its result came from the cache."""

    stage: str
    seconds: float
    cached: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Everything a report tells. Without music, `works` is empty and `programme` None."""

    edit: Edit
    seen: Seen
    scenes: tuple[Scene, ...]
    heard: Heard
    mood: MoodCurve
    works: tuple[Work, ...] = ()
    programme: Programme | None = None
    remarks: tuple[Remark, ...] = ()
    engines: tuple[EngineUse, ...] = ()
    timing: tuple[StageTime, ...] = ()
    soundfont: SoundFont | None = None
    weights: Rules | None = None
    """The user's own table of evidence, where the mood was read by one."""
