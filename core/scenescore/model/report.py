"""What is said about a run and a set-up: remarks, findings, and which engine did what."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remark:
    """One entry of the report's `notes`: something skipped or doubtful, and what to do about it.

    `skipped` marks parts that are missing from the result; they make the exit code 3.
    """

    code: str
    message: str
    hint: str = ""
    where: str = ""
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class EngineUse:
    """Which engine did a task, and what would have been better and is missing."""

    task: str
    used: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing of the set-up that was looked at: what was found, and the cure if it is not well.

    What is merely not there and not needed, such as a program that is not open, is well. `doubtful`
    is what works and could do better: then the cure says how.
    """

    what: str
    well: bool
    found: str
    cure: str = ""
    doubtful: bool = False
