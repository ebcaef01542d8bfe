"""What is said about a run: remarks, and which engine did what."""

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
