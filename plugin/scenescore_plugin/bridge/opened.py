"""What a client has opened: an edit, and the paths that its orders may name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, NoReturn

from pydantic import BaseModel, ValidationError

from scenescore.engines import NO_ENGINE, descriptors
from scenescore.errors import BadArgument
from scenescore.worker.host_orders import HostReadOrder, HostUndoOrder, HostWriteOrder
from scenescore.worker.orders import (
    ORDERS,
    AcceptOrder,
    AnalyseOrder,
    ComposeOrder,
    DoctorOrder,
    EnginesOrder,
    Order,
    ScoreOrder,
    Source,
    WarmOrder,
)
from scenescore_ui.work.places import places_of

COMMANDS = tuple(
    order.command
    for order in (
        AnalyseOrder,
        WarmOrder,
        ScoreOrder,
        ComposeOrder,
        AcceptOrder,
        EnginesOrder,
        DoctorOrder,
        HostReadOrder,
        HostWriteOrder,
        HostUndoOrder,
    )
)
"""What clients may order. Fetching and removing weights are for the user's own hands."""

_OURS = {"source", "folder", "host", "path"}
"""Fields of orders that the bridge fills in; a client that gives one is refused."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An edit, read as `source` says; what is made of it lies in `folder`."""

    source: Source
    folder: Path

    @property
    def roots(self) -> tuple[Path, ...]:
        """The folders that orders may name files in."""
        return self.source.path.parent, self.folder


def open_edit(source: Source) -> Opened:
    """Take an edit as opened by the user. Raises ScoreError; nothing is read or made yet."""
    path = source.path
    if not path.is_absolute() or not _is_file(path):
        raise BadArgument(f"{path.name} is not there.", "Open an edit or a film by its whole path.")
    path = path.resolve()
    places = places_of(path)
    opened = Opened(source.model_copy(update={"path": path}), places.folder.resolve())
    _check_names(source.words)
    _check_paths(opened, source.captions)
    return opened


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name too long, or with a zero byte
        return False


def order_of(
    command: str, arguments: Mapping[str, Any], opened: Opened | None, host: str | None = None
) -> Order:
    """The order that a client gives, checked: nothing in it leads out of what was opened.

    A panel that answers for an editing program may have that one read and written to (`host`).
    Raises ScoreError with a sentence for the client.
    """
    if command not in COMMANDS:
        raise BadArgument(
            f"“{command[:40]}” cannot be ordered here.", f"Order one of: {', '.join(COMMANDS)}."
        )
    order = ORDERS[command]
    order_needs = _OURS & order.model_fields.keys()
    if given := _OURS & arguments.keys():
        raise BadArgument(
            f"“{min(given)}” is not for a client to say.", "Open the edit, then order without it."
        )
    filled: dict[str, Any] = {**arguments, **_filled(order_needs, opened, host)}
    try:
        made = order.model_validate(filled)
    except ValidationError as error:
        _refuse(error)
    if opened is not None:
        _check_paths(opened, {name: v for name, v in made if name not in _OURS})
    elif any(paths_in(dict(made))):
        raise BadArgument("No edit is open.", "Open one first.")
    return made


def _filled(needs: set[str], opened: Opened | None, host: str | None) -> dict[str, Any]:
    """What the bridge says itself: the edit that is open, and the program that the panel is in."""
    if not needs:
        return {}
    if opened is None:
        raise BadArgument("No edit is open.", "Open one first.")
    if "host" in needs and host is None:
        raise BadArgument(
            "Only the panel of an editing program may order that.",
            "Open SceneScore's panel inside the program.",
        )
    known = {"source": opened.source, "folder": opened.folder, "host": host}
    return {name: known[name] for name in needs & known.keys()}


def _refuse(error: ValidationError) -> NoReturn:
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])[:80] or "the order"
    raise BadArgument(
        f"“{where}” in the order cannot be used.",
        "See docs/worker.md for what it takes.",
        str(error),
    ) from error


def _check_names(words: str | None) -> None:
    """An engine may be named, not a file of weights: that would be read from anywhere."""
    if words is not None and words not in (NO_ENGINE, *descriptors()):
        raise BadArgument("An engine is named here, not a file.", "Name one of docs/engines.md.")


def _check_paths(opened: Opened, value: object) -> None:
    for path in paths_in(value):
        if not leads_into(path, opened.roots):
            raise BadArgument(
                f"{path.name} lies outside the folder of the edit.",
                "Keep what belongs to the edit in its folder.",
                str(path),
            )


def leads_into(path: Path, roots: tuple[Path, ...]) -> bool:
    """Whether a path, all its links followed, lies in one of these folders."""
    if not path.is_absolute():
        return False
    try:
        real = path.resolve()
    except (OSError, ValueError, RuntimeError):  # loops of links, zero bytes
        return False
    return any(real.is_relative_to(root) for root in roots)


def paths_in(value: object, name: str = "") -> Iterator[Path]:
    """Every path within a value made of models, dataclasses, mappings and sequences.

    Types that travel hold paths as text, in fields of these names (`Lane.path`, `Receipt.files`).
    """
    if isinstance(value, Path) or (isinstance(value, str) and name in ("path", "files")):
        yield Path(value)
    elif is_dataclass(value):
        for each in fields(value):
            yield from paths_in(getattr(value, each.name), each.name)
    elif isinstance(value, BaseModel):
        yield from paths_in(dict(value))
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from paths_in(part, key)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from paths_in(part, name)
