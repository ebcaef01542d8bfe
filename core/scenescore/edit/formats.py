"""Which kind of file an input is: by its suffix, and by its content where that does not say."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from scenescore.cache import BUNDLED
from scenescore.errors import EditUnreadable

Format = Literal["otio", "otioz", "fcpxml", "fcp7", "edl", "aaf", "told", "film", "sound"]

_FILM = "mp4 mov mkv webm avi m4v mxf mpg mpeg ts m2ts mts wmv flv ogv 3gp dv"
_SOUND = "wav flac mp3 ogg oga opus m4a aac aif aiff wma caf w64 rf64"
_SUFFIXES: dict[str, Format] = {
    ".otio": "otio",
    ".otioz": "otioz",
    ".fcpxml": "fcpxml",
    ".edl": "edl",
    ".aaf": "aaf",
    ".told": "told",
    **dict.fromkeys((f".{suffix}" for suffix in _FILM.split()), "film"),
    **dict.fromkeys((f".{suffix}" for suffix in _SOUND.split()), "sound"),
}
_XML_ROOTS: dict[str, Format] = {"fcpxml": "fcpxml", "xmeml": "fcp7"}
_XML_SUFFIXES = (".xml", ".fcpxml")

READABLE = ".otio, .otioz, .fcpxml, .xml (FCP 7 or Premiere), .edl, .aaf, a film or a sound file"


def is_edit(path: Path) -> bool:
    """Whether a file is an edit by its suffix: no film, no sound, nothing else."""
    suffix = path.suffix.lower()
    return suffix in _XML_SUFFIXES or _SUFFIXES.get(suffix, "film") not in ("film", "sound")


def edit_file(path: Path) -> Path:
    """The file to read for an input: itself, or the XML inside an `.fcpxmld` bundle.

    Raises EditUnreadable when there is none, or nothing in it.
    """
    inside = path / BUNDLED
    if path.is_dir() and inside.is_file():
        return inside
    if path.is_dir():
        raise EditUnreadable(f"{path.name or path} is a folder.", f"Give a file: {READABLE}.")
    try:
        size = path.stat().st_size
    except (OSError, ValueError) as error:
        raise EditUnreadable(
            f"{path.name} is not there or may not be read.",
            "Check the path and its permissions.",
            str(error),
        ) from error
    if size == 0:
        raise EditUnreadable(f"{path.name} is empty (0 bytes).", "Export it again.")
    return path


def format_of(path: Path) -> Format:
    """The format of an existing file; XML is told apart by its root element.

    Raises EditUnreadable for what is neither an edit nor film nor sound.
    """
    suffix = path.suffix.lower()
    if suffix in _XML_SUFFIXES:
        # Imported here: defusedxml is only needed for two formats.
        from scenescore.edit.guards import xml_root_tag

        tag = xml_root_tag(path)
        if tag not in _XML_ROOTS:
            raise EditUnreadable(
                f"{path.name} is XML, but neither FCPXML nor Final Cut 7 / Premiere XML.",
                "Export the timeline as OTIO, FCPXML or Final Cut Pro XML.",
                f"root element <{tag}>",
            )
        return _XML_ROOTS[tag]
    if suffix not in _SUFFIXES:
        raise EditUnreadable(f"{path.name} is of no known format.", f"SceneScore reads {READABLE}.")
    return _SUFFIXES[suffix]
