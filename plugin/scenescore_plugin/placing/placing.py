"""Putting parts where programs look, and taking away every file that was put there.

A file of somebody else's is never touched: what was placed is remembered with its hash, and a file
that has another now stays, and is told.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs
from pydantic import BaseModel, ConfigDict, ValidationError

from scenescore.cache import atomic, write_text
from scenescore.errors import OutputUnwritable
from scenescore_plugin.placing.parts import Wanted


class Receipt(BaseModel):
    """The files that were placed, each with the SHA-256 of what was written."""

    model_config = ConfigDict(extra="ignore")

    files: dict[Path, str] = {}


@dataclass(frozen=True, slots=True)
class Placed:
    """What was done: folders, and files that are somebody else's and stayed as they are."""

    folders: tuple[Path, ...] = ()
    kept: tuple[Path, ...] = ()


@dataclass(slots=True)
class _Work:
    receipt: Receipt
    folders: dict[Path, None] = field(default_factory=dict)
    kept: list[Path] = field(default_factory=list)

    def done(self) -> Placed:
        return Placed(tuple(self.folders), tuple(self.kept))


def receipt_file() -> Path:
    """Where it is remembered what was placed."""
    return Path(platformdirs.user_data_dir("scenescore")) / "placed.json"


def placed_parts(file: Path | None = None) -> tuple[Path, ...]:
    """The files that were placed and are still there."""
    return tuple(path for path in _read(file or receipt_file()).files if path.is_file())


def place(wanted: Iterable[Wanted], file: Path | None = None) -> Placed:
    """Put these parts into their programs, in place of those of an earlier version.

    Raises OutputUnwritable; what was placed by then is remembered.
    """
    file = file or receipt_file()
    work = _Work(_read(file))
    # A sandboxed program could not start the engine: the doctor says what to do.
    wanted = [each for each in wanted if not each.found.sandboxed]
    try:
        for each in wanted:
            work.folders[each.found.folder] = None
            for path, content in each.files.items():
                _place_one(path, content, work)
        for path in _outdated(wanted, work.receipt):
            _remove_one(path, work)
    finally:
        _write(work.receipt, file)
    return work.done()


def _outdated(wanted: Iterable[Wanted], receipt: Receipt) -> list[Path]:
    """What an earlier version placed in the same folders, and this one has no more."""
    new = {path for each in wanted for path in each.files}
    folders = {path.parent for path in new}
    return [path for path in receipt.files if path not in new and path.parent in folders]


def _place_one(path: Path, content: bytes, work: _Work) -> None:
    there = _read_there(path)
    if there not in (None, content) and not _is_ours(path, work.receipt):
        work.kept.append(path)
        return
    work.receipt.files[path] = hashlib.sha256(content).hexdigest()
    with atomic(path) as part:
        part.write_bytes(content)


def remove(file: Path | None = None) -> Placed:
    """Take away every file that was placed, with the folders that are empty then.

    Raises OutputUnwritable where one may not be removed; the rest is remembered.
    """
    file = file or receipt_file()
    work = _Work(_read(file))
    try:
        for path in tuple(work.receipt.files):
            _remove_one(path, work)
            if path not in work.kept:
                work.folders[path.parent] = None
    finally:
        _write(work.receipt, file)
    return work.done()


def _remove_one(path: Path, work: _Work) -> None:
    if path.is_file() and not _is_ours(path, work.receipt):
        work.kept.append(path)
    try:
        if path not in work.kept:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputUnwritable(
            f"{path} cannot be removed.",
            "Close the editing program, look at the file's permissions, and try again.",
            str(error),
        ) from error
    del work.receipt.files[path]
    _remove_around(path)


def _remove_around(path: Path) -> None:
    """What Python made of a file that is gone, and the folders that are empty then."""
    cache = path.parent / "__pycache__"
    if not path.exists():
        for compiled in cache.glob(f"{path.stem}.*.pyc"):
            compiled.unlink(missing_ok=True)
    for folder in (cache, path.parent):
        if folder.name not in ("Utility", "addons"):  # these are the program's own
            with suppress(OSError):  # it is not empty, or not there
                folder.rmdir()


def _read_there(path: Path) -> bytes | None:
    """What lies there; None where nothing does. Raises OutputUnwritable for what is no file."""
    if not os.path.lexists(path):
        return None
    try:
        return path.read_bytes()
    except OSError as error:
        raise OutputUnwritable(
            f"Something that is no readable file lies at {path}.",
            "Move it away, and try again.",
            str(error),
        ) from error


def _is_ours(path: Path, receipt: Receipt) -> bool:
    """Whether a file is as it was placed."""
    return receipt.files.get(path) == hashlib.sha256(path.read_bytes()).hexdigest()


def _read(file: Path) -> Receipt:
    try:
        return Receipt.model_validate_json(file.read_bytes())
    except (OSError, ValidationError):
        return Receipt()


def _write(receipt: Receipt, file: Path) -> None:
    if not receipt.files:
        file.unlink(missing_ok=True)
        return
    write_text(file, receipt.model_dump_json())
