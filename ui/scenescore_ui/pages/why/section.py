"""What is explained, as words and bars, before any widget shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scenescore.words import words
from scenescore_ui.strings import Strings


@dataclass(frozen=True, slots=True)
class Bar:
    """A value as a bar in a `colour` of the palette: -1…1 from its middle, or 0…1 from its left."""

    name: str
    value: float
    colour: str
    signed: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence; `head` stands before it, `aside` at its end, `bars` beside it."""

    text: str
    head: str = ""
    aside: str = ""
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """A take from bar to bar: (seconds, fullness 0…1), the last one its end.

    `themes` are the seconds where one is heard, `spoken` says the same in words.
    """

    bars: tuple[tuple[float, float], ...]
    themes: tuple[float, ...]
    spoken: str


@dataclass(frozen=True, slots=True)
class Section:
    """Some lines under a title; `details` are figures that unfold, as (what, figures)."""

    title: str
    lines: tuple[Line, ...]
    details: tuple[tuple[str, str], ...] = ()
    shape: Shape | None = None


def term(key: str, say: Strings) -> str:
    """A word of the report's in the user's language; one that it does not know, as it is."""
    return words("report", say.language).get(key, key)


def said_of(words_by_language: Mapping[Any, str], say: Strings) -> str:
    """What a data file says in the user's language, or "" where it says nothing."""
    return words_by_language.get(say.language, "")


def headed(text: str) -> str:
    """Words as they begin a line."""
    return text[:1].upper() + text[1:]


def percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def signed(value: float, digits: int = 2) -> str:
    """A figure with its sign, the minus as long as the plus."""
    return f"{value:+.{digits}f}".replace("-", "−")
