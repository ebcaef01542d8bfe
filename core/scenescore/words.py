"""What a person reads, by language: words by key, sentences by their English.

Both lie in `strings/PART.LANGUAGE.toml` in the resources. Rooms say their sentences in English, in
place; where a person reads, `translated` says them in the reader's language.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

LANGUAGES = ("en", "ko")

_GAP = re.compile(r"\{\d+\}")
_FILLED = re.compile(r"\{(\d+)(?:!(\w+))?\}")


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


def translated(text: str, language: str, part: str = "messages") -> str:
    """A sentence that the program says in English, in another language.

    The keys of the part's table are the English sentences, with {0}, {1} … where the program fills
    something in. In a translation {0} repeats it as it is, {0!t} translates it in its turn, and
    {0!music} by the table of that part. What the table does not hold stays as it is.
    """
    if language == "en":
        return text
    if text in (table := words(part, language)):
        return table[text]
    for literals, template in _templates(part, language):
        if match := _matched(text, literals):
            return _filled(template, match.groups(), language, part)
    return text


def _filled(template: str, said: Sequence[str], language: str, part: str) -> str:
    def fill(gap: re.Match[str]) -> str:
        text, by = said[int(gap[1])], gap[2]
        return translated(text, language, part if by == "t" else by) if by else text

    return _FILLED.sub(fill, template)


def scene_summary(summary: str, language: str) -> str:
    """The few words about a scene, "5 shots, dark, dialogue", in another language."""
    return ", ".join(translated(each, language, "scenes") for each in summary.split(", "))


@lru_cache(maxsize=8)
def _templates(part: str, language: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """The literal parts of the sentences with gaps and their translations, the surest ones first.

    A sentence that begins with words of its own is surer than one that begins with a gap, which
    could swallow it; of two such, the one that says more.
    """
    found = [(tuple(_GAP.split(key)), template) for key, template in words(part, language).items()]
    gapped = [each for each in found if len(each[0]) > 1]
    gapped.sort(key=lambda each: (not each[0][0], -sum(map(len, each[0]))))
    return tuple(gapped)


def _matched(text: str, literals: tuple[str, ...]) -> re.Match[str] | None:
    """What fills the gaps. A pattern is only made where the text begins and ends as it does."""
    if text.startswith(literals[0]) and text.endswith(literals[-1]):
        return _pattern(literals).fullmatch(text)
    return None


@lru_cache(maxsize=512)
def _pattern(literals: tuple[str, ...]) -> re.Pattern[str]:
    """Text with gaps between its literal parts; what only a space sets off is one word."""
    gaps = [r"(\S*?)" if before == " " else "(.*?)" for before in literals[:-1]]
    escaped = [re.escape(literal) for literal in literals]
    return re.compile("".join(map("".join, zip(escaped, [*gaps, ""], strict=True))), re.DOTALL)
