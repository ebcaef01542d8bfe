"""The program's own door, opened in this process: what it says, and the report it writes."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from scenescore.cli import main
from scenescore.words import translated

_HANGUL = re.compile("[가-힣]")
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended, what it said on stderr, and its report ({} where it wrote none)."""

    code: int
    said: str
    report: dict[str, Any]

    def told(self, code: str) -> str:
        """The sentence of the note with this code; it has a hint, and both are in Korean."""
        (note,) = [note for note in self.report["notes"] if note["code"] == code]
        for sentence in filter(None, (note["message"], note["hint"])):
            assert _HANGUL.search(translated(sentence, "ko")), sentence
        message: str = note["message"]
        return message

    @property
    def codes(self) -> set[str]:
        """The codes of all notes."""
        return {note["code"] for note in self.report["notes"]}

    def cuts(self) -> list[int]:
        """First frames of all shots but the first."""
        return [shot["start_frame"] for shot in self.report["shots"][1:]]

    def kinds(self) -> dict[str, float]:
        """Seconds of each kind of sound."""
        seconds: dict[str, float] = {}
        for span in self.report["sound"]:
            length = span["end"] - span["start"]
            seconds[span["kind"]] = seconds.get(span["kind"], 0.0) + length
        return seconds


def analysed(source: Path, *options: object) -> Outcome:
    """`scenescore analyse SOURCE`, with its results beside the source."""
    return _run("analyse", source, *options)


def scored(source: Path, *options: object) -> Outcome:
    """`scenescore score SOURCE`, with its results beside the source."""
    return _run("score", source, *options)


def _run(command: str, source: Path, *options: object) -> Outcome:
    folder = source.with_name(f"{source.name} 결과")
    arguments = [command, source, "-o", folder, "--quiet", "--report", "json", *options]
    said = io.StringIO()
    handlers = [signal.getsignal(number) for number in _SIGNALS]
    try:
        with (
            patch.object(sys, "argv", ["scenescore", *map(str, arguments)]),
            patch.dict(os.environ, {"LC_ALL": "C.UTF-8"}),
            redirect_stdout(said),
            redirect_stderr(said),
        ):
            main()
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        for number, handler in zip(_SIGNALS, handlers, strict=True):
            signal.signal(number, handler)
    report = folder / "report.json"
    held = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {}
    return Outcome(code, said.getvalue(), held)
