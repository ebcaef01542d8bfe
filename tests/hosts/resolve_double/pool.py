"""The media pool: folders, clips, and how sounds come in."""

# ruff: noqa: N802 (methods are called as Resolve calls them)

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenescore.media import wav_info
from scenescore.timebase import Rate, parse_timecode

from .appending import append
from .items import TimelineItem
from .timeline import Timeline

if TYPE_CHECKING:
    from .program import Program, Project


class MediaPoolItem:
    """A clip of the pool; a timeline within a timeline has no path."""

    KIND = "MediaPoolItem"

    def __init__(
        self, program: Program, path: str, rate: Rate, kind: str = "Video + Audio"
    ) -> None:
        self.program, self.path, self.rate, self.kind = program, path, rate, kind
        self.id = program.number()
        self.name = Path(path).name
        self.metadata: dict[str, str] = {}
        self.third_party: dict[str, str] = {}

    def GetName(self) -> str:
        return self.name

    def GetUniqueId(self) -> str:
        return self.id

    def GetMetadata(self, key: str | None = None) -> Any:
        return self.metadata if key is None else self.metadata.get(key, "")

    def SetMetadata(self, *said: Any) -> bool:
        self.metadata.update(said[0] if len(said) == 1 else {said[0]: said[1]})
        return True

    def GetThirdPartyMetadata(self, key: str | None = None) -> Any:
        return self.third_party if key is None else self.third_party.get(key, "")

    def SetThirdPartyMetadata(self, *said: Any) -> bool:
        self.third_party.update(said[0] if len(said) == 1 else {said[0]: said[1]})
        return True

    def GetClipProperty(self, key: str | None = None) -> Any:
        """Strings all but the rate; "" for what it does not know."""
        known = {
            "File Path": self.path,
            "File Name": Path(self.path).name,
            "Clip Name": self.name,
            "Type": self.kind,
            "FPS": float(f"{float(self.rate.fps):.3f}"),
            "Usage": str(len(self.program.project.items_of(self))),
        }
        return known if key is None else known.get(key, "")

    def SetClipProperty(self, key: str, value: str) -> bool:
        if key != "Clip Name":
            return False
        self.name = value
        return True


class Folder:
    """A bin."""

    KIND = "Folder"

    def __init__(self, program: Program, name: str) -> None:
        self.program, self.name, self.id = program, name, program.number()
        self.clips: list[MediaPoolItem] = []
        self.folders: list[Folder] = []

    def walk(self) -> list[Folder]:
        return [self, *(each for folder in self.folders for each in folder.walk())]

    def GetClipList(self) -> list[MediaPoolItem]:
        return list(self.clips)

    def GetName(self) -> str:
        return self.name

    def GetSubFolderList(self) -> list[Folder]:
        return list(self.folders)

    def GetUniqueId(self) -> str:
        return self.id


class MediaPool:
    KIND = "MediaPool"

    def __init__(self, program: Program, project: Project) -> None:
        self.program, self.project = program, project
        self.root = Folder(program, "Master")
        self.current = self.root
        self.selected: list[MediaPoolItem] = []

    def GetRootFolder(self) -> Folder:
        return self.root

    def GetCurrentFolder(self) -> Folder:
        return self.current

    def SetCurrentFolder(self, folder: Folder) -> bool:
        self.current = folder
        return True

    def AddSubFolder(self, folder: Folder, name: str) -> Folder:
        """The new bin is then the open one."""
        folder.folders.append(Folder(self.program, name))
        self.current = folder.folders[-1]
        return self.current

    def DeleteFolders(self, folders: list[Folder]) -> bool:
        for holder in self.root.walk():
            holder.folders = [each for each in holder.folders if each not in folders]
        return True

    def DeleteClips(self, clips: list[MediaPoolItem]) -> bool:
        """They go from the timelines, too."""
        for folder in self.root.walk():
            folder.clips = [each for each in folder.clips if each not in clips]
        for timeline in self.project.timelines:
            for track in timeline.all_tracks():
                track.items = [item for item in track.items if item.media not in clips]
        return True

    def GetSelectedClips(self) -> list[MediaPoolItem]:
        return list(self.selected)

    def SetSelectedClip(self, clip: MediaPoolItem) -> bool:
        self.selected = [clip]
        return True

    def ImportMedia(self, wanted: list[Any]) -> list[MediaPoolItem]:
        """Into the open bin; a sound takes the project's rate and keeps it. No file, no clip."""
        made = []
        for each in wanted:
            path = each["FilePath"] if isinstance(each, dict) else each
            if not Path(path).is_file():
                continue
            wav_info(Path(path))
            made.append(MediaPoolItem(self.program, path, self.project.rate, "Audio"))
        self.current.clips += made
        return made

    def AppendToTimeline(self, infos: list[Any]) -> list[TimelineItem]:
        assert self.project.current is not None
        return append(self.program, self.project.current, infos)

    def ImportTimelineFromFile(
        self, path: str, options: dict[str, Any] | None = None
    ) -> Timeline | None:
        """None for a name that is there, or an OTIO not in Resolve's own shape."""
        options = options or {}
        tree = json.loads(Path(path).read_text(encoding="utf-8"))
        name = options.get("timelineName", tree.get("name", ""))
        shaped = "Resolve_OTIO" in tree.get("metadata", {})
        if not shaped or name in {timeline.name for timeline in self.project.timelines}:
            return None
        rate = self.project.rate
        timeline = Timeline(self.program, name, rate, parse_timecode("01:00:00:00", rate))
        timeline.offline = not options.get("importSourceClips", True)
        self.project.timelines.append(timeline)
        return timeline
