"""Our clips in what a program exported itself: programs drop the tag that we put on them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from scenescore.cache import write_text
from scenescore.edit.lanes import parse_tree
from scenescore.edit.media_paths import comparable, spelled_path
from scenescore.edit.scored_tracks import TAG, Tree
from scenescore.edit.scored_tree import objects_in, schema_of
from scenescore.hosting import Laid


def mark_ours(path: Path, laid: Sequence[Laid]) -> None:
    """Tag the clips of an OTIO file that play the files of `laid`, so that they are read as ours.

    Raises EditUnreadable for what is no OTIO, OutputUnwritable.
    """
    ours = {comparable(each.path): each for each in laid}
    tree = parse_tree(path.read_bytes())
    for node in objects_in(tree):
        if schema_of(node) == "Clip":
            for url in _urls(node):
                if own := ours.get(comparable(spelled_path(url))):
                    tag = {"kind": "cue", "uid": own.cue, "id": own.name}
                    node["metadata"] = {**(node.get("metadata") or {}), TAG: tag}
    write_text(path, json.dumps(tree, ensure_ascii=False))


def _urls(clip: Tree) -> Iterator[str]:
    references = [clip.get("media_reference"), *(clip.get("media_references") or {}).values()]
    for reference in references:
        url = reference.get("target_url") if isinstance(reference, dict) else None
        if isinstance(url, str):
            yield url
