"""The numbers of spotting, from `spotting.toml`; units and sources stand in that file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pydantic import TypeAdapter

from scenescore.tables import read_table


@dataclass(frozen=True, slots=True)
class CueNumbers:
    """Lengths of cues and of the silences between them, seconds."""

    shortest: float
    longest: float
    least_gap: float
    part_longest: float
    part_shortest: float
    turn: float
    ring_room: float
    ring_share: float
    silence: float
    silence_least: float
    least_edit: float


@dataclass(frozen=True, slots=True)
class EntryNumbers:
    """Where music may come in: seconds, and costs in seconds of distance."""

    early: float
    late: float
    after_line: float
    before_line: float
    cut: float
    action: float
    line: float
    nowhere: float


@dataclass(frozen=True, slots=True)
class ExitNumbers:
    """Where music may go out: seconds, and costs in seconds of distance."""

    early: float
    late: float
    after_hit: float
    cut: float
    before: float
    line: float
    nowhere: float


@dataclass(frozen=True, slots=True)
class NeedNumbers:
    """What calls for music in a scene: weights, and the sums that decide for and against it."""

    tension: float
    arousal: float
    valence: float
    quiet: float
    motion: float
    opening: float
    closing: float
    least: float
    sure: float


@dataclass(frozen=True, slots=True)
class CoverageNumbers:
    """Share of the edit under music; `start` is the length from which it counts, seconds."""

    least: float
    most: float
    start: float


@dataclass(frozen=True, slots=True)
class HitNumbers:
    """Weights of moments, by what they are."""

    marker: float
    note: float
    scene: float
    fade: float
    dissolve: float
    action: float
    cut: float
    turn: float
    light: float
    handed: float
    hand_within: float
    action_least: float
    gradual: float
    gradual_scene: float


@dataclass(frozen=True, slots=True)
class DensityNumbers:
    """How near to each other hits may lie: seconds, but `spread` a share and `bundle` a count."""

    calm: float
    busy: float
    spread: float
    bundle: int
    pace_window: float
    pace_calm: float
    pace_busy: float
    least: float
    soft_least: float
    soft_apart: float
    room: float
    settle: float
    swell_turn: float
    swell_room: float
    swell_apart: float


@dataclass(frozen=True, slots=True)
class MoodNumbers:
    """How the mood curve is sampled for a cue, seconds."""

    step: float
    window: float
    dwell: float


@dataclass(frozen=True, slots=True)
class StyleNumbers:
    """When a cue leaves the edit's main palette."""

    badly: float


@dataclass(frozen=True, slots=True)
class LineNumbers:
    """What counts as one line of dialogue, and as near to a cue, seconds."""

    gap: float
    reach: float


@dataclass(frozen=True, slots=True)
class Numbers:
    """All of `spotting.toml`."""

    cue: CueNumbers
    entry: EntryNumbers
    exit: ExitNumbers
    need: NeedNumbers
    coverage: CoverageNumbers
    hit: HitNumbers
    density: DensityNumbers
    mood: MoodNumbers
    style: StyleNumbers
    lines: LineNumbers


@lru_cache(maxsize=1)
def load_numbers() -> Numbers:
    """The table, checked: a missing, misspelt or wrong entry raises pydantic's ValidationError."""
    return TypeAdapter(Numbers).validate_python(read_table("spotting.toml"))
