"""Words that a person reads, by language, from `strings/PART.LANGUAGE.toml` in the resources."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

LANGUAGES = ("en", "ko")


@lru_cache(maxsize=16)
def words(part: str, language: str) -> Mapping[str, str]:
    """The words of one part of the program (`report`, `cli`) in one of `LANGUAGES`."""
    place = files("scenescore_resources") / "strings" / f"{part}.{language}.toml"
    table: Mapping[str, str] = tomllib.loads(place.read_text(encoding="utf-8"))
    return table


def users_language() -> str:
    """The user's language by the environment's locale, English where it is none of ours."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value[:2] if value[:2] in LANGUAGES else "en"
    return "en"
