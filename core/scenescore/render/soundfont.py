"""Which SoundFont plays, and under which licence: known fonts are data (soundfonts.toml)."""

from __future__ import annotations

import os
import struct
import sys
import tomllib
from fnmatch import fnmatch
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from scenescore.cache import cached, file_identity, file_sha256
from scenescore.errors import RenderFailed, ToolMissing
from scenescore.model import Remark, SoundFont
from scenescore.render.fluid import loaded

_INSTALL = (
    "Install one: apt install musescore-general-soundfont-small, or put MuseScore_General.sf3 "
    "into {folder}, or name a file."
)
_SUFFIXES = (".sf3", ".sf2")
_INFO_BYTES = 1 << 16


class _Known(BaseModel):
    """A font of the table: how its file is called, its title inside, its licence."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    files: tuple[str, ...]
    titles: tuple[str, ...]
    licence: str
    preferred: bool = False


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    font: tuple[_Known, ...]
    folders: dict[str, tuple[str, ...]]


def find_soundfont(path: Path | None) -> tuple[SoundFont, tuple[Remark, ...]]:
    """The SoundFont at `path`, or the best that is installed, with a remark if it is second best.

    Raises `ToolMissing` when there is none, `RenderFailed` when the file is not a SoundFont.
    """
    if path is not None:
        if not path.is_file():
            raise ToolMissing(f"There is no SoundFont {path}.", _install_hint())
        return _describe(path.resolve(), _known(path)), ()
    best = min(_installed(), key=_rank, default=None)
    if best is None:
        raise ToolMissing("No SoundFont is installed, so nothing can play.", _install_hint())
    known = _known(best)
    font = _describe(best, known)
    if known and known.preferred:
        return font, ()
    return font, (
        Remark(
            "soundfont-second-best",
            f"{font.name} ({font.licence}) plays, because MuseScore_General is not installed.",
            _install_hint(),
            str(best),
        ),
    )


def installed_soundfonts() -> tuple[Path, ...]:
    """The SoundFonts in the usual folders of this system, the best first."""
    return tuple(sorted(_installed(), key=_rank))


def describe_soundfont(path: Path) -> SoundFont:
    """Name, hash and licence of a SoundFont. Raises RenderFailed when the file is none."""
    return _describe(path.resolve(), _known(path))


def load_soundfont(font: SoundFont) -> None:
    """Read a SoundFont into memory ahead of its first use; it stays there. Raises RenderFailed."""
    loaded(font.path)


@lru_cache(maxsize=1)
def _table() -> _Table:
    text = (files("scenescore_resources") / "soundfonts.toml").read_text(encoding="utf-8")
    return _Table.model_validate(tomllib.loads(text))


def _folders() -> list[Path]:
    """The usual folders of this system, without those whose variables are not set."""
    system = "linux" if sys.platform not in _table().folders else sys.platform
    named = [os.path.expandvars(text) for text in _table().folders[system]]
    return [Path(text).expanduser() for text in named if "$" not in text]


def _install_hint() -> str:
    folder = next((folder for folder in _folders() if folder.is_relative_to(Path.home())), "")
    return _INSTALL.format(folder=folder or _folders()[0])


def _installed() -> list[Path]:
    """SoundFonts in the usual folders, each once however many links lead to it."""
    found: dict[Path, None] = {}
    for folder in _folders():
        if folder.is_dir():
            for file in sorted(folder.iterdir()):
                if file.suffix.lower() in _SUFFIXES and file.is_file():
                    found[file.resolve()] = None
    return list(found)


def _rank(path: Path) -> tuple[int, str]:
    known = _known(path)
    fonts = _table().font
    return (fonts.index(known) if known else len(fonts), path.name)


@lru_cache(maxsize=64)
def _known(path: Path) -> _Known | None:
    """The table's entry for a file: by its name, else by the title that it carries."""
    name = path.resolve().name.lower()
    for font in _table().font:
        if any(fnmatch(name, pattern.lower()) for pattern in font.files):
            return font
    title = _info(path).get("INAM", "").lower()
    for font in _table().font:
        if any(words.lower() in title for words in font.titles):
            return font
    return None


def _describe(path: Path, known: _Known | None) -> SoundFont:
    info = _info(path)
    if not info:
        raise RenderFailed(f"{path.name} is not a SoundFont.", "Choose an .sf2 or .sf3 file.")
    digest, _ = cached("soundfont", file_identity(path), str, lambda: file_sha256(path))
    licence = known.licence if known else info.get("ICOP", "").strip() or "unknown"
    return SoundFont(known.name if known else path.stem, str(path), digest, licence)


def _info(path: Path) -> dict[str, str]:
    """The texts of a SoundFont's INFO list (RIFF), by their four letters; empty if it is none."""
    try:
        with path.open("rb") as file:
            head = file.read(_INFO_BYTES)
    except OSError as error:
        raise RenderFailed(
            f"{path.name} cannot be read.", "Check that you may read it.", str(error)
        ) from error
    if head[:4] != b"RIFF" or head[8:16] != b"sfbkLIST" or head[20:24] != b"INFO":
        return {}
    texts: dict[str, str] = {}
    position, end = 24, min(20 + struct.unpack("<I", head[16:20])[0], len(head))
    while position + 8 <= end:
        tag, size = struct.unpack("<4sI", head[position : position + 8])
        body = head[position + 8 : position + 8 + size]
        texts[tag.decode("ascii", "replace")] = body.split(b"\0")[0].decode("utf-8", "replace")
        position += 8 + size + size % 2
    return texts
