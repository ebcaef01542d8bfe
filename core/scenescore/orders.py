"""Markers as orders, from IN and OUT to MOOD and SCENE, in English and Korean."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pydantic import TypeAdapter

from scenescore.model import Marker
from scenescore.tables import read_table
from scenescore.timebase import Span

OrderKind = Literal[
    "in", "out", "hit", "stop", "no_music", "mood", "theme", "style", "scene", "join", "note"
]

OF_SCENES: tuple[OrderKind, ...] = ("scene", "join")
"""Orders that say what is a scene, and nothing of its music."""


@dataclass(frozen=True, slots=True)
class Order:
    """What one marker orders, in seconds of the edit.

    `value` is the mood (one of the seven, or as written when unknown), theme or style; `strength`
    belongs to a mood. `label` is the rest of the marker's text. Kind "note" is a marker that is no
    order: a place which the editor marked, and so a hit.
    """

    kind: OrderKind
    span: Span
    value: str = ""
    strength: float = 1.0
    label: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """How one order is written; see `orders.toml`."""

    takes: Literal["nothing", "value"]
    alone: bool
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All of `orders.toml`: the words of each order and the names of the seven emotions."""

    words: dict[OrderKind, Words]
    emotions: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The table, checked: raises pydantic's ValidationError for what does not fit."""
    return TypeAdapter(Vocabulary).validate_python(read_table("orders.toml"))


def _plain(text: str) -> str:
    """Text for comparison: one Unicode form, one case, one kind of space."""
    return re.sub(r"[\s_-]+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()


@lru_cache(maxsize=1)
def _emotion_names() -> dict[str, str]:
    return {
        _plain(name): emotion for emotion, names in vocabulary().emotions.items() for name in names
    }


def emotion_of(name: str) -> str | None:
    """Which of the seven emotions a word of English or Korean names, or None."""
    return _emotion_names().get(_plain(name))


def nearest_emotion(name: str) -> str | None:
    """The known emotion word most like `name`, or None where none is."""
    close = difflib.get_close_matches(_plain(name), _emotion_names(), n=1, cutoff=0.5)
    return close[0] if close else None


_BORDER = r"$|[\s:：=,.!(#_–—-]"


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[OrderKind, Words, re.Pattern[str]], ...]:
    """One pattern an order; longer phrases first, so that "music out" is not read as "music"."""
    found = []
    for kind, words in vocabulary().words.items():
        phrases = sorted(words.phrases, key=len, reverse=True)
        either = "|".join(re.escape(p).replace(r"\ ", r"[\s_-]*") for p in phrases)
        # \b knows no border between Hangul and its particles, so the border is spelt out.
        found.append((kind, words, re.compile(rf"(?:{either})(?={_BORDER})(.*)", re.I | re.S)))
    return tuple(found)


_LABEL = re.compile(r"\s*(?:$|[:：=,.!(#–—-]|\d)")
_STRENGTH = re.compile(r"^(.*?)[\s:：=,]+\(?(\d*\.?\d+)\s*(%?)\)?$", re.S)


def _strength(text: str) -> tuple[str, float]:
    """`sad 0.7`, `sad:70%` -> ("sad", 0.7); without a number the strength is 1."""
    match = _STRENGTH.match(text)
    if not match:
        return text, 1.0
    number = float(match[2]) / (100 if match[3] else 1)
    return match[1], min(number, 1.0)


def _value(kind: OrderKind, rest: str) -> tuple[str, float]:
    value = rest.strip(" \t:：=–—-\"'“”()")
    if kind != "mood":
        return value, 1.0
    name, strength = _strength(value)
    return emotion_of(name) or name, strength


def _mood_behind(line: str, span: Span) -> Order | None:
    """`sad mood`, `슬픈 분위기`: the value may stand before the word, where it is a known one."""
    for phrase in vocabulary().words["mood"].phrases:
        if _plain(line).endswith(" " + phrase):
            emotion = emotion_of(_plain(line).removesuffix(phrase))
            if emotion:
                return Order("mood", span, emotion)
    return None


def _read_line(line: str, span: Span) -> Order | None:
    """The order that one line gives, or None."""
    text = unicodedata.normalize("NFKC", line).strip()
    for kind, words, pattern in _patterns():
        match = pattern.match(text)
        if not match:
            continue
        rest = match[1]
        if words.takes == "value":
            value, strength = _value(kind, rest)
            if value:
                return Order(kind, span, value, strength)
        elif not words.alone or _LABEL.match(rest):
            return Order(kind, span, label=rest.strip(" \t:：=,.!()#–—-"))
    return _mood_behind(line, span)


def _read(marker: Marker) -> list[Order]:
    lines = [line.strip() for line in re.split(r"[\n;|]", marker.text) if line.strip()]
    read = [(line, _read_line(line, marker.span)) for line in lines]
    orders = [order for _, order in read if order]
    others = " ".join(line for line, order in read if not order)
    if not orders:
        return [Order("note", marker.span, label=others)]
    return [
        Order(o.kind, o.span, o.value, o.strength, " ".join(filter(None, (o.label, others))))
        for o in orders
    ]


def parse_orders(markers: Iterable[Marker]) -> tuple[Order, ...]:
    """The orders in the edit's markers, by time; several lines of one marker may each be one.

    A marker without any order is kept as kind "note". Nothing is refused here: an unknown mood
    stays as written in `value`.
    """
    orders = [order for marker in markers for order in _read(marker)]
    return tuple(sorted(orders, key=lambda o: (o.span, o.kind, o.value, o.label)))
