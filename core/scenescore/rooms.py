"""Which version of the code made a result: a hash of the rooms' own sources."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

_TRAVELS = ("model", "timebase.py", "cache.py")


@lru_cache(maxsize=32)
def code_version(*rooms: str) -> str:
    """A hash that changes when the code or tables behind these rooms change.

    Caches are keyed by it, so that nobody has to remember to raise a number.
    """
    digest = hashlib.sha256()
    here = files("scenescore")
    for name in (*_TRAVELS, *rooms):
        for source in _sources(here / name):
            digest.update(source)
    for source in _sources(files("scenescore_resources"), ".toml"):
        digest.update(source)
    return digest.hexdigest()[:16]


def _sources(place: Traversable, suffix: str = ".py") -> list[bytes]:
    """The text of a file, or of every file with this suffix directly inside a folder."""
    if place.is_file():
        return [place.read_bytes()]
    inside = sorted(place.iterdir(), key=lambda item: item.name)
    return [item.read_bytes() for item in inside if item.name.endswith(suffix)]
