"""What a script sees of the double: nothing that Resolve's documents do not have.

A face stands before each object of the program; it refuses unknown methods and wrong arguments by
`Misuse`, which no host may catch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from .signatures import Signature, signatures

PAGES = ("media", "photo", "cut", "edit", "fusion", "color", "fairlight", "deliver")
RECORDS = {
    "AppendClipInfo": {
        "mediaPoolItem": "MediaPoolItem",
        "startFrame": "number?",
        "endFrame": "number?",
        "mediaType": "int?",
        "trackIndex": "int?",
        "recordFrame": "number?",
    },
    "ImportClipInfo": {"FilePath": "str", "StartIndex": "int?", "EndIndex": "int?"},
    "ImportOptions": {"timelineName": "str?", "importSourceClips": "bool?"},
}
"""Dictionaries with fixed keys; a "?" for what may be left out."""


class Misuse(BaseException):
    """A call that the real program has not, or not so: never caught, so that a test fails."""


def face_of(inner: Any) -> Any:
    """An object of the program as a script gets it; lists and dictionaries with what is in them."""
    if hasattr(type(inner), "KIND"):
        return Face(inner)
    if isinstance(inner, list):
        return [face_of(each) for each in inner]
    return inner


class Face:
    """One object of Resolve. Its methods are looked up anew each time, as in the real one."""

    def __init__(self, inner: Any) -> None:
        object.__setattr__(self, "_inner", inner)

    def __dir__(self) -> list[str]:
        inner = object.__getattribute__(self, "_inner")
        return sorted({s.name for s in _there(inner)} | set(_constants(inner)))

    def __getattr__(self, name: str) -> Any:
        inner = object.__getattribute__(self, "_inner")
        if name in (constants := _constants(inner)):
            return constants[name]
        forms = [s for s in _there(inner) if s.name == name]
        if forms:
            return partial(_call, inner, forms)
        if name.startswith("__"):
            raise AttributeError(name)
        if any(s.name == name for each in signatures().values() for s in each):
            # As reported of 21.0: `hasattr` says yes to what other objects have.
            return partial(_unknown, inner, name)
        raise Misuse(f"{inner.KIND} has no {name}")

    def __setattr__(self, name: str, value: object) -> None:
        raise Misuse(f"nothing can be set on {name}")

    def __eq__(self, other: object) -> bool:
        mine = object.__getattribute__(self, "_inner")
        return isinstance(other, Face) and object.__getattribute__(other, "_inner") is mine

    def __hash__(self) -> int:
        return id(object.__getattribute__(self, "_inner"))


def _there(inner: Any) -> list[Signature]:
    return [s for s in signatures()[inner.KIND] if s.there(inner.program.version)]


def _constants(inner: Any) -> Mapping[str, Any]:
    return getattr(inner, "CONSTANTS", {})


def _unknown(inner: Any, name: str, *_: object) -> None:
    raise Misuse(f"{inner.KIND} has no {name} in {inner.program.version}")


def _call(inner: Any, forms: list[Signature], *args: Any) -> Any:
    name = forms[0].name
    program = inner.program
    program.calls.append(f"{inner.KIND}.{name}")
    fitting = [f for f in forms if f.takes(len(args)) and all(map(_is, args, f.kinds))]
    if not fitting:
        raise Misuse(f"{inner.KIND}.{name} takes no {args!r}")
    if program.gone:
        raise TypeError("'NoneType' object is not callable")
    if program.modal_after is not None and len(program.calls) > program.modal_after:
        program.modal = True
    if program.modal:
        return False
    method: Callable[..., Any] = getattr(inner, name)
    return face_of(method(*map(_bare, args)))


def _bare(value: Any) -> Any:
    """An argument as the program has it: without faces."""
    if isinstance(value, Face):
        return object.__getattribute__(value, "_inner")
    if isinstance(value, list):
        return [_bare(each) for each in value]
    if isinstance(value, dict):
        return {key: _bare(each) for key, each in value.items()}
    return value


_PLAIN: dict[str, Callable[[Any], bool]] = {
    "any": lambda value: True,
    "str": lambda value: isinstance(value, str),
    "bool": lambda value: isinstance(value, bool),
    "int": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "dict": lambda value: isinstance(value, dict),
    "Page": lambda value: value in PAGES,
    "TrackType": lambda value: value in ("video", "audio", "subtitle"),
    "MarkType": lambda value: value in ("video", "audio", "all"),
}


def _is(value: Any, kind: str) -> bool:
    """Whether an argument is of a kind."""
    kind = kind.removesuffix("?")
    if kind in _PLAIN:
        return _PLAIN[kind](value)
    if kind.startswith("list["):
        return isinstance(value, list) and all(_is(each, kind[5:-1]) for each in value)
    if kind in RECORDS:
        return _is_record(value, RECORDS[kind])
    return isinstance(value, Face) and kind == _bare(value).KIND


def _is_record(value: Any, fields: Mapping[str, str]) -> bool:
    if not isinstance(value, dict) or set(value) - set(fields):
        return False
    return all(
        _is(value[key], kind) if key in value else kind.endswith("?")
        for key, kind in fields.items()
    )
