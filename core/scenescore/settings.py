"""What the user asked for, frozen; each stage is handed only the part that it depends on."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

EMOTIONS = ("happy", "sad", "disgust", "anger", "surprise", "fear", "neutral")
"""The seven classes used everywhere, in this order."""


class LoudnessPreset(StrEnum):
    """Programme loudness presets; their figures stand in resources/loudness.toml."""

    EBU = "ebu"
    NETFLIX = "netflix"
    ATSC = "atsc"
    WEB = "web"


class Existing(StrEnum):
    """What to do about music that is already in the edit."""

    IGNORE = "ignore"
    AVOID = "avoid"
    FOLLOW = "follow"
    REPLACE = "replace"


class Lanes(StrEnum):
    """One lane a cue, or a lane a stem."""

    MIX = "mix"
    STEMS = "stems"


class Exchange(StrEnum):
    """Files beside `scored.otio`, shaped for a program that nobody can talk to."""

    LANES = "lanes"
    FCPXML = "fcpxml"
    RESOLVE = "resolve"
    PREMIERE = "premiere"
    MLT = "mlt"


@dataclass(frozen=True, slots=True)
class MoodOrder:
    """An emotion the user ordered, with its strength 0…1."""

    emotion: str
    strength: float = 1.0


@dataclass(frozen=True, slots=True)
class LockOrder:
    """What of an earlier score the user keeps: a part, chords, theme, bars, or all of a cue.

    `cue` is an id, a uid, or `ALL_CUES`.
    """

    cue: str
    what: str


@dataclass(frozen=True, slots=True)
class DialOrder:
    """More (above 0, up to 1) or less (down to -1) of something in a cue."""

    cue: str
    dial: str
    amount: float


@dataclass(frozen=True, slots=True)
class TakeOrder:
    """Which take of a cue is placed, counted from 1."""

    cue: str
    number: int


ALL_CUES = "all"


@dataclass(frozen=True, slots=True)
class Settings:
    """Every option of a run. Frames are counted from the start of the edit.

    `without` names tasks of engines ("voice", "picture") that are done without one, whatever is
    here; for the words `words` says so.
    """

    style: str | None = None
    mood: MoodOrder | None = None
    scene: int | None = None
    from_timecode: str | None = None
    to_timecode: str | None = None
    captions: Path | None = None
    words: str | None = None
    without: tuple[str, ...] = ()
    evidence: Path | None = None
    loudness: LoudnessPreset = LoudnessPreset.EBU
    seed: int = 0
    film: Path | None = None
    existing: Existing = Existing.IGNORE
    themes: tuple[tuple[str, Path], ...] = ()
    takes: int = 1
    from_scores: Path | None = None
    locks: tuple[LockOrder, ...] = ()
    dials: tuple[DialOrder, ...] = ()
    chosen: tuple[TakeOrder, ...] = ()
    lanes: Lanes = Lanes.MIX
    dry: bool = False
    exchange: tuple[Exchange, ...] = ()
    rate: str | None = None
    timeline: str | None = None
    soundfont: Path | None = None
    reports: tuple[str, ...] = field(default=("json", "html"))
