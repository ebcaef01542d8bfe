"""An `.otioz` bundle written back: its edit as JSON, its media laid beside it.

`scored.otio` is no bundle, so the media inside the input would be out of reach; it is unpacked once
into a folder of the results, and the edit points there.
"""

from __future__ import annotations

import json
import logging
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from shutil import copyfileobj
from typing import cast
from urllib.parse import unquote

from scenescore.cache import atomic
from scenescore.edit.scored_tracks import Tree
from scenescore.edit.scored_tree import absolute_url, with_absolute_urls
from scenescore.errors import EditUnreadable

log = logging.getLogger(__name__)

_DAMAGED = (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error)
"""What unpacking raises on a member that is cut off, encrypted or in an unknown compression."""

_CONTENT = "content.otio"


def read_bundle(source: Path, media: Path, final_media: Path) -> Tree:
    """The bundle's JSON tree; media it refers to is unpacked into `media`.

    URLs point into `final_media`, where that folder will lie. Raises EditUnreadable for what is no
    bundle.
    """
    try:
        with zipfile.ZipFile(source) as bundle:
            tree = cast(Tree, json.loads(bundle.read(_CONTENT)))
            return with_absolute_urls(tree, lambda url: _place(url, bundle, media, final_media))
    except (OSError, KeyError, ValueError, RecursionError, zipfile.BadZipFile) as error:
        raise EditUnreadable(
            f"{source.name} is no bundle that can be opened.", "Export it again.", str(error)
        ) from error


def _place(url: str, bundle: zipfile.ZipFile, media: Path, final_media: Path) -> str:
    """Unpack the file behind a URL of the bundle; its URL outside."""
    members = set(bundle.namelist())
    member = next((name for name in (url, unquote(url)) if name in members), None)
    if member is None:
        return absolute_url(url, Path(str(bundle.filename)).parent)
    # Only the last part of the name is kept: a bundle must not choose where it writes.
    name = PurePosixPath(member.replace("\\", "/")).name
    unpacked = media / name
    try:
        if not unpacked.exists():
            with (
                bundle.open(member) as inside,
                atomic(unpacked) as temporary,
                temporary.open("wb") as outside,
            ):
                copyfileobj(inside, outside)
    except _DAMAGED as error:
        log.warning("%s in %s is damaged and stays out: %r", member, bundle.filename, error)
    return (final_media / name).absolute().as_uri()
