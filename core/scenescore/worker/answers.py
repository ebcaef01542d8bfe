"""What comes of orders: the `result` of each `done`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field

from scenescore.model import Cue, Lane
from scenescore.timebase import Rate
from scenescore.worker.protocol import Said


class Level(Said):
    """At what level a take lies: its constant gain, and the curve (seconds of its file, dB) on top
    of it that yields to dialogue."""

    gain_db: float
    duck: tuple[tuple[float, float], ...]
    lane_start_frame: int
    rate: Rate


class TakeMade(Said):
    """A take on disk, in the folder of that name below `folder`/takes.

    Paths are relative to the take's folder. `facts` is the cue's entry in report.json, `notes` are
    remarks as report.json has them, `shape` how full each bar is (`shape.shape_of`).
    """

    take: str
    cue: Cue
    mix: str
    stems: dict[str, str]
    score: str
    level: Level
    facts: dict[str, Any]
    notes: tuple[dict[str, Any], ...] = ()
    shape: tuple[tuple[float, float], ...] = ()


class FindingSaid(Said):
    what: str
    well: bool
    found: str
    cure: str = ""
    doubtful: bool = False


class EngineSaid(Said):
    """An optional engine: what it is for, what it costs, where it lies, how to get it.

    Engines of a task come in any order: the one of the highest `rank` hears or sees best, the
    `suggested` one is to be had first. `packages` are those that are missing, `extra` installs
    them. `fetched_mb` is what of an unfinished fetch is kept.
    """

    id: str
    title: str
    task: str
    mb: float
    licence: str
    commercial: bool
    page: str
    folder: Path
    present: bool
    fetchable: bool
    usable: bool
    how: str = ""
    rank: int = 0
    suggested: bool = False
    ram_mb: int = 0
    packages: tuple[str, ...] = ()
    extra: str = ""
    fetched_mb: float = 0.0


class FontSaid(Said):
    """A SoundFont on this computer."""

    name: str
    path: Path
    licence: str
    mb: float


class Analysed(Said):
    """Files below the order's folder, by paths relative to it; itself kept there as `ANALYSED`.

    `edit` is the model's Edit as JSON, with its media and markers. `waveform` holds the largest
    absolute sample (float32) of every stretch of the edit's sound, `waveform_hz` stretches a
    second. `stills` are small pictures by shot, in the cache and so not there for ever.
    """

    report: str
    edit: str
    waveform: str
    waveform_hz: float
    stills: dict[int, Path] = Field(default_factory=dict)


ANALYSED = "analysed.json"


class Warmed(Said):
    soundfont: str


class Scored(Said):
    """Names of all cues' first takes in running order; `TakeMade` lies in the folder of each."""

    takes: tuple[str, ...]
    notes: tuple[dict[str, Any], ...] = ()


class Composed(Said):
    take: TakeMade


class Accepted(Said):
    """`lanes` are what lies in the edit's new tracks: what a host is given to write."""

    files: tuple[Path, ...]
    film: Path | None = None
    lanes: tuple[Lane, ...] = ()
    notes: tuple[dict[str, Any], ...] = ()


class Fetched(Said):
    folder: Path


class Removed(Said):
    """What was freed, in 10^6 bytes."""

    mb: float


class Fonts(Said):
    fonts: tuple[FontSaid, ...]


class Auditioned(Said):
    """A sound file, and the SoundFont that plays in it."""

    sound: Path
    soundfont: str


class Examined(Said):
    findings: tuple[FindingSaid, ...]


class Engines(Said):
    engines: tuple[EngineSaid, ...]
