"""`live.Desk` on Resolve's open timeline."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scenescore.edit import write_told
from scenescore.errors import EditUnreadable
from scenescore.hosting import Clock, Laid, UserState
from scenescore.model import Lane
from scenescore_plugin.hosts.resolve.answering import answering
from scenescore_plugin.hosts.resolve.laying import Bench
from scenescore_plugin.hosts.resolve.media import Media
from scenescore_plugin.hosts.resolve.opened import Opened
from scenescore_plugin.hosts.resolve.state import put_back, state_of
from scenescore_plugin.hosts.resolve.telling import told_edit


class ResolveDesk:
    """The timeline that is open when it is made. Raises EditUnreadable where none is."""

    def __init__(self, resolve: Any) -> None:
        self._opened = Opened(resolve)
        self._media = Media(self._opened)
        self._bench = Bench(self._opened, self._media)

    @answering()
    def key(self) -> str:
        return f"{self._opened.project.GetUniqueId()} {self._opened.timeline.GetUniqueId()}"

    @answering()
    def clock(self) -> Clock:
        return self._opened.clock

    @answering()
    def state(self) -> UserState:
        return state_of(self._opened)

    @answering()
    def restore(self, state: UserState) -> None:
        put_back(self._opened, state)

    @answering()
    def export(self, folder: Path) -> Path:
        told = told_edit(self._opened, self._media)
        if not any(track.clips for track in told.tracks):
            raise EditUnreadable(
                f"The timeline “{told.name}” is empty.", "Open the timeline of your edit."
            )
        return write_told(told, folder / "edit.otio")

    @answering()
    def laid(self) -> tuple[Laid, ...]:
        return self._bench.laid()

    @answering()
    def swap(self, old: Sequence[Laid], lanes: Sequence[Lane]) -> None:
        self._bench.swap(old, lanes)
