"""Where the work on an edit lies: beside it, or in the user's own folder where that is closed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from scenescore.cache import fingerprint

SUFFIX = ".scenescore"


@dataclass(frozen=True, slots=True)
class Places:
    """`file` is the saved work; `folder` holds what the engine found and made for it."""

    file: Path
    folder: Path
    beside: bool = True


def places_of(source: Path) -> Places:
    """The places of an edit's work; nothing is made."""
    source = source.resolve()
    home, beside = source.parent, os.access(source.parent, os.W_OK)
    if not beside:
        home = Path(platformdirs.user_data_dir("scenescore")) / fingerprint(str(source.parent))
    file = home / f"{source.name}{SUFFIX}"
    return Places(file, file.with_name(f"{file.name}-files"), beside)


def folder_of_program(program: str) -> Path:
    """Where what is read of an editing program comes, by the program's id."""
    return Path(platformdirs.user_data_dir("scenescore")) / "programs" / program


def folder_of_timeline(program: str, key: str) -> Path:
    """Where the edit of one of a program's timelines lies, with its work and its music.

    `key` is what the program knows the timeline by.
    """
    return folder_of_program(program) / fingerprint(key)


def source_of(path: Path) -> Path:
    """The edit that a path means: that of a saved work, or the path itself."""
    return path.with_suffix("") if path.suffix == SUFFIX else path
