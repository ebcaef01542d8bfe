"""The media behind clips: found once, missing files told once."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from scenescore.cache import file_identity
from scenescore.edit.media_paths import base_name, find_file, is_remote, presumed_path
from scenescore.edit.otio_times import seconds
from scenescore.errors import MediaUnreadable
from scenescore.model import Media, Remark


class MediaFinder:
    """Finds and remembers the media of one edit; collects what is to be said about them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files: dict[str, Path | None] = {}
        self._missing: dict[str, str] = {}
        self._without_file: set[str] = set()

    def media_of(self, clip: Any) -> tuple[Media | None, Fraction]:
        """(media, seconds of the clip's source clock that are zero of the media) of an OTIO clip.

        None for generators and clips that name no file. Of several references the active one is
        taken if its file is there, else the first whose file is.
        """
        import opentimelineio as otio

        active = clip.media_reference
        others = [r for r in clip.media_references().values() if r is not active]
        found = [r for r in (active, *others) if self._file(_url_of(r)) is not None]
        reference = found[0] if found else active
        if isinstance(reference, otio.schema.GeneratorReference):
            return None, _start(reference) or Fraction(0)
        url = _url_of(reference)
        if not url:
            self._without_file.add(clip.name or "")
            return None, _start(reference) or Fraction(0)
        path = self._file(url)
        start = _start(reference)
        if path is None:
            self._missing.setdefault(url, clip.name or "")
            media = Media(presumed_path(url, self.folder), url, True, start or Fraction(0))
            return media, media.start
        if start is None:
            start = self._timecode(path, clip)
        return Media(str(path), url, False, start), start

    def _file(self, url: str) -> Path | None:
        if url not in self._files:
            self._files[url] = find_file(url, self.folder) if url else None
        return self._files[url]

    def _timecode(self, path: Path, clip: Any) -> Fraction:
        """The file's own start, for clips that do not say it, unless they plainly count from 0."""
        timecode = probed_timecode(path)
        asked = clip.source_range
        return (
            timecode if asked is not None and seconds(asked.start_time) >= timecode else Fraction()
        )

    def identities(self) -> tuple[str, ...]:
        """What tells the content of every file found apart, in the order of paths."""
        paths = sorted({path for path in self._files.values() if path is not None})
        return tuple(f"{path}:{file_identity(path)}" for path in paths)

    def remarks(self) -> tuple[Remark, ...]:
        """One remark for each missing file, and one for all clips that name none."""
        told = [_missing_remark(url, name) for url, name in self._missing.items()]
        if self._without_file:
            count = len(self._without_file)
            told.append(
                Remark(
                    "media-unnamed",
                    f"{count} clip{'s name' if count > 1 else ' names'} no media file; what they "
                    "show and sound like is unknown, their cuts are used.",
                    "Export the edit with links to its media.",
                    skipped=True,
                )
            )
        return tuple(told)


def _missing_remark(url: str, name: str) -> Remark:
    hint = "Put it beside the edit, or relink it in the editing program and export again."
    if is_remote(url):
        return Remark(
            "media-remote",
            f"{url} is not on this machine; its cuts are used, not its picture and sound.",
            "Download it and put it beside the edit.",
            name,
            skipped=True,
        )
    return Remark(
        "media-missing",
        f"{base_name(url)} is missing; its cuts are used, not its picture and sound.",
        hint,
        name,
        skipped=True,
    )


def _url_of(reference: Any) -> str:
    """The URL of a reference: a file's, or an image sequence's first picture's; else empty."""
    if reference is None:
        return ""
    if (url := getattr(reference, "target_url", None)) is not None:
        return str(url)
    if hasattr(reference, "target_url_base"):
        base = str(reference.target_url_base or "")
        slash = "" if not base or base.endswith(("/", "\\")) else "/"
        return f"{base}{slash}{reference.name_prefix}…{reference.name_suffix}"
    return ""


def _start(reference: Any) -> Fraction | None:
    known = reference.available_range if reference is not None else None
    return None if known is None else seconds(known.start_time)


@lru_cache(maxsize=512)
def probed_timecode(path: Path) -> Fraction:
    """Start timecode of a media file in seconds; 0 where it has none or cannot be read."""
    from scenescore.media.probe import probe

    try:
        return probe(path).timecode or Fraction(0)
    except MediaUnreadable:
        return Fraction(0)
