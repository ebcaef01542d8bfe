"""What is open in Resolve, and how this version calls what another calls otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from typing import Any

from scenescore.errors import EditUnreadable
from scenescore.hosting import Clock
from scenescore.timebase import Rate
from scenescore_plugin.hosts.resolve.editions import Program, program_of

SETTINGS = ("GetSettings", "GetSetting")
PROPERTIES = ("GetProperties", "GetProperty")
"""What 21.1 calls it, which gives all at once, and what older versions do."""

KINDS = ("video", "audio")


class Opened:
    """The open timeline with all around it, for one call. Raises EditUnreadable where none is.

    Resolve's objects have no types. What is optional is looked for with `dir`: `hasattr` says yes
    to methods that other objects have.
    """

    def __init__(self, resolve: Any) -> None:
        self.resolve = resolve
        self.program: Program = program_of(resolve)
        self.manager: Any = resolve.GetProjectManager()
        self.project: Any = self._there(self.manager and self.manager.GetCurrentProject())
        self.timeline: Any = self._there(self.project.GetCurrentTimeline())
        self.pool: Any = self.project.GetMediaPool()
        self.zero = int(self.timeline.GetStartFrame())
        self._known: dict[str, frozenset[str]] = {}

    @staticmethod
    def _there(found: Any) -> Any:
        if not found:
            raise EditUnreadable(
                "No timeline is open in DaVinci Resolve.", "Open a timeline and try again."
            )
        return found

    def knows(self, kind: str, thing: Any, method: str) -> bool:
        """Whether things of a kind have a method in this version; asked once for each kind."""
        if kind not in self._known:
            self._known[kind] = frozenset(dir(thing))
        return method in self._known[kind]

    def setting(self, key: str) -> Any:
        """A setting of the timeline, which may differ from its project's; else the project's."""
        for kind, holder in (("timeline", self.timeline), ("project", self.project)):
            all_at_once, one = SETTINGS
            if self.knows(kind, holder, all_at_once):
                found = getattr(holder, all_at_once)().get(key)
            else:
                found = getattr(holder, one)(key)
            if found not in (None, ""):
                return found
        return ""

    def properties(self, item: Any) -> dict[str, Any]:
        """The properties of a clip on the timeline; empty for a transition."""
        method = next(m for m in PROPERTIES if self.knows("item", item, m))
        return getattr(item, method)() or {}

    @cached_property
    def clock(self) -> Clock:
        """The timeline's own clock; its rate comes as "23.976", 23.976, 24 or "29.97 DF"."""
        said = str(self.setting("timelineFrameRate"))
        number, _, counting = said.partition(" ")
        drop = counting == "DF" or str(self.setting("timelineDropFrameTimecode")) == "1"
        return Clock(Rate.of(number), self.zero, drop)

    def tracks(self, kind: str) -> range:
        """The numbers of the tracks of a kind, from 1."""
        return range(1, int(self.timeline.GetTrackCount(kind)) + 1)

    def items(self, kind: str, track: int) -> list[Any]:
        """What lies on a track. Raises RuntimeError where Resolve does not answer: not empty."""
        found = self.timeline.GetItemListInTrack(kind, track)
        if found is False:
            raise RuntimeError(f"no answer about {kind} {track}")
        return list(found or ())

    def frames_of(self, item: Any) -> tuple[Fraction, Fraction]:
        """The frames [start, end) of a clip, from the start of the edit."""
        return Fraction(item.GetStart()) - self.zero, Fraction(item.GetEnd()) - self.zero

    def track_names(self) -> Iterator[tuple[str, int, str]]:
        """Kind, number and name of every track."""
        for kind in KINDS:
            for track in self.tracks(kind):
                yield kind, track, str(self.timeline.GetTrackName(kind, track))
