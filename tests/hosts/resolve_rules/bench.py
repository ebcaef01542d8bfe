"""A rule's bench: the double with an edit open, past the host and through it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenescore.hosting import HostEdit
from scenescore.model import Lane

from ..contract import World
from ..resolve_double import face_of
from ..resolve_double.program import Program
from ..resolve_double.timeline import Timeline
from ..resolve_rig import ResolveRig
from ..stage import PLAIN, Stage, by_place


@dataclass
class Bench:
    """The stage's edit is open in Resolve; `resolve` and so on are what a script sees."""

    rig: ResolveRig
    stage: Stage
    folder: Path

    def __post_init__(self) -> None:
        self.rig.open(self.stage.reel(PLAIN))

    @property
    def program(self) -> Program:
        return self.rig.program

    @property
    def version(self) -> tuple[int, ...]:
        return self.program.version

    @property
    def inner(self) -> Timeline:
        """The open timeline itself, past what a script sees."""
        assert self.program.project.current is not None
        return self.program.project.current

    # --- as a script sees it --------------------------------------------------------------------

    @property
    def resolve(self) -> Any:
        return face_of(self.program.resolve)

    @property
    def timeline(self) -> Any:
        return face_of(self.inner)

    @property
    def pool(self) -> Any:
        return face_of(self.program.project.pool)

    def sound(self) -> Any:
        """A sound in the media pool, selected, as old versions want it."""
        path = str(self.stage.sound())
        wanted: list[Any] = [{"FilePath": path}] if self.version >= (21, 1) else [path]
        (item,) = self.pool.ImportMedia(wanted)
        self.pool.SetSelectedClip(item)
        return item

    def append(self, **info: Any) -> list[Any]:
        """Append to the second audio track, which both kinds of track have, from frame 5 s on."""
        zero = self.inner.start
        usual = {"startFrame": 25, "endFrame": 35, "mediaType": 2, "trackIndex": 2}
        usual["recordFrame"] = zero + 5 * 25
        if "mediaPoolItem" not in info:
            info["mediaPoolItem"] = self.sound()
        return list(self.pool.AppendToTimeline([{**usual, **info}]))

    def on(self, kind: str, track: int) -> list[Any]:
        return list(self.timeline.GetItemListInTrack(kind, track))

    # --- through the host ---------------------------------------------------------------------

    def read(self) -> HostEdit:
        return self.rig.host.read(self.folder)

    def scores(self, lanes: Sequence[Lane] | None = None) -> World:
        """The host writes; all lies as told, and nothing else is otherwise."""
        lanes = self.stage.lanes(self.inner.rate) if lanes is None else lanes
        before = self.rig.world()
        self.rig.host.write(self.read(), lanes)
        after = self.rig.world()
        assert by_place(after.ours) == by_place(lanes)
        assert (after.theirs, after.state) == (before.theirs, before.state)
        return after

    def called(self, method: str) -> bool:
        """Whether the host or anybody called a method, as "Timeline.Export"."""
        return method in self.program.calls


Show = Callable[[Bench], None]
DOUBLE: dict[str, Show] = {}
HOST: dict[str, Show] = {}
"""By the rule's name in the project's notes on Resolve's scripting."""


def double(rule: str) -> Callable[[Show], Show]:
    """Shows that the double keeps a rule."""
    return lambda show: DOUBLE.setdefault(rule, show)


def host(*rules: str) -> Callable[[Show], Show]:
    """Shows that the host lives with rules."""

    def keep(show: Show) -> Show:
        for rule in rules:
            HOST[rule] = show
        return show

    return keep
