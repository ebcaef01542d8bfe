"""What is put into editing programs, and what it must be told: where the engine is."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from scenescore.words import users_language
from scenescore_plugin.placing.folders import Found, System, folders_for

ENGINE = "engine.json"
"""Lies beside each part: the engine's own Python, and the palettes that it knows."""


@dataclass(frozen=True, slots=True)
class Part:
    """What of ours one program is given: `contents` makes its files, by paths inside `folder`."""

    program: str
    title: str
    package: str
    contents: Callable[[str], dict[str, bytes]]
    folder: str = ""


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
    return {folder / part.folder / name: made for name, made in part.contents(part.package).items()}


def _add_on(package: str) -> dict[str, bytes]:
    """A package that the program loads as one."""
    source = Path(str(files(package)))
    found = (path for path in sorted(source.rglob("*")) if path.suffix in (".py", ".toml"))
    return {str(path.relative_to(source)): path.read_bytes() for path in found} | _engine()


def _script(package: str) -> dict[str, bytes]:
    """A script for a menu, which shows every file that lies there."""
    return {name: made for name, made in _add_on(package).items() if name != "__init__.py"}


def _panel(package: str) -> dict[str, bytes]:
    """A package that the user opens: Creative Cloud installs it. It finds the bridge by itself."""
    with TemporaryDirectory() as folder:
        made = import_module(package).pack(Path(folder))
        return {made.name: made.read_bytes()}


def _engine() -> dict[str, bytes]:
    from scenescore.palettes import load_palettes

    in_korean = users_language() == "ko"
    palettes = [
        (palette.id, palette.name["ko" if in_korean else "en"])
        for palette in load_palettes().values()
    ]
    told = {"python": sys.executable, "palettes": palettes}
    return {ENGINE: json.dumps(told, ensure_ascii=False).encode()}


PARTS = (
    Part("blender", "Blender", "scenescore_addon", _add_on, "scenescore_addon"),
    Part("resolve", "DaVinci Resolve", "scenescore_resolve", _script),
    Part("premiere", "Premiere Pro", "scenescore_premiere", _panel),
)
