"""OTIO files that are newer than the library: down-versioned, or refused in a sentence.

Schemas that nobody knows are kept where OTIO keeps them (metadata) and wrapped where it would
refuse the whole file: an effect becomes a plain effect, a thing on a track a gap of its length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

from scenescore.errors import EditUnreadable
from scenescore.model import Remark

Tree: TypeAlias = dict[str, Any]

_KEPT_UNDER = "scenescore_unknown_schema"
_COLOURS = frozenset(
    (
        "PINK",
        "RED",
        "ORANGE",
        "YELLOW",
        "GREEN",
        "CYAN",
        "BLUE",
        "PURPLE",
        "MAGENTA",
        "BLACK",
        "WHITE",
    )
)


def _marker_2(marker: Tree) -> Tree:
    """Marker.3 holds its colour as an object; Marker.2 as a name."""
    colour = marker.get("color")
    if isinstance(colour, dict):
        name = str(colour.get("name", "")).upper()
        marker["color"] = name if name in _COLOURS else "RED"
    return {**marker, "OTIO_SCHEMA": "Marker.2"}


_FORMER_NAMES = ("Sequence", "Filler", "SerializeableCollection")
"""What tracks, gaps and collections were called in the first files; OTIO still reads them."""

_DOWNGRADES: dict[str, Callable[[Tree], Tree]] = {"Marker.3": _marker_2}


def fit_schemas(path: Path, tree: Any, known: dict[str, int]) -> tuple[Any, tuple[Remark, ...]]:
    """A parsed OTIO file in schemas that are known, and what had to be changed; changes `tree`.

    `known` maps schema names to the newest version that the library reads. Raises EditUnreadable
    for a newer version that there is no way down from.
    """
    changed: list[str] = []
    holder = {"root": tree}
    for owner, key, node in _objects(holder):
        name, version = _schema(node)
        if name in known and version > known[name]:
            if (schema := f"{name}.{version}") not in _DOWNGRADES:
                raise EditUnreadable(
                    f"{path.name} was written by a newer program: it uses {schema}.",
                    "Export it as an older OTIO version, or as FCPXML or Final Cut Pro XML.",
                    f"this version reads {name}.{known[name]}",
                )
            owner[key] = _DOWNGRADES[schema](node)
            changed.append(schema)
        elif (
            isinstance(owner, _Slot)
            and owner.name in _STAND_INS
            and not (name in known or name in _FORMER_NAMES)
        ):
            owner[key] = _stand_in(node, owner.name)
            changed.append(f"{name}.{version}")
    return holder["root"], tuple(_remark(schema) for schema in dict.fromkeys(changed))


def _remark(schema: str) -> Remark:
    return Remark(
        "schema-unknown",
        f"The edit uses {schema}, which is newer than OTIO 0.18 or unknown to it.",
        "What it says of colour or effect is not read; its place in the edit is.",
    )


class _Slot(dict[Any, Any]):
    """A list seen as the dict that owns its elements, with the name of the list."""

    def __init__(self, name: str, values: list[Any]) -> None:
        super().__init__(enumerate(values))
        self.name = name
        self.values_list = values

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(key, value)
        self.values_list[key] = value


def _objects(holder: dict[str, Any]) -> Iterator[tuple[dict[Any, Any], Any, Tree]]:
    """Every object with a schema, with the place that holds it; parents before children."""
    waiting: list[tuple[dict[Any, Any], Any]] = [(holder, "root")]
    while waiting:
        owner, key = waiting.pop()
        value = owner[key]
        if isinstance(value, list):
            slot = _Slot(str(key), value)
            waiting.extend((slot, index) for index in range(len(value)))
            continue
        if not isinstance(value, dict):
            continue
        if "OTIO_SCHEMA" in value:
            yield owner, key, value
            value = owner[key]
        # What lies in metadata is the writer's own: OTIO keeps it whatever it is.
        waiting.extend((value, inner) for inner in value if inner != "metadata")


def _schema(node: Tree) -> tuple[str, int]:
    name, _, version = str(node["OTIO_SCHEMA"]).rpartition(".")
    return name, int(version) if version.isdigit() else 1


def _stand_in(node: Tree, place: str) -> Tree:
    kept = {"metadata": {_KEPT_UNDER: dict(node)}, "name": node.get("name") or ""}
    return {**_STAND_INS[place](node), **kept}


_STAND_INS: dict[str, Callable[[Tree], Tree]] = {
    "children": lambda node: {"OTIO_SCHEMA": "Gap.1", "source_range": node.get("source_range")},
    "effects": lambda node: {"OTIO_SCHEMA": "Effect.1", "effect_name": node["OTIO_SCHEMA"]},
    "markers": lambda node: {"OTIO_SCHEMA": "Marker.2", "marked_range": node.get("marked_range")},
}
