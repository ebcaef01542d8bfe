"""Files for programs that nobody can talk to: the lanes alone, and the edit as each reads it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scenescore.cache import atomic
from scenescore.edit.lanes import parse_tree
from scenescore.edit.scored_tree import find_timeline
from scenescore.model import Edit, Lane
from scenescore.settings import Exchange

FOLDER = "scored-exchange"
"""Where the files lie in the results: replaced by each run, so no name that people use."""


def files_of(kinds: Sequence[Exchange]) -> tuple[str, ...]:
    """Names of the files that these kinds leave."""
    from scenescore.edit.exchange_files import FILES

    return tuple(name for kind in dict.fromkeys(kinds) for name in FILES[kind])


def write_exchange(
    scored: Path, edit: Edit, lanes: Sequence[Lane], folder: Path, kinds: Sequence[Exchange]
) -> tuple[Path, ...]:
    """Write these kinds of files into `folder`/scored-exchange; returns the paths.

    `scored` is what `write_scored` wrote of the same edit and lanes, whose sounds need not lie at
    their places yet. Raises OutputUnwritable, EditUnreadable, ValueError for lanes that overlap.
    """
    from scenescore.edit.exchange_files import FILES, Scored

    tree = find_timeline(parse_tree(scored.read_bytes()), edit.timeline)
    whole = Scored(tree, edit, lanes)
    written = []
    for kind in dict.fromkeys(kinds):
        for name, write in FILES[kind].items():
            path = folder / FOLDER / name
            with atomic(path) as temporary:
                temporary.write_bytes(write(whole))
            written.append(path)
    return tuple(written)
