"""Writing the edit back: everything as it was, and our audio lanes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from scenescore.cache import atomic
from scenescore.edit.fcp7_lanes import add_lanes_to_xml
from scenescore.edit.loading import load_timeline
from scenescore.edit.scored_bundle import read_bundle
from scenescore.edit.scored_film import fresh_timeline
from scenescore.edit.scored_tracks import Tree, score_tracks
from scenescore.edit.scored_tree import (
    absolute_url,
    find_timeline,
    origin_of,
    ruler_of,
    with_absolute_urls,
    with_lanes,
)
from scenescore.errors import EditUnreadable, OutputUnwritable
from scenescore.media import is_our_film
from scenescore.model import Edit, Lane

MEDIA = "scored-media"
"""Where media of a bundle is unpacked: replaced by each run, so no name that people use."""

OUTPUTS = {"fcp7": ("scored.otio", "scored.xml")}
"""Files written for a format; every other format gets `scored.otio` alone."""


def write_scored(
    edit: Edit, lanes: Sequence[Lane], folder: Path, final: Path | None = None
) -> tuple[Path, ...]:
    """Write `scored.otio` (from FCP7 XML also `scored.xml`) into `folder`; returns the paths.

    All that the edit's file holds stays as it is, known to us or not; relative media URLs become
    absolute, and the lanes of an earlier run give way to `lanes`. `final` is where the folder's
    files will lie when they are moved afterwards. Raises OutputUnwritable where the input itself
    would be overwritten, EditUnreadable where it can no longer be read, ValueError for lanes that
    overlap on one track.
    """
    final = final or folder
    refuse_overwriting(edit, final)
    tree = _source_tree(edit, folder, final)
    timeline = find_timeline(tree, edit.timeline)
    tracks = score_tracks(lanes, ruler_of(timeline, edit.rate), origin_of(timeline, edit.rate))
    texts = [_to_text(with_lanes(tree, edit.timeline, tracks))]
    if edit.format == "fcp7":
        texts.append(add_lanes_to_xml(_read(Path(edit.source)), edit, lanes))
    paths = tuple(folder / name for name in outputs_of(edit))
    for path, text in zip(paths, texts, strict=True):
        with atomic(path) as temporary:
            temporary.write_bytes(text)
    return paths


def outputs_of(edit: Edit) -> tuple[str, ...]:
    """Names of the files that `write_scored` leaves for this edit."""
    return OUTPUTS.get(edit.format, ("scored.otio",))


def refuse_overwriting(edit: Edit, folder: Path, film: Path | None = None) -> None:
    """Raise OutputUnwritable if a result would replace the edit's own file, its media, or a film.

    Results are those that go into `folder`, and `film`, which may lie anywhere and replaces nothing
    but a film that SceneScore wrote.
    """
    media = {clip.media.path for clip in (*edit.picture, *edit.sound) if clip.media}
    own = [path for path in map(Path, (edit.source, *sorted(media))) if path.is_file()]
    for path in (*(folder / name for name in outputs_of(edit)), *((film,) if film else ())):
        if path.exists() and any(path.samefile(each) for each in own):
            raise OutputUnwritable(
                f"{path.name} in {path.absolute().parent} belongs to the edit itself and is never "
                "overwritten.",
                "Choose another name with --film."
                if path == film
                else "Choose another folder with -o.",
            )
    if film and film.exists() and not is_our_film(film):
        raise OutputUnwritable(
            f"{film.name} is there already, and SceneScore did not write it.",
            "Choose another name with --film, or move that file away.",
        )


def _source_tree(edit: Edit, folder: Path, final: Path) -> Tree:
    """The edit's own file as a JSON tree with absolute media URLs."""
    source = Path(edit.source)
    if edit.format in ("film", "sound"):
        return fresh_timeline(edit)
    if edit.format == "otioz":
        return read_bundle(source, folder / MEDIA, final / MEDIA)
    tree = _READ.get(edit.format, _through_adapter)(edit)
    return with_absolute_urls(tree, lambda url: absolute_url(url, source.parent))


def _from_json(edit: Edit) -> Tree:
    return parse_tree(_read(Path(edit.source)))


def _through_adapter(edit: Edit) -> Tree:
    """Formats that OTIO translates: what its adapter made of them, repaired as for reading."""
    loaded = load_timeline(Path(edit.source), edit.timeline, str(edit.rate.fps))
    return parse_tree(loaded.to_json_string().encode())


_READ: dict[str, Callable[[Edit], Tree]] = {"otio": _from_json}


def parse_tree(content: bytes) -> Tree:
    """The JSON object in a file's bytes. Raises EditUnreadable for anything else."""
    try:
        tree = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _unreadable(str(error)) from error
    if not isinstance(tree, dict):
        raise _unreadable(f"the file holds a {type(tree).__name__}")
    return cast(Tree, tree)


def _to_text(tree: Tree) -> bytes:
    return (json.dumps(tree, ensure_ascii=False, indent=4) + "\n").encode("utf-8")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(str(error)) from error


def _unreadable(detail: str) -> EditUnreadable:
    return EditUnreadable(
        "The edit changed or went away while it was scored, and can no longer be read.",
        "Run it again on the edit as it is now.",
        detail,
    )
