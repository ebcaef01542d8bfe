"""A run and all that it found and made: what every file of `deliver` is written from."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Work:
    """One cue from spotting to sound, on the lane (track) of that name."""

    cue: Cue
    score: Score
    recording: Recording
    lane: str = "Score A"


@dataclass(frozen=True, slots=True)
class SpeechMargin:
    """How far speech lies above the music, in LU, over 3 s windows with at least 1 s of speech."""

    median: float
    p5: float
    windows_under_10: int


@dataclass(frozen=True, slots=True)
class Programme:
    """The edit's sound with the music in it; `speech_minus_music` is None without speech."""

    integrated_lufs: float
    true_peak_dbtp: float
    speech_minus_music: SpeechMargin | None = None


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
