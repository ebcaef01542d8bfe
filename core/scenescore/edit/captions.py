"""The captions that lie in an edit itself, at the edit's times.

FCPXML has an element for them; our reader keeps what they say with the stack that they belong to.
FCP 7 XML has text generators, OTIO neither (its issue 62 is open): there the names of tracks and
generators tell captions from titles, or that a track holds nothing but short texts. What counts is
data, `captions.toml`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from scenescore.edit.clips import speed_of
from scenescore.edit.walking import Laid, walk
from scenescore.model import Caption
from scenescore.tables import read_table
from scenescore.timebase import Span

KEY = "fcpxml"
"""Metadata of a stack under which our reader keeps its captions."""

_ROLE_LANGUAGE = re.compile(r"[.?=]([a-z]{2,3})(?:[-_][A-Za-z0-9]+)*$")
_DEEPEST = 4  # levels of metadata that are looked through for a text


class _Table(BaseModel):
    """What `captions.toml` says; its comments tell what each means."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    named: tuple[str, ...]
    least: int = Field(ge=1)
    longest_s: int = Field(ge=1)
    kinds: frozenset[str]
    texts: tuple[str, ...]
    preferred: str


@dataclass(frozen=True, slots=True)
class _Text:
    """A text in the edit, the track that it lies on, and whether something calls it a caption."""

    caption: Caption
    track: Any
    called: bool


@cache
def _table() -> _Table:
    return _Table.model_validate(read_table("captions.toml"))


def noted(text: str, span: Span, role: str) -> dict[str, str]:
    """A caption as a stack's metadata keeps it: the stack's own time, exactly."""
    language = _ROLE_LANGUAGE.search(role)
    return {
        "text": text,
        "start": str(span.start),
        "end": str(span.end),
        "language": language[1] if language else "",
    }


def captions_of(timeline: Any, length: Fraction) -> tuple[Caption, ...]:
    """What the captions of an edit say, in order, each once, in one language; see the module."""
    found: list[Caption] = []
    texts: list[_Text] = []
    others: dict[int, Any] = {}  # tracks that hold more than texts, by their id while they live
    for laid in walk(Laid(timeline.tracks, Span(Fraction(0), length))):
        found += _noted_with(laid)
        if _is_clip_seen(laid):
            text = _text_on(laid)
            if text is None:
                others[id(laid.tracks[-1])] = laid.tracks[-1]
            else:
                texts.append(text)
    found += _spoken(texts, others)
    return tuple(sorted(set(_in_one_language(found)), key=lambda each: (each.span, each.text)))


def _names_captions(name: str) -> bool:
    return any(word in name.casefold() for word in _table().named)


def _noted_with(laid: Laid) -> Iterator[Caption]:
    """The captions that the reader of FCPXML noted with a stack that runs forwards."""
    import opentimelineio as otio

    if not isinstance(laid.item, otio.schema.Stack) or speed_of(laid.item) <= 0:
        return
    kept = laid.item.metadata.get(KEY)
    listed: Any = kept.get("captions") if hasattr(kept, "get") else None
    for each in listed if hasattr(listed, "__iter__") else ():
        try:
            span = Span(laid.at(Fraction(each["start"])), laid.at(Fraction(each["end"])))
            caption = Caption(str(each["text"]), span, str(each["language"]) or None)
        except (LookupError, TypeError, ValueError, ArithmeticError):
            continue  # an OTIO file in which somebody else wrote under the same name
        if (shown := span.clip_to(laid.shown)) is not None:
            yield replace(caption, span=shown)


def _is_clip_seen(laid: Laid) -> bool:
    """Whether it is a clip on a track that is not one of sound."""
    import opentimelineio as otio

    on = laid.tracks[-1] if laid.tracks else None
    return on is not None and on.kind != "Audio" and isinstance(laid.item, otio.schema.Clip)


def _text_on(laid: Laid) -> _Text | None:
    """The text that a clip shows; None where it shows none."""
    import opentimelineio as otio

    clip, track = laid.item, laid.tracks[-1]
    reference = clip.media_reference
    drawn = isinstance(reference, otio.schema.GeneratorReference)
    for_captions = str(track.kind).casefold() in _table().kinds
    if not (drawn or for_captions):
        return None
    kept = (reference.parameters, reference.metadata) if drawn else ()
    text = next((t for held in (*kept, clip.metadata) if (t := _text_in(held))), None)
    if text is None and for_captions:
        text = clip.name
    if not text:
        return None
    # A text generator may be called by its own text: the clip's name says nothing of a caption.
    roles = (reference.generator_kind, reference.parameters.get("role")) if drawn else ()
    called = for_captions or any(_names_captions(str(name or "")) for name in (track.name, *roles))
    return _Text(Caption(str(text), laid.shown), track, called)


def _text_in(held: Any, depth: int = 0) -> str | None:
    """The text in a generator's parameters or in metadata, under any of the names in the table."""
    if depth > _DEEPEST or isinstance(held, str) or not hasattr(held, "__iter__"):
        return None
    inside = held
    if hasattr(held, "items"):  # OTIO's dictionaries are no Mapping
        names = _table().texts
        if str(held.get("parameterid", "")).casefold() in names:  # FCP 7's parameters
            return _said(held.get("value"))
        own = (_said(value) for key, value in held.items() if key.casefold() in names)
        if text := next((text for text in own if text), None):
            return text
        inside = held.values()
    return next((text for value in inside if (text := _text_in(value, depth + 1))), None)


def _said(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _spoken(texts: list[_Text], others: Mapping[int, Any]) -> Iterator[Caption]:
    """Those texts that are captions: called so, or many short ones on a track of their own."""
    by_track: dict[int, list[_Text]] = defaultdict(list)
    for each in texts:
        by_track[id(each.track)].append(each)
    table = _table()
    for track, own in by_track.items():
        short = all(each.caption.span.duration <= table.longest_s for each in own)
        alone = track not in others and len(own) >= table.least and short
        yield from (each.caption for each in own if each.called or alone)


def _in_one_language(captions: list[Caption]) -> list[Caption]:
    """All of them, or those in one language where the edit names several."""
    counted = Counter(each.language for each in captions if each.language)
    if len(counted) < 2:
        return captions
    wanted = _table().preferred
    chosen = wanted if wanted in counted else counted.most_common(1)[0][0]
    return [each for each in captions if each.language == chosen]
