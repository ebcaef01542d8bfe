"""How much of everything a performance gets: resources/performance.toml, checked when read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import inf

from pydantic import BaseModel, ConfigDict, Field

from scenescore.tables import read_table

Points = tuple[tuple[float, float], ...]
"""A curve of straight lines: rising x, and its value."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rules(_Data):
    """The KTH rules on single notes; see the table for units."""

    high_loud_db: float
    high_loud_most_db: float
    downbeat_db: float
    melodic_charge_db: float
    level_noise_db: float
    repeated_velocity: float
    duration_contrast_k: float
    duration_contrast_db: float
    double_duration: float
    uphill_ms: float
    leap_from: int
    leap_rise_ms: float
    leap_fall_ms: tuple[float, float]
    leap_gap_ms: float
    leap_gap_most: int
    repeated_gap_ms: float
    boundary_leap: int
    phrase_gap_ms: float
    phrase_longer_ms: float
    breath_gap_ms: float
    duration_contrast: Points
    overlap: Points
    punctuation: Points
    melodic_charge: tuple[float, ...] = Field(min_length=12, max_length=12)


class HarmonicCharge(_Data):
    """How far a chord is from home, and what that does to the level."""

    major: tuple[float, ...] = Field(min_length=12, max_length=12)
    minor: tuple[float, ...] = Field(min_length=12, max_length=12)
    diminished: float
    decibels: float
    k: float
    lead_s: float


class Arch(_Data):
    """The shape of a phrase in level and time."""

    start_db: float
    end_db: float
    start_tempo: float
    end_tempo: float
    peak: float = Field(gt=0, lt=1)
    section: float
    bound_ms: float


class Ritard(_Data):
    """The end of a cue that nothing holds to a frame."""

    seconds: float
    power: float
    bound_ms: float


class Lead(_Data):
    """How far the melody goes ahead of those that are softer."""

    ms_per_velocity: float
    others: float
    bound_ms: float


class Timing(_Data):
    """How players keep together."""

    bound_ms: float
    correlation: float
    noise_share: float
    rules_ms: float


class Section(_Data):
    """How the players of a stem keep time."""

    late_ms: float
    stray_ms: float
    roll_ms: float


class Expression(_Data):
    """What is done with CC11."""

    swell_db: float
    swell_s: float
    long_note_s: float
    long_note_db: float
    niente_db: float
    niente_s: float
    dying_db: float
    dying_below: float
    step: float


class Pedal(_Data):
    """What is done with CC64."""

    programs: frozenset[int]
    articulation: float
    first_ms: float
    again_ms: float


class Vibrato(_Data):
    """What is done with CC1."""

    programs: frozenset[int]
    from_s: float
    delay_ms: float
    grows_ms: float
    depth: int


class Amounts(_Data):
    """The whole table."""

    rules: Rules
    harmonic_charge: HarmonicCharge
    arch: Arch
    ritard: Ritard
    lead: Lead
    timing: Timing
    roles: Mapping[str, float]
    stems: Mapping[str, Section]
    expression: Expression
    pedal: Pedal
    vibrato: Vibrato


@lru_cache(maxsize=1)
def amounts() -> Amounts:
    """The table, read once."""
    return Amounts.model_validate(read_table("performance.toml"))


def between(points: Sequence[tuple[float, float]], x: float) -> float:
    """The curve's value at x; its outer values beyond its ends."""
    place = bisect_right(points, (x, inf))
    if not 0 < place < len(points):
        return points[0 if place == 0 else -1][1]
    (a, low), (b, high) = points[place - 1], points[place]
    return low + (high - low) * (x - a) / (b - a)


def bounded(value: float, bound: float) -> float:
    """The value, bent softly so that it never leaves ±bound."""
    return value / (1 + abs(value / bound) ** 3) ** (1 / 3) if bound else 0.0
