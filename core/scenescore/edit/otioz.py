"""`.otioz` bundles: the edit inside, and its media unpacked once into the cache."""

from __future__ import annotations

import logging
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from scenescore.cache import atomic, cache_folder, file_identity
from scenescore.edit.guards import damaged
from scenescore.edit.media_paths import is_remote
from scenescore.errors import OutputUnwritable
from scenescore.model import Remark

log = logging.getLogger(__name__)

_CONTENT = "content.otio"
_LARGEST_CONTENT = 256 * 1024 * 1024
_KEEP_FREE = 512 * 1024 * 1024
"""Bytes left on the cache's disk after unpacking."""
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError)


def read_content(path: Path) -> bytes:
    """The OTIO text in a bundle. Raises EditUnreadable for what is no bundle."""
    try:
        with zipfile.ZipFile(path) as bundle:
            entry = bundle.getinfo(_CONTENT)
            if entry.file_size > _LARGEST_CONTENT:
                raise damaged(path, "the edit in it is too large to be one", entry.file_size)
            return bundle.read(entry)
    except KeyError as error:
        raise damaged(path, f"it holds no {_CONTENT}", error) from error
    except _BROKEN as error:
        raise damaged(path, "it is no OTIO bundle, or cut off", error) from error


def link_media(path: Path, timelines: list[Any]) -> tuple[Remark, ...]:
    """Unpack the media that the timelines use and point their URLs to it; changes them.

    What cannot be unpacked is told, and then missing like any other media.
    """
    folder = cache_folder() / "otioz" / file_identity(path)
    references = list(_references(timelines))
    wanted = {unquote(r.target_url) for r in references} | {r.target_url for r in references}
    remarks = _unpack(path, wanted, folder)
    for reference in references:
        for name in (reference.target_url, unquote(reference.target_url)):
            if _is_safe(name) and (folder / name).is_file():
                reference.target_url = (folder / name).resolve().as_uri()
                break
    return remarks


def _references(timelines: list[Any]) -> Iterator[Any]:
    for timeline in timelines:
        for clip in timeline.find_clips():
            for reference in clip.media_references().values():
                url = getattr(reference, "target_url", None)
                if url and not is_remote(url) and not url.lower().startswith("file:"):
                    yield reference


def _is_safe(name: str) -> bool:
    """Whether an entry stays inside the folder that it is unpacked to."""
    parts = PurePosixPath(name).parts
    return bool(parts) and not name.startswith("/") and ".." not in parts and "\\" not in name


def _unpack(path: Path, wanted: set[str], folder: Path) -> tuple[Remark, ...]:
    try:
        with zipfile.ZipFile(path) as bundle:
            entries = [
                e
                for e in bundle.infolist()
                if e.filename in wanted
                and _is_safe(e.filename)
                and not e.is_dir()
                and not _has(folder / e.filename, e.file_size)
            ]
            if sum(e.file_size for e in entries) > _free_space(folder) - _KEEP_FREE:
                return (_not_unpacked("there is too little space in the cache folder"),)
            for entry in entries:
                with (
                    atomic(folder / entry.filename) as temporary,
                    bundle.open(entry) as packed,
                    temporary.open("wb") as file,
                ):
                    shutil.copyfileobj(packed, file)
    except (*_BROKEN, OSError, OutputUnwritable) as error:
        log.info("media of %s not unpacked: %s", path, error)
        return (_not_unpacked("it is damaged, or the cache folder may not be written"),)
    return ()


def _has(file: Path, size: int) -> bool:
    return file.is_file() and file.stat().st_size == size


def _free_space(folder: Path) -> int:
    existing = next(p for p in (folder, *folder.parents) if p.exists())
    return shutil.disk_usage(existing).free


def _not_unpacked(why: str) -> Remark:
    return Remark(
        "bundle-not-unpacked",
        f"Media in the .otioz was not unpacked: {why}.",
        "Free some space, or unpack the bundle (it is a zip) and score the .otio in it.",
        skipped=True,
    )
