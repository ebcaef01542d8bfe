"""From the URL in an edit to the file on this machine."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from urllib.parse import unquote, urlsplit

_DRIVE = re.compile(r"/?([A-Za-z])(?::|%3[Aa])(?=[\\/])")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


def is_remote(url: str) -> bool:
    """Whether a URL names something that is no file: http, s3, …"""
    return bool(_SCHEME.match(url)) and not url.lower().startswith("file:")


def spelled_path(url: str) -> str:
    """The path that a URL names, decoded: `file://localhost/D%3a/x%20y.mov` → `D:/x y.mov`.

    Windows paths, with drive or UNC, and plain paths stay as they are.
    """
    if not url.lower().startswith("file:"):
        return url
    try:
        parts = urlsplit(url.replace("\\", "/").replace("#", "%23").replace("?", "%3F"))
    except ValueError:
        return unquote(url[5:])
    path = unquote(parts.path)
    host = parts.netloc
    if host and _DRIVE.match(host + "/"):
        return f"{host}{path}"  # file://D:/x, as some write it
    if host and host.lower() not in ("localhost", "127.0.0.1"):
        return f"//{unquote(host)}{path}"
    return _DRIVE.sub(r"\1:", path, count=1)


def comparable(path: str) -> str:
    """A path as programs may spell it differently: composed letters, slashes one way."""
    return unicodedata.normalize("NFC", path).replace("\\", "/")


def base_name(path: str) -> str:
    """The file name in a path of any system."""
    return PureWindowsPath(path).name if "\\" in path or _DRIVE.match(path) else _posix_name(path)


def _posix_name(path: str) -> str:
    return PurePosixPath(path).name


def find_file(url: str, folder: Path) -> Path | None:
    """The existing file behind a URL, or None: where it says, else of that name in `folder`."""
    if is_remote(url) or not url:
        return None
    path = spelled_path(url)
    names = dict.fromkeys((base_name(path), base_name(unquote(path))))
    for candidate in (*_spellings(path), *(n for name in names for n in _spellings(name))):
        try:
            found = folder / candidate
            if candidate and found.is_file():
                return found.resolve()
        except (OSError, ValueError):
            continue
    return None


def _spellings(path: str) -> Iterator[str]:
    """A path as written, decoded, with slashes turned, and in both forms of composed letters.

    macOS writes Korean and accented names decomposed, other systems composed.
    """
    written = dict.fromkeys((path, unquote(path)))
    turned = dict.fromkeys(p.replace("\\", "/") for p in written)
    for spelling in dict.fromkeys((*written, *turned)):
        for form in ("NFC", "NFD"):
            yield unicodedata.normalize(form, spelling)
        yield spelling


def presumed_path(url: str, folder: Path) -> str:
    """The absolute path at which a missing file was expected, for messages."""
    path = spelled_path(url)
    if is_remote(url) or _DRIVE.match(path) or path.startswith(("\\\\", "//")):
        return path
    return str(folder.resolve() / unquote(path)) if "\x00" not in path else url
