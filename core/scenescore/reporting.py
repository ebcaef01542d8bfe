"""The way to a report alone: an edit is read, heard, seen and felt, and no music is made.

`pipeline` goes on from here; nothing that makes music is loaded for a report.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from scenescore.analysis import analyse_edit, read_input
from scenescore.deliver import Run, write_report
from scenescore.job import Job
from scenescore.settings import Settings
from scenescore.stages import Stages
from scenescore.staging import Staging, staged

ANALYSIS = {
    "read": 1.0,
    "listen": 5.0,
    "watch": 8.0,
    "transcribe": 2.0,
    "voice": 0.5,
    "picture": 0.5,
    "feel": 1.0,
}

ANALYSE = {**ANALYSIS, "write": 1.0}
"""Stages of a report and their usual shares of its time."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run left behind in `folder`."""

    folder: Path
    run: Run
    files: tuple[Path, ...]
    film: Path | None = None


def analyse(source: Path, folder: Path, settings: Settings, job: Job) -> Outcome:
    """Write report.json and report.html of an edit into `folder`. Raises ScoreError."""
    stages = Stages(job)
    with staged(folder) as staging:
        edit = read_input(source, settings, stages)
        run = analyse_edit(edit, settings, stages).as_run()
        files = write_reports(run, settings, staging, stages)
    return Outcome(folder, run, files)


def write_reports(
    run: Run, settings: Settings, staging: Staging, stages: Stages
) -> tuple[Path, ...]:
    """The reports, with the times that the stages took; returns where they will lie."""
    run = replace(run, timing=tuple(stages.times))
    return tuple(
        staging.final(path) for path in write_report(run, staging.folder, settings.reports)
    )
