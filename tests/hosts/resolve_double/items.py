"""What lies on a track: clips, titles, transitions."""

# ruff: noqa: N802 (methods are called as Resolve calls them)

from __future__ import annotations

from copy import copy
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .pool import MediaPoolItem
    from .program import Program

_ODD_ONES = 2
"""Every so manieth clip tells a source frame that is one off."""


class TimelineItem:
    """A clip; without media a title (with properties) or a transition (without)."""

    KIND = "TimelineItem"

    def __init__(
        self,
        program: Program,
        kind: str,
        name: str,
        start: int,
        frames: int,
        media: MediaPoolItem | None = None,
        source: int = 0,
    ) -> None:
        self.program, self.kind, self.name = program, kind, name
        self.start, self.frames, self.media, self.source = start, frames, media, source
        self.id = program.number()
        self.speed = Fraction(1)
        self.enabled = True
        self.errored = False
        self.linked: list[TimelineItem] = []
        self.properties: dict[str, Any] = {"Pan": 0.0, "Opacity": 100.0}
        if program.version >= (21, 1) and kind == "audio":
            self.properties = {"AudioVolume": 0.0, "AudioVolumeEnabled": True}

    def ghost(self) -> TimelineItem:
        """As a call that made it gives it back: with an id that leads nowhere."""
        ghost = copy(self)
        ghost.id = ""
        return ghost

    def GetName(self) -> str:
        return self.name

    def GetUniqueId(self) -> str:
        return self.id

    def GetStart(self, subframe: bool = False) -> int:
        return self.start

    def GetEnd(self, subframe: bool = False) -> int:
        return self.start + self.frames

    def GetDuration(self, subframe: bool = False) -> int:
        return self.frames

    def GetLeftOffset(self, subframe: bool = False) -> int:
        """In frames of the media at its own speed; of a retimed clip it says something else."""
        return self.source if self.speed == 1 else int(self.source / abs(self.speed or 1))

    def GetSourceStartFrame(self) -> int:
        return self.source + (self.speed == 1 and self.start % _ODD_ONES)

    def GetSourceEndFrame(self) -> int:
        rate = self.media.rate.fps if self.media else Fraction(1)
        of_timeline = self.program.project.current.rate.fps  # type: ignore[union-attr]
        return self.source + int(self.frames * self.speed * rate / of_timeline)

    def GetMediaPoolItem(self) -> MediaPoolItem | None:
        return self.media

    def GetLinkedItems(self) -> list[TimelineItem]:
        return list(self.linked)

    def GetClipEnabled(self) -> bool:
        return self.enabled

    def GetProperty(self, key: str | None = None) -> Any:
        return self.properties if key is None else self.properties.get(key, "")

    def SetProperty(self, key: str, value: Any) -> bool:
        """Before 21.1 a sound has no volume here, and "Pan" is the picture's."""
        if key not in self.properties:
            return False
        self.properties[key] = value
        return True

    def GetProperties(self) -> dict[str, Any]:
        return dict(self.properties)

    def SetProperties(self, wanted: dict[str, Any]) -> bool:
        """All or nothing."""
        if set(wanted) - set(self.properties):
            return False
        self.properties.update(wanted)
        return True

    def SetFades(self, fades: dict[str, int]) -> bool:
        return set(fades) <= {"FadeIn", "FadeOut"}

    def GetType(self) -> str:
        if self.media is not None:
            return self.kind
        return "generator" if self.properties else "transition"

    def GetSpeed(self) -> dict[str, Any]:
        return {"Percentage": float(self.speed * 100)}
