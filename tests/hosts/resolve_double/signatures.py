"""The methods that the double has: what they take and give, and in which versions."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

Version = tuple[int, ...]

_LINE = re.compile(r"(\w+)\((.*)\) -> (\w+)(?: (>=|<)([\d.]+))?")


@dataclass(frozen=True)
class Signature:
    """One form of a method; kinds that end in "?" may be left out."""

    name: str
    kinds: tuple[str, ...]
    gives: str
    since: Version = (0,)
    until: Version = (99,)

    def there(self, version: Version) -> bool:
        return self.since <= version < self.until

    def takes(self, count: int) -> bool:
        needed = sum(not kind.endswith("?") for kind in self.kinds)
        return needed <= count <= len(self.kinds)


@cache
def signatures() -> dict[str, tuple[Signature, ...]]:
    """By the class whose objects have them."""
    table = tomllib.loads(Path(__file__).with_name("signatures.toml").read_text(encoding="utf-8"))
    return {kind: tuple(map(_read, lines)) for kind, lines in table.items()}


def _read(line: str) -> Signature:
    match = _LINE.fullmatch(line)
    assert match, line
    name, kinds, gives, sign, number = match.groups()
    version = tuple(map(int, number.split("."))) if number else ()
    bounds = {">=": {"since": version}, "<": {"until": version}}.get(sign, {})
    return Signature(name, tuple(filter(None, kinds.split(", "))), gives, **bounds)
