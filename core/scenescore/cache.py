"""Results of stages on disk, under a hash of all that they depend on; and the JSON they are in."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import platformdirs
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from scenescore.errors import OutputUnwritable

log = logging.getLogger(__name__)
T = TypeVar("T")

_CHUNK = 1 << 20


@lru_cache(maxsize=64)
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def to_json(value: object, kind: type[Any] | None = None, indent: int | None = None) -> str:
    """A dataclass as JSON: fractions as "n/d", paths and enums as text. See `from_json`."""
    shape: Any = kind or type(value)
    return _adapter(shape).dump_json(value, indent=indent).decode()


def from_json(text: str | bytes, kind: type[T]) -> T:
    """The dataclass that `to_json` wrote. Raises ValueError when the text does not fit the type."""
    shape: Any = kind
    value: T = _adapter(shape).validate_json(text)
    return value


def cache_folder() -> Path:
    """Where results are kept between runs: $SCENESCORE_CACHE, else the system's cache folder."""
    return Path(os.environ.get("SCENESCORE_CACHE") or platformdirs.user_cache_dir("scenescore"))


def fingerprint(*parts: object) -> str:
    """A short hash of JSON-able values, dataclasses and strings, equal in every process."""
    digest = hashlib.sha256()
    for part in parts:
        text = part if isinstance(part, str) else to_json(part)
        digest.update(text.encode(errors="surrogatepass"))
        digest.update(b"\x1f")
    return digest.hexdigest()[:32]


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's content, in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def file_identity(path: Path) -> str:
    """What tells a media file's content apart without reading all of it.

    Size, modification time in nanoseconds, and a hash of its first and last MiB.
    """
    stat = path.stat()
    digest = hashlib.sha256(f"{stat.st_size}:{stat.st_mtime_ns}".encode())
    with path.open("rb") as file:
        digest.update(file.read(_CHUNK))
        file.seek(max(_CHUNK, stat.st_size - _CHUNK))
        digest.update(file.read(_CHUNK))
    return digest.hexdigest()[:32]


BUNDLED = "Info.fcpxml"
"""The edit inside an `.fcpxmld` bundle, which is a folder."""


def source_identity(path: Path) -> str:
    """The identity of what is scored: of a file, or of what a bundle holds."""
    inside = path / BUNDLED
    return file_identity(inside if path.is_dir() else path)


@contextmanager
def atomic(path: Path) -> Iterator[Path]:
    """A temporary path beside `path` that takes its place when the block ends well.

    Nothing is left behind when the block fails. A full disk or a read-only folder is told as
    `OutputUnwritable`; an OSError about another file, such as one that the block reads, passes.
    """
    # Not mkstemp: its files are private to the user whatever the umask says.
    temporary = path.with_name(f".scenescore-{secrets.token_hex(8)}{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.touch(exist_ok=False)
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        yield temporary
        temporary.replace(path)
    except OSError as error:
        if error.filename not in (None, str(temporary), temporary):
            raise
        raise _unwritable(path, error) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text so that the file is either whole or not there."""
    with atomic(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def cached(stage: str, key: str, kind: type[T], make: Callable[[], T]) -> tuple[T, bool]:
    """The stage's result from the cache, or made now and kept. Returns (result, was cached).

    A cache that cannot be read or written costs time, never the run.
    """
    path = cache_folder() / stage / f"{key}.json"
    with suppress(OSError, ValidationError, json.JSONDecodeError):
        return from_json(path.read_bytes(), kind), True
    result = make()
    try:
        write_text(path, to_json(result, kind))
    except (OutputUnwritable, PydanticSerializationError) as error:
        log.info("not cached: %s", error)
    return result, False


def _unwritable(path: Path, error: OSError) -> OutputUnwritable:
    return OutputUnwritable(
        f"{path.name} cannot be written in {path.parent}.",
        "Free some space, or choose a folder that can be written to.",
        str(error),
    )
