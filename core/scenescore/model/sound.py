"""The sound: stems, recordings and lanes on disk."""

from __future__ import annotations

from dataclasses import dataclass

from scenescore.model.analysis import LoudnessTrack
from scenescore.model.cue import Hit
from scenescore.model.score import ScoreHit


@dataclass(frozen=True, slots=True)
class GainCurve:
    """Gain in decibels over time, straight between points; constant beyond both ends.

    Seconds count from the first sample of the file that it belongs to.
    """

    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Stem:
    """Sound on disk: a WAV file of `samples` frames at 48 kHz."""

    name: str
    path: str
    samples: int


@dataclass(frozen=True, slots=True)
class Loudness:
    """Integrated loudness and true peak of a sound; -inf loudness is given as -120."""

    integrated_lufs: float
    true_peak_dbtp: float


@dataclass(frozen=True, slots=True)
class HeardHit:
    """A hit of the score and where it is heard: milliseconds after the first new frame.

    None where no onset stands out within 200 ms (soft hits may have none). That is of the cue
    alone; `stands_out` says whether it does in edit and music together, None where nobody looked.
    """

    hit: ScoreHit
    error_ms: float | None
    stands_out: bool | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    """A cue rendered: its files and what was measured on them.

    The file starts one second (the handle) before `lane_start_frame`.
    """

    cue: str
    lane_start_frame: int
    lane_end_frame: int
    samples: int
    mix: Stem
    stems: tuple[Stem, ...]
    dry: Stem | None
    duck: GainCurve
    loudness: Loudness
    power: LoudnessTrack
    hits: tuple[HeardHit, ...]


@dataclass(frozen=True, slots=True)
class SoundFont:
    """The instrument that played: recorded for clearance."""

    name: str
    path: str
    sha256: str
    licence: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One clip of music to place in the edit, on the lane (track) of that name."""

    track: str
    name: str
    cue: str
    path: str
    samples: int
    start_frame: int
    end_frame: int
    hits: tuple[Hit, ...] = ()
