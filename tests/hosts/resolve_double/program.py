"""The program behind the faces: its edition, its one project, and what may go wrong."""

# ruff: noqa: N802 (methods are called as Resolve calls them)

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any, ClassVar

from scenescore.timebase import Rate

from .faces import Face
from .items import TimelineItem
from .pool import MediaPool, MediaPoolItem
from .signatures import Version
from .timeline import Timeline


class Hung(BaseException):
    """The real program would wait for ever."""


@dataclass
class Program:
    """A Resolve: of a version, Studio or free, with a window or without (`no_gui`).

    `lays` more lanes before an append goes wrong, None for never; `misplaces` the next one by a
    frame; a window comes up in front `modal_after` so many calls. `calls` is every call that a
    script made. `open_outside` is the setting for scripts from outside.
    """

    version: Version = (21, 0, 4)
    studio: bool = True
    no_gui: bool = False
    open_outside: bool = True
    running: bool = True
    page: str = "edit"
    modal: bool = False
    modal_after: int | None = None
    gone: bool = False
    lays: int | None = None
    misplaces: bool = False
    saves: int = 0
    calls: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._numbers = count(1)
        self.project = Project(self, "내 영화 프로젝트")
        self.resolve = Resolve(self)

    def number(self) -> str:
        """A new id."""
        return f"id-{next(self._numbers):06}"

    def scriptapp(self, name: str) -> Face | None:
        """What a Python outside gets: None when it is not running, closed to it, or free."""
        if not (self.running and self.open_outside and self.studio and name == "Resolve"):
            return None
        return Face(self.resolve)

    def menu(self) -> Face | None:
        """What a Python script of the menu gets; free from 21.1 on lists none."""
        if not self.studio and self.version >= (21, 1):
            return None
        return Face(self.resolve)


@dataclass(eq=False)
class Resolve:
    program: Program

    KIND = "Resolve"
    CONSTANTS: ClassVar[dict[str, float]] = {"EXPORT_OTIO": 1017.25, "EXPORT_NONE": -3.5}
    """Live values, which no document gives."""

    def GetProjectManager(self) -> ProjectManager:
        return ProjectManager(self.program)

    def OpenPage(self, page: str) -> bool:
        self.program.page = page
        return True

    def GetCurrentPage(self) -> str:
        return self.program.page

    def GetProductName(self) -> str:
        return "DaVinci Resolve Studio" if self.program.studio else "DaVinci Resolve"

    def GetVersion(self) -> list[int | str]:
        return [*self.program.version, 7, ""]

    def GetVersionString(self) -> str:
        return ".".join(map(str, self.program.version))

    def IsStudio(self) -> bool:
        return self.program.studio


@dataclass(eq=False)
class ProjectManager:
    program: Program

    KIND = "ProjectManager"

    def GetCurrentProject(self) -> Project:
        return self.program.project

    def SaveProject(self) -> bool:
        """Placements of a call that went wrong are gone afterwards."""
        if self.program.project.name == "Untitled Project":
            if self.program.no_gui:
                raise Hung("it waits for a name")
            return False
        self.program.saves += 1
        for timeline in self.program.project.timelines:
            for track in timeline.all_tracks():
                track.items = [item for item in track.items if not item.errored]
        return True


class Project:
    """Its timelines, of which one may be open, and its media pool."""

    KIND = "Project"

    def __init__(self, program: Program, name: str) -> None:
        self.program, self.name, self.id = program, name, program.number()
        self.rate = Rate.of(24)
        self.pool = MediaPool(program, self)
        self.timelines: list[Timeline] = []
        self.current: Timeline | None = None

    def items_of(self, media: MediaPoolItem) -> list[TimelineItem]:
        """Where a clip of the pool is played."""
        return [
            item
            for timeline in self.timelines
            for track in timeline.all_tracks()
            for item in track.items
            if item.media is media
        ]

    def GetMediaPool(self) -> MediaPool:
        return self.pool

    def GetCurrentTimeline(self) -> Timeline | None:
        return self.current

    def GetName(self) -> str:
        return self.name

    def GetUniqueId(self) -> str:
        return self.id

    def GetSetting(self, key: str) -> str:
        return str(self.GetSettings().get(key, ""))

    def GetSettings(self) -> dict[str, Any]:
        return {"timelineFrameRate": float(f"{float(self.rate.fps):.3f}")}
