"""Finds, by reading the source, every English sentence that the program can say to a person.

A sentence is what reaches a `ScoreError`, a `Remark`, an `EngineUse`, a `Finding` of the doctor,
`Job.step`, or the `Answer` and the `Capabilities` of a host: literally, or by variables, constants,
parameters and functions on the way there.
"""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from pathlib import Path

from .pieces import OPEN, Gap, Pieces, has_letters, is_data, is_word, key_of, merged
from .source import (
    Function,
    Place,
    argument,
    assigned,
    base_names,
    default,
    dictionary_keys,
    elements,
    is_parameter,
    loop_index,
    name_of,
    read_module,
)

SINKS = {
    "Remark": {1: "message", 2: "hint"},
    "EngineUse": {0: "task", 1: "used", 2: "why"},
    "Finding": {0: "what", 2: "found", 3: "cure"},
    "step": {1: "text"},
    "Answer": {1: "said", 3: "cure"},
    "Capabilities": {6: "why"},
}
ERROR = {0: "message", 1: "hint"}
MAY_BE_DATA = ("found", "text", "used", "what")
"""What may well be no sentence: a version, a file, the name of an engine or a program."""
TOLD_BEFORE = ("message", "hint", "why", "said", "cure")
"""Attributes whose sentences were found where the error, or the like, was made."""


@dataclass(slots=True)
class Said:
    """A sentence of the program: where it is said, and which of its gaps hold phrases."""

    where: str
    phrases: set[int] = field(default_factory=set)
    words: set[int] = field(default_factory=set)


class Sentences:
    """What the sources of some packages say.

    `said` holds each sentence by its key; `lost`, what reaches a person and could not be followed;
    `words`, single words that may fill a gap; `values_told`, what a ValueError says, which an
    error may repeat.
    """

    def __init__(self, *packages: Path) -> None:
        found = (read_module(x, path) for x in packages for path in sorted(x.rglob("*.py")))
        self.modules = {module.name: module for module in found}
        self.said: dict[str, Said] = {}
        self.words: set[str] = set()
        self.values_told: set[str] = set()
        self.lost: list[str] = []
        self._busy: set[tuple[int, str]] = set()
        for module in self.modules.values():
            for call, place in module.calls:
                self._call(call, place)

    @cached_property
    def errors(self) -> set[str]:
        """Names of ScoreError and the classes under it."""
        found = {"ScoreError"}
        classes = [each for module in self.modules.values() for each in module.classes]
        while new := {c.name for c in classes if found & base_names(c)} - found:
            found |= new
        return found

    # --- where a person is spoken to ----------------------------------------------------------

    def _call(self, call: ast.Call, place: Place) -> None:
        if name_of(call.func) == "ValueError":
            self.values_told |= {key_of(p) for arg in call.args for p in self.values(arg, place)}
        for keyword, value in self._spoken(call, place):
            for pieces in self.values(value, place):
                where = f"{place.module}:{value.lineno}"
                if not has_letters(pieces) and pieces and keyword not in MAY_BE_DATA:
                    self.lost.append(f"{where}: {ast.unparse(value)}")
                self._say(pieces, where)

    def _spoken(self, call: ast.Call, place: Place) -> Iterator[tuple[str, ast.expr]]:
        name = name_of(call.func)
        wanted = ERROR if name in self.errors else SINKS.get(name, {})
        if ast.unparse(call.func) == "super().__init__":
            wanted = ERROR if self._in_error(call, place) else {}
        if name == "Finding" and place.module.startswith("mood"):
            return  # what an observer measured
        for index, keyword in wanted.items():
            value = argument(call, index, keyword)
            if value is not None:
                yield keyword, value

    def _in_error(self, call: ast.Call, place: Place) -> bool:
        classes = self.modules[place.module].classes
        owners = [c for c in classes if any(call is node for node in ast.walk(c))]
        return any(c.name in self.errors and c.name != "ScoreError" for c in owners)

    def _say(self, pieces: Pieces, where: str) -> None:
        if not has_letters(pieces):
            return
        said = self.said.setdefault(key_of(pieces), Said(where))
        gaps = [piece for piece in pieces if isinstance(piece, Gap)]
        said.phrases |= {number for number, gap in enumerate(gaps) if gap is Gap.PHRASE}
        said.words |= {number for number, gap in enumerate(gaps) if gap is Gap.WORD}

    # --- what an expression may be as text ----------------------------------------------------

    def values(self, value: ast.expr, place: Place) -> set[Pieces]:
        """All texts that an expression can be; `OPEN` among them where that is not known."""
        match value:
            case ast.Constant(value=str(text)):
                return {(text,) if text else ()}
            case ast.JoinedStr(values=parts):
                return self._joined([self._part(part, place) for part in parts])
            case ast.IfExp(body=first, orelse=second):
                return self.values(first, place) | self.values(second, place)
            case ast.BoolOp(values=choices):
                return set().union(*(self.values(choice, place) for choice in choices))
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self._joined([self.values(left, place), self.values(right, place)])
            case ast.Subscript(value=ast.Name() as table):
                return self._table(table, place)
            case ast.Call():
                return self._returned(value, place)
            case ast.Name(id=name):
                return self._named(name, place)
            case ast.Attribute(attr=name) if name in TOLD_BEFORE:
                return set()
        return {OPEN}

    def _joined(self, parts: list[set[Pieces]]) -> set[Pieces]:
        return {merged(sum(choice, ())) for choice in product(*(part or {OPEN} for part in parts))}

    def _part(self, part: ast.expr, place: Place) -> set[Pieces]:
        """A part of an f-string. What a caller passes in is a sentence of its own."""
        if not isinstance(part, ast.FormattedValue):
            return self.values(part, place)
        if part.format_spec is not None or part.conversion != -1:
            return {OPEN}
        return self._filled(part.value, place)

    def _filled(self, value: ast.expr, place: Place) -> set[Pieces]:
        found = self.values(value, place)
        if not found:
            return {(Gap.PHRASE,)}
        if not (isinstance(value, ast.Name) and is_parameter(value.id, place)):
            return {OPEN if is_data(pieces) else pieces for pieces in found}
        phrases = [pieces for pieces in found if has_letters(pieces) and not is_word(pieces)]
        words = {key_of(pieces) for pieces in found if is_word(pieces)}
        self.words |= words
        for pieces in phrases:
            self._say(pieces, f"{place.module}:{value.lineno}")
        return {(Gap.PHRASE,)} if phrases else {(Gap.WORD,)} if words else {OPEN}

    def _table(self, table: ast.Name, place: Place) -> set[Pieces]:
        held = self.modules[place.module].constants.get(table.id)
        if not isinstance(held, ast.Dict):
            return {OPEN}
        return set().union(*(self.values(each, Place(place.module)) for each in held.values))

    def _returned(self, call: ast.Call, place: Place) -> set[Pieces]:
        if isinstance(call.func, ast.Attribute) and call.func.attr == "format":
            texts = self.values(call.func.value, place)
            return set().union(*(self._formatted(text, call, place) for text in texts))
        module, function = self._function(name_of(call.func), place.module)
        if function is None or (id(function), "") in self._busy:
            return {OPEN}
        self._busy.add((id(function), ""))
        inside = Place(module, (function,))
        returns = [n.value for n in ast.walk(function) if isinstance(n, ast.Return) and n.value]
        found = set().union(*(self.values(each, inside) for each in returns))
        self._busy.discard((id(function), ""))
        self.words |= {key_of(pieces) for pieces in found if is_word(pieces)}
        return {(Gap.WORD,) if is_word(pieces) else pieces for pieces in found} or {OPEN}

    def _formatted(self, text: Pieces, call: ast.Call, place: Place) -> set[Pieces]:
        """`text.format(…)`: fields are filled as in an f-string, in their order."""
        parts: list[set[Pieces]] = []
        fields = 0
        for literal, name, spec, _ in string.Formatter().parse(key_of(text)):
            parts.append({(literal,)})
            if name is not None:
                value = argument(call, int(name or fields) if not name.isalpha() else -1, name)
                parts.append(self._filled(value, place) if value and not spec else {OPEN})
                fields += 1
        return self._joined(parts)

    def _named(self, name: str, place: Place) -> set[Pieces]:
        for depth in range(len(place.functions), 0, -1):
            around = Place(place.module, place.functions[:depth])
            function = around.functions[-1]
            if (id(function), name) in self._busy:
                return {OPEN}
            self._busy.add((id(function), name))
            found = self._local(name, function, around)
            self._busy.discard((id(function), name))
            if found is not None:
                return found
        module = self.modules[place.module]
        origin, original = module.imported.get(name, (place.module, name))
        constant = self.modules[origin].constants.get(original) if origin in self.modules else None
        return self.values(constant, Place(origin)) if constant is not None else {OPEN}

    def _local(self, name: str, function: Function, place: Place) -> set[Pieces] | None:
        if is_parameter(name, place):
            return self._passed(name, function, place)
        found: set[Pieces] = set()
        bound = False
        for node in ast.walk(function):
            for value in assigned(name, node):
                bound = True
                found |= {OPEN} if value is None else self.values(value, place)
            if isinstance(node, ast.ExceptHandler) and node.name == name:
                found.add((Gap.WORD,))
            if isinstance(node, ast.For) and (index := loop_index(name, node.target)) is not None:
                bound = True
                found |= self._looped(node.iter, index, place)
        return found if bound or found else None

    def _looped(self, over: ast.expr, index: int, place: Place) -> set[Pieces]:
        """What a loop's variable can be: yields of a function of ours, keys of a dictionary."""
        if not isinstance(over, ast.Call):
            return {OPEN}
        if isinstance(over.func, ast.Attribute) and over.func.attr == "items" and index == 0:
            keys = dictionary_keys(name_of(over.func.value), place.functions[-1])
            return set().union(*(self.values(key, place) for key in keys)) or {OPEN}
        module, function = self._function(name_of(over.func), place.module)
        if function is None:
            return {OPEN}
        yields = [n.value for n in ast.walk(function) if isinstance(n, ast.Yield) and n.value]
        pairs = [elements(e, index) if isinstance(e, ast.Tuple) else [e] for e in yields]
        told = [each for pair in pairs for each in pair]
        inside = Place(module, (function,))
        found = set().union(*({OPEN} if e is None else self.values(e, inside) for e in told))
        return found or {OPEN}

    def _passed(self, name: str, function: Function, place: Place) -> set[Pieces]:
        """What callers give for a parameter; a function named with _ is called in its module."""
        names = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
        method = names[:1] in (["self"], ["cls"])
        index = names.index(name) - method if name in names else -1
        near = [self.modules[place.module]] if function.name.startswith("_") else None
        calls = [
            each
            for module in near or self.modules.values()
            for each in module.calls
            if name_of(each[0].func) == function.name
        ]
        found: set[Pieces] = set() if calls else {OPEN}
        for call, there in calls:
            value = argument(call, index, name) or default(function, name)
            found |= {OPEN} if value is None else self.values(value, there)
        return found

    def _function(self, name: str, module: str) -> tuple[str, Function | None]:
        origin, original = self.modules[module].imported.get(name, (module, name))
        found = self.modules.get(origin)
        return origin, found.functions.get(original) if found else None
