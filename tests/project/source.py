"""Python source as the finder of sentences needs it: constants, functions, calls, bindings."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Place:
    """Where an expression stands: its module, and the functions around it, innermost last."""

    module: str
    functions: tuple[Function, ...] = ()


@dataclass(slots=True)
class Module:
    name: str
    tree: ast.Module
    constants: dict[str, ast.expr] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)
    imported: dict[str, tuple[str, str]] = field(default_factory=dict)
    classes: list[ast.ClassDef] = field(default_factory=list)
    calls: list[tuple[ast.Call, Place]] = field(default_factory=list)


CORE = "scenescore"
"""The package whose modules are called without it: `doctor`, `edit.lanes`."""


def read_module(package: Path, path: Path) -> Module:
    """A module of a package, called as it is imported; those of the core without the core."""
    inside = path.relative_to(package.parent).with_suffix("").parts
    name = ".".join(inside[1:] if inside[0] == CORE else inside)
    module = Module(name, ast.parse(path.read_text(encoding="utf-8")))
    _walk(module, module.tree, ())
    for node in module.tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            module.constants[node.targets[0].id] = node.value
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            module.constants[node.target.id] = node.value
    return module


def _walk(module: Module, node: ast.AST, functions: tuple[Function, ...]) -> None:
    match node:
        case ast.Call():
            module.calls.append((node, Place(module.name, functions)))
        case ast.ClassDef():
            module.classes.append(node)
        case ast.ImportFrom(module=str(origin)) if origin.startswith(CORE):
            for alias in node.names:
                source = origin.removeprefix(f"{CORE}.")
                module.imported[alias.asname or alias.name] = (source, alias.name)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            module.functions[node.name] = node
            functions = (*functions, node)
    for child in ast.iter_child_nodes(node):
        _walk(module, child, functions)


def name_of(node: ast.expr) -> str:
    return getattr(node, "id", getattr(node, "attr", ""))


def base_names(node: ast.ClassDef) -> set[str]:
    return {name_of(base) for base in node.bases}


def argument(call: ast.Call, index: int, keyword: str) -> ast.expr | None:
    for given in call.keywords:
        if given.arg == keyword:
            return given.value
    starred = any(isinstance(arg, ast.Starred) for arg in call.args[: index + 1])
    return call.args[index] if 0 <= index < len(call.args) and not starred else None


def is_parameter(name: str, place: Place) -> bool:
    if not place.functions:
        return False
    given = place.functions[-1].args
    return name in [a.arg for a in (*given.posonlyargs, *given.args, *given.kwonlyargs)]


def default(function: Function, name: str) -> ast.expr | None:
    given = function.args
    names = [a.arg for a in (*given.posonlyargs, *given.args)]
    late = dict(zip(reversed(names), reversed(given.defaults), strict=False))
    late |= {a.arg: d for a, d in zip(given.kwonlyargs, given.kw_defaults, strict=True) if d}
    return late.get(name)


def assigned(name: str, node: ast.AST) -> Iterator[ast.expr | None]:
    """The expressions that a statement binds to a name; None for what cannot be followed."""
    match node:
        case ast.Assign(targets=[target], value=value):
            yield from _bound(name, target, value)
        case ast.AnnAssign(target=ast.Name(id=found), value=value) if found == name and value:
            yield value
        case ast.NamedExpr(target=ast.Name(id=found), value=value) if found == name:
            yield value
        case ast.AugAssign(target=ast.Name(id=found)) if found == name:
            yield None
        case ast.comprehension(target=target):
            yield from (None for each in ast.walk(target) if name_of(each) == name)
        case ast.withitem(optional_vars=ast.expr() as target):
            yield from (None for each in ast.walk(target) if name_of(each) == name)


def _bound(name: str, target: ast.expr, value: ast.expr) -> Iterator[ast.expr | None]:
    if isinstance(target, ast.Name) and target.id == name:
        yield value
    if isinstance(target, ast.Tuple):
        for index, each in enumerate(target.elts):
            if name_of(each) == name:
                yield from elements(value, index)


def elements(value: ast.expr, index: int) -> list[ast.expr | None]:
    """What stands at an index of a tuple, or of each of two."""
    match value:
        case ast.Tuple(elts=members):
            return [members[index]]
        case ast.IfExp(body=first, orelse=second):
            return [*elements(first, index), *elements(second, index)]
    return [None]


def loop_index(name: str, target: ast.expr) -> int | None:
    """Where a loop's target binds a name: 0 for `for name in`, 1 for `for other, name in`."""
    names = target.elts if isinstance(target, ast.Tuple) else [target]
    found = [index for index, each in enumerate(names) if name_of(each) == name]
    return found[0] if found else None


def dictionary_keys(name: str, function: Function) -> Iterator[ast.expr]:
    """Keys that a function gives to a dictionary of that name."""
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=found)], value=ast.Dict(keys=keys)):
                yield from (key for key in keys if key is not None and found == name)
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=found), slice=key)]):
                yield from (each for each in [key] if found == name)
