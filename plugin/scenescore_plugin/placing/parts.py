"""What is put into editing programs, and what it must be told: where the engine is."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from scenescore.words import users_language
from scenescore_plugin.placing.folders import Found, System, folders_for

ENGINE = "engine.json"
"""Lies beside each part: the engine's own Python, and the palettes that it knows."""


@dataclass(frozen=True, slots=True)
class Part:
    """A package of ours for one program: its files go into `folder`, with `ENGINE` beside them.

    `whole` is for packages that the program loads as one; of others only `files` are put there.
    """

    program: str
    title: str
    package: str
    folder: str = ""
    suffixes: tuple[str, ...] = (".py", ".toml")


PARTS = (
    Part("blender", "Blender", "scenescore_addon", "scenescore_addon"),
    Part("resolve", "DaVinci Resolve", "scenescore_resolve"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Files of a part and the place of each in a folder of its program."""

    part: Part
    found: Found
    files: dict[Path, bytes]


def parts_for(system: System) -> tuple[Wanted, ...]:
    """What belongs into the programs that are installed."""
    return tuple(
        Wanted(part, found, _files(part, found.folder))
        for part in PARTS
        if find_spec(part.package)
        for found in folders_for(part.program, system)
    )


def _files(part: Part, folder: Path) -> dict[Path, bytes]:
    place = folder / part.folder
    source = Path(str(files(part.package)))
    found = {
        place / path.relative_to(source): path.read_bytes()
        for path in sorted(source.rglob("*"))
        if path.suffix in part.suffixes and (part.folder or path.name != "__init__.py")
    }
    return {**found, place / ENGINE: _engine()}


def _engine() -> bytes:
    from scenescore.palettes import load_palettes

    in_korean = users_language() == "ko"
    palettes = [
        (palette.id, palette.name["ko" if in_korean else "en"])
        for palette in load_palettes().values()
    ]
    told = {"python": sys.executable, "palettes": palettes}
    return json.dumps(told, ensure_ascii=False).encode()
