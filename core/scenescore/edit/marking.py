"""Our clips in what a program exported itself: programs drop the tag that we put on them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from scenescore.cache import write_text
from scenescore.edit.lanes import parse_tree
from scenescore.edit.media_paths import comparable, spelled_path
from scenescore.edit.scored_tracks import TAG, Tree
from scenescore.edit.scored_tree import find_timeline, objects_in, schema_of
from scenescore.hosting import Laid


def mark_ours(path: Path, laid: Sequence[Laid], drop_frame: bool | None = None) -> None:
    """Tag the clips of an OTIO file that play the files of `laid`, so that they are read as ours.

    `drop_frame` is how the program counts, which OTIO does not say; guessed from its start where
    nobody says it. Raises EditUnreadable for what is no OTIO, OutputUnwritable.
    """
    ours = {comparable(each.path): each for each in laid}
    tree = parse_tree(path.read_bytes())
    if drop_frame is not None:
        _tag(find_timeline(tree, None), {"drop_frame": drop_frame})
    for node in objects_in(tree):
        if schema_of(node) == "Clip":
            for url in _urls(node):
                if own := ours.get(comparable(spelled_path(url))):
                    _tag(node, {"kind": "cue", "uid": own.cue, "id": own.name})
    write_text(path, json.dumps(tree, ensure_ascii=False))


def _tag(node: Tree, own: Tree) -> None:
    node["metadata"] = {**(node.get("metadata") or {}), TAG: own}


def _urls(clip: Tree) -> Iterator[str]:
    references = [clip.get("media_reference"), *(clip.get("media_references") or {}).values()]
    for reference in references:
        url = reference.get("target_url") if isinstance(reference, dict) else None
        if isinstance(url, str):
            yield url
