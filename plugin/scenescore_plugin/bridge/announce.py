"""Where the bridge listens: a file that only its user can read, there while the bridge runs."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scenescore.errors import OutputUnwritable

_TOKEN_BYTES = 32
ONLY_THE_USER = 0o600


class Announcement(BaseModel):
    """Port and token of a bridge that runs. `pid` is its process."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    port: int = Field(ge=1, le=65535)
    token: str = Field(pattern=r"^[0-9a-f]{64}$")
    pid: int
    protocol: int


def new_token() -> str:
    """A token for one start of the bridge: 256 bits, in hex."""
    return secrets.token_hex(_TOKEN_BYTES)


def announcement_file() -> Path:
    """`SCENESCORE_BRIDGE` if it is set, else `bridge.json` in the user's data folder.

    Panels look there by themselves, so the path is the same at every start.
    """
    given = os.environ.get("SCENESCORE_BRIDGE")
    return Path(given) if given else Path(platformdirs.user_data_dir("scenescore")) / "bridge.json"


@contextmanager
def announced(announcement: Announcement, file: Path) -> Iterator[None]:
    """Keep the file there meanwhile; at the end it goes, unless a later bridge has written it.

    Raises OutputUnwritable.
    """
    _write(announcement, file)
    try:
        yield
    finally:
        if read_announcement(file) == announcement:
            file.unlink(missing_ok=True)


def _write(announcement: Announcement, file: Path) -> None:
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        # Made with its rights, not given them afterwards: nobody reads it in between.
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_THE_USER)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(announcement.model_dump_json())
        part.replace(file)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise OutputUnwritable(
            f"The bridge cannot say where it listens: {file} cannot be written.",
            "Free the folder, or name another file in SCENESCORE_BRIDGE.",
            str(error),
        ) from error


def read_announcement(file: Path) -> Announcement | None:
    """What the file says, or None where there is none or it says nothing that can be used."""
    try:
        return Announcement.model_validate_json(file.read_bytes())
    except (OSError, ValidationError):
        return None


def find_bridge() -> Announcement | None:
    """Where the user's bridge says that it listens; it may have died without taking that back."""
    return read_announcement(announcement_file())
