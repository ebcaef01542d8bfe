"""The edit as the JSON tree of its file, and the few things we change in it.

OTIO's own reading and writing upgrades old schemas and refuses new ones. Working on the JSON leaves
all that we do not know as it was: schemas, metadata, numbers.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from urllib.parse import unquote

from scenescore.edit.scored_tracks import Ruler, Tree, gap, is_ours
from scenescore.errors import EditUnreadable
from scenescore.timebase import Rate, round_half_up

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\]")
"""A URL with a scheme, a Windows drive, a rooted or a UNC path."""

_URL_KEYS = {"ExternalReference": "target_url", "ImageSequenceReference": "target_url_base"}


def find_timeline(tree: Tree, name: str | None) -> Tree:
    """The timeline in the tree: the root, or the chosen one of a collection.

    Raises EditUnreadable when there is none, or several and `name` chooses none of them.
    """
    found = list(_timelines(tree))
    return found[chosen([str(timeline.get("name") or "") for timeline in found], name)]


def chosen(names: Sequence[str], wanted: str | None) -> int:
    """The index of the timeline of that name, or of that number from 1, or of the only one."""
    named = [index for index, name in enumerate(names) if name == wanted]
    if len(named) == 1:
        return named[0]
    if wanted is not None and wanted.isdigit() and 1 <= int(wanted) <= len(names):
        return int(wanted) - 1
    if len(names) != 1:
        raise EditUnreadable(
            f"The edit holds {len(names) or 'no'} timelines to write the lanes into.",
            "Choose one with --timeline, or export a single timeline.",
        )
    return 0


def _timelines(node: Tree) -> Iterator[Tree]:
    schema = schema_of(node)
    if schema == "Timeline":
        yield node
    elif schema in ("SerializableCollection", "SerializeableCollection"):
        for child in node.get("children") or ():
            yield from _timelines(child)


def schema_of(node: object) -> str:
    """The name of an OTIO object's schema without its version, or ""."""
    schema = node.get("OTIO_SCHEMA") if isinstance(node, dict) else None
    return schema.rpartition(".")[0] if isinstance(schema, str) else ""


def without_lanes(tree: Tree, name: str | None) -> Tree:
    """The tree without our lanes in the chosen timeline; changes and returns `tree`.

    A lane on which the editor has laid something of their own keeps that, and its track.
    """
    stack = _stack(find_timeline(tree, name))
    stack["children"] = [_cleared(x) for x in stack["children"] if not is_our_track(x)]
    return tree


def is_our_track(track: object) -> bool:
    """Whether a track is a lane of an earlier run and holds nothing else."""
    if not isinstance(track, dict) or schema_of(track) != "Track":
        return False
    content = [child for child in track.get("children") or () if schema_of(child) != "Gap"]
    if not content:
        return is_ours(track.get("metadata"))
    return all(is_ours(child.get("metadata")) for child in content)


def _cleared(track: Tree) -> Tree:
    """The track with gaps in place of our clips."""
    if schema_of(track) == "Track" and isinstance(track.get("children"), list):
        track["children"] = [
            gap(child["source_range"]) if _is_our_clip(child) else child
            for child in track["children"]
        ]
    return track


def _is_our_clip(child: object) -> bool:
    return (
        isinstance(child, dict)
        and schema_of(child) == "Clip"
        and is_ours(child.get("metadata"))
        and isinstance(child.get("source_range"), dict)
    )


def with_lanes(tree: Tree, name: str | None, tracks: list[Tree]) -> Tree:
    """The tree with our tracks after the last audio track, in place of those of an earlier run."""
    children = _stack(find_timeline(without_lanes(tree, name), name))["children"]
    last = [i for i, child in enumerate(children) if child.get("kind") == "Audio"]
    place = last[-1] + 1 if last else len(children)
    children[place:place] = tracks
    return tree


def _stack(timeline: Tree) -> Tree:
    stack = timeline.get("tracks")
    if not isinstance(stack, dict) or not isinstance(stack.get("children"), list):
        raise EditUnreadable("The timeline has no tracks.", "Export it again with its tracks.")
    return stack


# --- time -----------------------------------------------------------------------------------------


def ruler_of(tree: Tree, rate: Rate) -> Ruler:
    """The edit's rate as the file itself writes it, so that hosts see one rate and not two."""
    written = (x for x in objects_in(tree) if schema_of(x) == "RationalTime")
    return Ruler(rate, next((r for x in written if (r := _same(x, rate))), float(rate.fps)))


def _same(time: Tree, rate: Rate) -> float | None:
    value = time.get("rate")
    if not isinstance(value, int | float) or not 0 < value < 1e6:
        return None
    return float(value) if Rate.of(value) == rate else None


def origin_of(timeline: Tree, rate: Rate) -> int:
    """The frame of the stack's own time at which edit time begins: its trim, if it has one."""
    trim = _stack(timeline).get("source_range") or {}
    start, length = (_frames(trim.get(key), rate) for key in ("start_time", "duration"))
    # A range that ends before 0 is a start timecode written as one; reading takes it so, too.
    return start if start + length > 0 else 0


def _frames(time: Tree | None, rate: Rate) -> int:
    if not time:
        return 0
    return round_half_up(Fraction(time["value"]) / Rate.of(time["rate"]).fps * rate.fps)


# --- media ----------------------------------------------------------------------------------------


def with_absolute_urls(tree: Tree, absolute: Callable[[str], str]) -> Tree:
    """The tree with every relative media URL passed through `absolute`; changes it."""
    for node in objects_in(tree):
        key = _URL_KEYS.get(schema_of(node), "")
        url = node.get(key)
        if isinstance(url, str) and is_relative(url):
            node[key] = absolute(url)
    return tree


def is_relative(url: str) -> bool:
    """Whether a media URL says where the file is only as seen from the edit's own folder."""
    return bool(url) and not _ABSOLUTE.match(url)


def absolute_url(url: str, folder: Path) -> str:
    """A `file://` URL for a relative one: as written if such a file exists, else decoded."""
    decoded, slashed = unquote(url), url.replace("\\", "/")
    spellings = dict.fromkeys((url, decoded, slashed, unquote(slashed)))
    paths = [Path(os.path.normpath(folder.resolve() / spelling)) for spelling in spellings]
    chosen = next((path for path in paths if path.exists()), paths[-1])
    return chosen.as_uri() + ("/" if url.endswith("/") else "")


def objects_in(node: object) -> Iterator[Tree]:
    """Every JSON object of the tree in the order of the file."""
    pending = [node]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            yield item
            pending.extend(reversed(list(item.values())))
        elif isinstance(item, list):
            pending.extend(reversed(item))
