"""The media pool: what clips play, and the bin that our own sounds lie in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenescore.edit.media_paths import comparable
from scenescore.errors import LanesRefused
from scenescore.model import Lane
from scenescore.timebase import Rate
from scenescore_plugin.hosts.resolve.opened import Opened
from scenescore_plugin.hosts.tags import credit_of, cue_in

BIN = "SceneScore"
"""The bin of ours, below the media pool's root."""

_TAGS = (
    ("SetThirdPartyMetadata", "GetThirdPartyMetadata", "SceneScore"),
    ("SetMetadata", "GetMetadata", "Comments"),
)
"""Where a sound of ours carries its tag: a field of our own, and one that the editor sees."""


@dataclass(frozen=True, slots=True)
class Source:
    """A clip of the media pool; `cue` where it is ours, `path` empty for a timeline."""

    item: Any
    path: str
    rate: Rate
    type: str
    cue: str


class Media:
    """The media pool, for one call: each of its clips is asked once."""

    def __init__(self, opened: Opened) -> None:
        self._opened, self._pool = opened, opened.pool
        self._known: dict[str, Source] = {}

    def of(self, item: Any) -> Source | None:
        """What a clip of the timeline plays; None for what is drawn."""
        found = item.GetMediaPoolItem()
        if not found:
            return None
        id = str(found.GetUniqueId())
        if id not in self._known:
            self._known[id] = _source(found)
        return self._known[id]

    def take_in(self, lanes: Sequence[Lane]) -> dict[str, Source]:
        """Sounds of lanes in our bin, by the lane's path. Raises LanesRefused.

        Resolve imports into the bin that is open, and gives each sound the project's rate.
        """
        before = self._pool.GetCurrentFolder()
        try:
            ours = self._bin() or self._pool.AddSubFolder(self._pool.GetRootFolder(), BIN)
            there = self._in_bin(ours)
            missing = [lane.path for lane in lanes if _key(lane.path) not in there]
            if missing:
                self._import(ours, list(dict.fromkeys(missing)))
        finally:
            self._pool.SetCurrentFolder(before)
        there = self._in_bin(ours)
        try:
            return {lane.path: self._tagged(lane, there.get(_key(lane.path))) for lane in lanes}
        except LanesRefused:  # without our tag nothing would find them again
            self._pool.DeleteClips([there[key] for key in map(_key, missing) if key in there])
            raise

    def clear(self, playing: Iterable[str]) -> None:
        """Throw our sounds away that no timeline plays any more, and the bin when it is empty.

        Of other timelines Resolve's count tells; it is not asked about files that are `playing` in
        this one, which it may not have counted yet.
        """
        ours = self._bin()
        if ours is None:
            return
        here = set(map(_key, playing))
        unused = [
            item
            for key, item in self._in_bin(ours).items()
            if key not in here and _cue_of(item) and str(item.GetClipProperty("Usage")) == "0"
        ]
        if unused:
            self._pool.DeleteClips(unused)
            self._known.clear()
        open_now = self._pool.GetCurrentFolder()
        if not (ours.GetClipList() or ours.GetSubFolderList() or _same(open_now, ours)):
            self._pool.DeleteFolders([ours])

    def _bin(self) -> Any:
        folders = self._pool.GetRootFolder().GetSubFolderList() or ()
        return next((folder for folder in folders if folder.GetName() == BIN), None)

    def _in_bin(self, folder: Any) -> dict[str, Any]:
        clips = folder.GetClipList() or ()
        return {_key(str(item.GetClipProperty("File Path"))): item for item in clips}

    def _import(self, folder: Any, paths: Sequence[str]) -> None:
        self._pool.SetCurrentFolder(folder)
        if not _same(self._pool.GetCurrentFolder(), folder):
            raise refused("DaVinci Resolve did not open our bin in its media pool.")
        # 21.1 wants records where older versions want paths.
        typed = self._opened.knows("timeline", self._opened.timeline, "GetSettings")
        self._pool.ImportMedia([{"FilePath": p} for p in paths] if typed else list(paths))

    def _tagged(self, lane: Lane, item: Any) -> Source:
        if item is None:
            name = Path(lane.path).name
            raise refused(f"DaVinci Resolve did not take {name} into its media pool.")
        credit = credit_of(lane.cue)
        for write, _, key in _TAGS:
            getattr(item, write)({key: credit})
        item.SetClipProperty("Clip Name", lane.name)
        if _cue_of(item) != lane.cue:
            raise refused(f"DaVinci Resolve did not keep our tag on {lane.name}.")
        return _source(item)


def refused(message: str) -> LanesRefused:
    """What is raised where Resolve did not do as told."""
    return LanesRefused(message, "Everything is as it was: import the exchange files by hand.")


def select_one(opened: Opened, source: Source) -> None:
    """Have a clip of the pool selected, without which versions before 20.3.2 append nothing."""
    if not opened.pool.GetSelectedClips():
        opened.pool.SetSelectedClip(source.item)


def _source(item: Any) -> Source:
    said = item.GetClipProperty()
    return Source(
        item,
        str(said.get("File Path", "")),
        Rate.of(said.get("FPS") or 24),
        str(said.get("Type", "")),
        _cue_of(item),
    )


def _cue_of(item: Any) -> str:
    """The cue that a clip of the pool is of, by our tag; empty for all that is not ours."""
    said = (getattr(item, read)(key) for _, read, key in _TAGS)
    return next(filter(None, map(cue_in, said)), "")


def _same(one: Any, other: Any) -> bool:
    return bool(one and other and one.GetUniqueId() == other.GetUniqueId())


def _key(path: str) -> str:
    return comparable(str(Path(path).absolute()) if path else "")
