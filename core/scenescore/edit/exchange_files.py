"""Each file for programs that nobody can talk to, and what writes it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from scenescore.edit.dialects import PREMIERE, RESOLVE, in_dialect
from scenescore.edit.fcpxml_out import lanes_as_fcpxml
from scenescore.edit.mlt import as_mlt
from scenescore.edit.scored_tracks import TAG, Tree, item, score_tracks
from scenescore.edit.scored_tree import ruler_of
from scenescore.model import Edit, Lane
from scenescore.settings import Exchange


@dataclass(frozen=True, slots=True)
class Scored:
    """The edit with its lanes: as a timeline's JSON, and what it was made from."""

    tree: Tree
    edit: Edit
    lanes: Sequence[Lane]

    @property
    def name(self) -> str:
        return f"{self.edit.name} + SceneScore"

    def lanes_only(self) -> Tree:
        """A timeline that starts as the edit does and holds nothing but the lanes."""
        ruler = ruler_of(self.tree, self.edit.rate)
        return {
            "OTIO_SCHEMA": "Timeline.1",
            "metadata": {TAG: {"drop_frame": self.edit.drop_frame}},
            "name": self.lanes_name,
            "global_start_time": ruler.range(self.edit.start_frame, 0)["start_time"],
            "tracks": {
                "OTIO_SCHEMA": "Stack.1",
                **item("tracks", None, None),
                "children": score_tracks(self.lanes, ruler),
            },
        }

    @property
    def lanes_name(self) -> str:
        return f"{self.edit.name} – SceneScore lanes"


def _plain(scored: Scored) -> bytes:
    return (json.dumps(scored.lanes_only(), ensure_ascii=False, indent=4) + "\n").encode()


def _full(dialect: str) -> Callable[[Scored], bytes]:
    return lambda s: in_dialect(s.tree, dialect, s.edit, s.lanes, s.name)


def _lanes(dialect: str) -> Callable[[Scored], bytes]:
    return lambda s: in_dialect(s.lanes_only(), dialect, s.edit, s.lanes, s.lanes_name)


FILES: Mapping[Exchange, Mapping[str, Callable[[Scored], bytes]]] = MappingProxyType(
    {
        Exchange.LANES: {"lanes.otio": _plain},
        Exchange.FCPXML: {"lanes.fcpxml": lambda s: lanes_as_fcpxml(s.edit, s.lanes, s.lanes_name)},
        Exchange.RESOLVE: {
            "resolve.otio": _full(RESOLVE),
            "resolve-lanes.otio": _lanes(RESOLVE),
        },
        Exchange.PREMIERE: {
            "premiere.otio": _full(PREMIERE),
            "premiere-lanes.otio": _lanes(PREMIERE),
        },
        Exchange.MLT: {"scored.mlt": lambda s: as_mlt(s.edit, s.lanes, s.name)},
    }
)
"""The files of each kind, and what writes them."""
