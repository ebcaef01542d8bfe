"""The work on disk: versioned JSON, checked when read, brought up from earlier versions."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from scenescore.cache import from_json, to_json, write_text
from scenescore.worker.orders import Source
from scenescore_ui.work.model import View, Work

FORMAT, VERSION = "scenescore.work", 1

Migration = Callable[[dict[str, Any]], dict[str, Any]]

MIGRATIONS: Mapping[int, Migration] = MappingProxyType({})
"""What brings a document of a version to the next one."""


class WorkUnreadable(Exception):
    """A saved work cannot be read; `key` names the panel's words for it, `gaps` fill them."""

    def __init__(self, key: str, **gaps: object) -> None:
        super().__init__(key)
        self.key, self.gaps = key, gaps


@dataclass(frozen=True, slots=True)
class CameFrom:
    """The program that an edit was read from, by its id and its name; empty: a file.

    `key` is what the program knows the timeline by, `timeline` what it is called there.
    """

    host: str = ""
    name: str = ""
    key: str = ""
    timeline: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """What is saved. `identity` tells whether the edit is still the one that was worked on."""

    source: Source
    work: Work = field(default_factory=Work)
    view: View = field(default_factory=View)
    identity: str = ""
    came_from: CameFrom = CameFrom()


def save(document: Document, path: Path) -> None:
    """Write a document whole or not at all; paths near it are relative. Raises OutputUnwritable."""
    near = {
        field: Path(_near(str(file), path.parent))
        for field in ("path", "captions")
        if (file := getattr(document.source, field))
    }
    text = to_json(replace(document, source=document.source.model_copy(update=near)))
    head = json.dumps({"format": FORMAT, "version": VERSION})
    write_text(path, f"{head[:-1]}, {text[1:]}\n")


def load(path: Path, migrations: Mapping[int, Migration] = MIGRATIONS) -> Document:
    """The document in a file. Raises WorkUnreadable: damaged, or of a newer SceneScore."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WorkUnreadable("work_unreadable", name=path.name) from error
    except ValueError as error:
        raise WorkUnreadable("work_damaged", name=path.name) from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise WorkUnreadable("work_damaged", name=path.name)
    data = _migrated(data, path, migrations)
    try:
        data["source"] = _paths(data["source"], lambda each: _far(each, path.parent))
        return from_json(json.dumps(data), Document)
    except (ValidationError, KeyError, TypeError, AttributeError) as error:
        raise WorkUnreadable("work_damaged", name=path.name) from error


def _migrated(
    data: dict[str, Any], path: Path, migrations: Mapping[int, Migration]
) -> dict[str, Any]:
    version, newest = data.get("version"), max([VERSION, *(v + 1 for v in migrations)])
    if not isinstance(version, int) or version < 1:
        raise WorkUnreadable("work_damaged", name=path.name)
    if version > newest:
        raise WorkUnreadable("work_newer", name=path.name)
    while version < newest:
        data, version = migrations[version](data), version + 1
    return {key: value for key, value in data.items() if key not in ("format", "version")}


def _paths(source: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    named = {key: change(source[key]) for key in ("path", "captions") if source.get(key)}
    return {**source, **named}


def _near(text: str, folder: Path) -> str:
    path = Path(text)
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)


def _far(text: str, folder: Path) -> str:
    return str(folder / text)
