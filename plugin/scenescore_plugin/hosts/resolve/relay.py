"""Resolve's objects as the menu's script passes them on: names out, values in, a line each."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO


@dataclass(frozen=True, slots=True)
class Wire:
    """The line to the script that runs inside Resolve (plugin/resolve)."""

    hear: BinaryIO
    say: BinaryIO

    def tell(self, **message: object) -> None:
        self.say.write(json.dumps(message).encode() + b"\n")
        self.say.flush()

    def ask(self, **message: object) -> Any:
        """What the script answers. Raises EOFError when it is gone, RuntimeError for its errors."""
        self.tell(**message)
        line = self.hear.readline()
        if not line:
            raise EOFError("the script in Resolve is gone")
        answer = json.loads(line)
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return self._taken(answer["value"])

    def resolve(self) -> Thing:
        """Resolve itself."""
        return Thing(self, 0)

    def _taken(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._taken(each) for each in value]
        if isinstance(value, dict) and "thing" in value:
            return Thing(self, value["thing"])
        if isinstance(value, dict):
            return {self._taken(key): self._taken(each) for key, each in value["pairs"]}
        return value


class Thing:
    """An object in Resolve: methods are called there, `dir` is asked there."""

    def __init__(self, wire: Wire, number: int) -> None:
        self._wire, self._number = wire, number

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        return partial(self._call, name)

    def __dir__(self) -> list[str]:
        return list(self._wire.ask(on=self._number))

    def _call(self, name: str, *arguments: object) -> Any:
        return self._wire.ask(on=self._number, do=name, **{"with": _given(list(arguments))})


def _given(value: object) -> object:
    if isinstance(value, Thing):
        return {"thing": value._number}
    if isinstance(value, list):
        return [_given(each) for each in value]
    if isinstance(value, dict):
        return {"pairs": [[key, _given(each)] for key, each in value.items()]}
    return value
