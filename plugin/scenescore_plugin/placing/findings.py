"""What can be wrong with the parts inside editing programs: for the doctor and Check set-up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from scenescore.model import Finding
from scenescore_plugin.placing.folders import this_system
from scenescore_plugin.placing.parts import ENGINE, Wanted, parts_for

_PLACE = "Run: scenescore hosts --place."


def examine_parts() -> Iterator[Finding]:
    """One finding for each program that is installed: whether our part is there and up to date."""
    for wanted in parts_for(this_system()):
        yield _finding(wanted)


def _finding(wanted: Wanted) -> Finding:
    what, folder = wanted.part.title, wanted.found.folder
    if wanted.found.sandboxed:
        return Finding(
            what,
            True,
            f"{folder} belongs to a build that may start no other program.",
            "Install the program from its maker instead of a store.",
            doubtful=True,
        )
    there = [path for path in wanted.files if path.is_file()]
    if not there:
        return Finding(what, True, f"Our part is not in {folder}.", _PLACE, doubtful=True)
    python = _engine_python(wanted)
    if python is not None and not python.is_file():
        return Finding(what, False, f"The engine is not at {python} any more.", _PLACE)
    if not all(map(partial(_same, wanted), wanted.files)):
        return Finding(what, False, f"Our part in {folder} is of another version.", _PLACE)
    return Finding(what, True, f"Our part lies in {folder}.")


def _same(wanted: Wanted, path: Path) -> bool:
    """Whether a file is of this version; what the part is told of the engine may differ."""
    return path.name == ENGINE or (path.is_file() and path.read_bytes() == wanted.files[path])


def _engine_python(wanted: Wanted) -> Path | None:
    """The engine's Python as the part was told it; None for one that is told of no engine."""
    told = next((path for path in wanted.files if path.name == ENGINE), None)
    if told is None:
        return None
    try:
        return Path(json.loads(told.read_text(encoding="utf-8"))["python"])
    except (OSError, ValueError, KeyError):
        return None
