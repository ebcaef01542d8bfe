"""An edit file as one OTIO timeline: read, checked, chosen."""

from __future__ import annotations

import json
import logging
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from scenescore.edit.formats import Format, edit_file, format_of
from scenescore.edit.guards import check_json_depth, check_times, damaged
from scenescore.edit.rates import drops_frames, list_rate, rate_option, timeline_rate
from scenescore.edit.scored_tracks import TAG
from scenescore.errors import EditUnreadable, MediaUnreadable
from scenescore.model import Remark
from scenescore.timebase import Rate

log = logging.getLogger(__name__)

Found: TypeAlias = "tuple[list[tuple[Any, bool | None]], tuple[Remark, ...]]"
"""(timeline, drop-frame or None where the file does not say) for each, and what was doubtful."""

PARSER_FAILURES = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    AssertionError,
    EOFError,
    struct.error,
)
"""What adapters raise on files they were not written for; they know no errors of their own."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """One timeline with what the file says of its clock.

    `called` finds it among several again: its name, or its number where names repeat; None where it
    is the only one.
    """

    timeline: Any
    called: str | None
    format: Format
    rate: Rate
    drop_frame: bool
    folder: Path
    remarks: tuple[Remark, ...]


def load_timeline(path: Path, timeline: str | None = None, rate: str | None = None) -> Any:
    """The OTIO timeline in an edit file, repaired where OTIO's adapters lose something.

    `timeline` names one of several (or counts them from 1); `rate` is for formats that do not say
    theirs. Media of an `.otioz` lies unpacked in the cache and is linked there. Raises
    EditUnreadable, BadArgument for a rate that cannot be.
    """
    return load(path, timeline, rate_option(rate)).timeline


def load(path: Path, timeline: str | None, wanted: Rate | None) -> Loaded:
    """`load_timeline` with the file's clock and all that is to be remarked."""
    file = edit_file(path)
    kind = format_of(file)
    if kind in ("film", "sound"):
        raise EditUnreadable(f"{path.name} is a {kind}, not an edit.", "Give an edit file.")
    import opentimelineio as otio

    try:
        found, remarks = _READERS[kind](file, wanted)
    except (otio.exceptions.OTIOError, *PARSER_FAILURES) as error:
        raise damaged(file, "it is damaged or not what its name says", repr(error)) from error
    except OSError as error:
        raise damaged(file, error.strerror or "the system refuses it", error) from error
    index = _choose(file, found, timeline)
    chosen, drop_frame = found[index]
    check_times(file, chosen)
    own_rate, more = timeline_rate(chosen, wanted)
    if drop_frame is None:
        drop_frame = _drops_frames(chosen, own_rate)
    folder = file.resolve().parent
    return Loaded(
        chosen, _called(found, index), kind, own_rate, drop_frame, folder, (*remarks, *more)
    )


def _drops_frames(timeline: Any, rate: Rate) -> bool:
    """As a host told it (`told.py`), else as the start timecode suggests."""
    from scenescore.edit.otio_times import seconds

    own = timeline.metadata.get(TAG)
    if isinstance(own, Mapping) and "drop_frame" in own:
        return bool(own["drop_frame"])
    start = timeline.global_start_time
    return start is not None and drops_frames(seconds(start), rate)


def _called(found: list[tuple[Any, bool | None]], index: int) -> str | None:
    if len(found) == 1:
        return None
    name = found[index][0].name or ""
    return name if sum(other.name == name for other, _ in found) == 1 else str(index + 1)


def _choose(path: Path, found: list[tuple[Any, bool | None]], name: str | None) -> int:
    """Index of the timeline of that name or number, or the only one. Raises EditUnreadable."""
    if not found:
        raise EditUnreadable(
            f"{path.name} holds no timeline.",
            "Export the timeline (project, sequence) itself, not only its clips.",
        )
    names = [timeline.name or "" for timeline, _ in found]
    listed = ", ".join(f"{number} {own!r}" for number, own in enumerate(names, start=1))
    if name is None and len(found) > 1:
        raise EditUnreadable(
            f"{path.name} holds {len(found)} timelines: {listed}.",
            "Choose one by name or number with --timeline.",
        )
    if name is None:
        return 0
    matches = [index for index, own in enumerate(names) if own == name]
    if not matches and name.isdecimal() and 1 <= int(name) <= len(found):
        return int(name) - 1
    if len(matches) != 1:
        several = f"{len(matches)} timelines" if matches else "no timeline"
        raise EditUnreadable(
            f"{path.name} holds {several} called {name!r}; there are: {listed}.",
            "Choose one by its number with --timeline.",
        )
    return matches[0]


# --- one reader a format ------------------------------------------------------------------------


def _read_otio(path: Path, wanted: Rate | None) -> Found:
    return parse_otio(path, _utf8(path, path.read_bytes()))


def parse_otio(path: Path, text: str) -> Found:
    """The timelines in the JSON of an OTIO file. Raises EditUnreadable and what OTIO raises."""
    import opentimelineio as otio

    from scenescore.edit.schemas import fit_schemas

    check_json_depth(path, text)
    try:
        tree = json.loads(text)
    except ValueError as error:
        raise damaged(path, "it is no OTIO file, or cut off", error) from error
    if not isinstance(tree, dict) or "OTIO_SCHEMA" not in tree:
        raise damaged(path, "its JSON is not OTIO")
    _refuse_references(path, text)
    tree, remarks = fit_schemas(path, tree, otio.core.type_version_map())
    root = otio.adapters.read_from_string(json.dumps(tree), "otio_json")
    return [(timeline, None) for timeline in timelines_in(root)], remarks


def _refuse_references(path: Path, text: str) -> None:
    """Objects that stand for others by id can form circles, and no editing program writes them."""
    if '"SerializableObjectRef.' in text:
        raise damaged(path, "parts of it refer to one another in circles")


def _utf8(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise damaged(path, "it is binary, not OTIO's text", error) from error


def _read_otioz(path: Path, wanted: Rate | None) -> Found:
    from scenescore.edit.otioz import link_media, read_content

    found, remarks = parse_otio(path, _utf8(path, read_content(path)))
    more = link_media(path, [timeline for timeline, _ in found])
    return found, (*remarks, *more)


def _read_fcp7(path: Path, wanted: Rate | None) -> Found:
    from scenescore.edit.fcp7 import read_fcp7

    return [*read_fcp7(path)], ()


def _read_fcpxml(path: Path, wanted: Rate | None) -> Found:
    from scenescore.edit.fcpxml import read_fcpxml

    found, remarks = read_fcpxml(path)
    return [*found], remarks


def _read_edl(path: Path, wanted: Rate | None) -> Found:
    from scenescore.edit.edl import build_timeline
    from scenescore.edit.edl_events import count_events, read_list

    raw = read_list(path)
    rate, remarks = list_rate(path, raw, wanted, lambda: _media_rate(path))
    drop = bool(raw.drop_frame)
    timeline, more = build_timeline(path, count_events(path, raw, rate), rate, drop)
    return [(timeline, drop)], (*remarks, *more)


def _media_rate(path: Path) -> Rate | None:
    """The rate of the first of the list's films that is there."""
    from scenescore.edit.edl_events import media_urls, read_list
    from scenescore.edit.media_paths import find_file
    from scenescore.media import probe

    for url in media_urls(read_list(path)):
        file = find_file(url, path.resolve().parent)
        if file is not None:
            try:
                picture = probe(file).picture
            except MediaUnreadable:
                continue
            if picture is not None:
                return picture.rate
    return None


def _read_told(path: Path, wanted: Rate | None) -> Found:
    from scenescore.edit.told import read_told

    return parse_otio(path, json.dumps(read_told(path)))


def _read_aaf(path: Path, wanted: Rate | None) -> Found:
    import opentimelineio as otio
    from aaf2.exceptions import AAFError

    try:
        root = otio.adapters.read_from_file(str(path), "AAF")
    except AAFError as error:
        raise damaged(path, "it is no AAF, or cut off", error) from error
    return [(timeline, None) for timeline in timelines_in(root)], ()


_READERS: dict[Format, Callable[[Path, Rate | None], Found]] = {
    "otio": _read_otio,
    "otioz": _read_otioz,
    "fcp7": _read_fcp7,
    "fcpxml": _read_fcpxml,
    "edl": _read_edl,
    "aaf": _read_aaf,
    "told": _read_told,
}


def timelines_in(root: Any) -> Iterator[Any]:
    """The timeline that an OTIO object is, or those that lie in a collection."""
    import opentimelineio as otio

    waiting = [root]
    while waiting:
        item = waiting.pop()
        if isinstance(item, otio.schema.Timeline):
            yield item
        elif isinstance(item, otio.schema.SerializableCollection):
            waiting.extend(reversed(list(item)))
