"""What the timeline shows: an edit, its feeling and its score, as small frozen values without Qt.

Every position is a whole frame from the start of the edit; stretches are half-open [start, end).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from scenescore.timebase import Rate, format_timecode

AXES = ("valence", "arousal", "tension")
"""The curves of the mood, each in -1 … 1, in the order in which they are drawn."""


class Block(Protocol):
    """Anything with a stretch on the timeline."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class ShotBlock:
    """A shot; `picture` is a small image of it on disk, when there is one."""

    start: int
    end: int
    clip: str = ""
    cut: str = "hard"
    picture: Path | None = None


@dataclass(frozen=True, slots=True)
class SceneBand:
    """A scene; `summary` is shown as it is, so it comes in the reader's language."""

    start: int
    end: int
    id: int
    summary: str = ""


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A phrase of speech; `emotion` is one of the seven, that of its words, or None."""

    start: int
    end: int
    text: str = ""
    emotion: str | None = None


@dataclass(frozen=True, slots=True)
class MusicBlock:
    """Music that the edit has already; `label` says its key and tempo where they are known."""

    start: int
    end: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class MarkerFlag:
    """A marker of the edit; one without length ends where it starts."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class MoodBand:
    """A stretch for which an emotion was ordered."""

    start: int
    end: int
    emotion: str


@dataclass(frozen=True, slots=True)
class MoodLines:
    """The mood curve: for each of `frames`, in order, a value of each axis in -1 … 1."""

    frames: tuple[int, ...] = ()
    valence: tuple[float, ...] = ()
    arousal: tuple[float, ...] = ()
    tension: tuple[float, ...] = ()

    def values(self, axis: str) -> tuple[float, ...]:
        return {"valence": self.valence, "arousal": self.arousal, "tension": self.tension}[axis]


@dataclass(frozen=True, slots=True)
class HitMark:
    """A hit point; `weight` is 0 … 1, `ordered` says that the user asked for it."""

    frame: int
    kind: str = "hard"
    weight: float = 1.0
    ordered: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class ThemeMark:
    """Where a theme begins."""

    frame: int
    name: str


@dataclass(frozen=True, slots=True)
class CueBlock:
    """A cue; `lane_start` and `lane_end` hold its pre-roll and its ring-out, too.

    `pending` says that its music is still being made; until then that of before is shown.
    """

    start: int
    end: int
    uid: str
    id: str
    lane_start: int
    lane_end: int
    scene: int | None = None
    style: str = ""
    mood: str = "neutral"
    key: str = ""
    hits: tuple[HitMark, ...] = ()
    themes: tuple[ThemeMark, ...] = ()
    stems: tuple[str, ...] = ()
    take: int = 1
    locked: bool = False
    pending: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane of the score and its cues in order."""

    name: str
    cues: tuple[CueBlock, ...] = ()

    @property
    def stems(self) -> tuple[str, ...]:
        """Every stem that a cue of the lane has, in the order in which they first come."""
        return tuple(dict.fromkeys(stem for cue in self.cues for stem in cue.stems))


@dataclass(frozen=True, slots=True)
class TimelineData:
    """All that the timeline shows. `start_frame` is the timecode of frame 0, counted in frames."""

    name: str
    rate: Rate
    duration: int
    start_frame: int = 0
    drop_frame: bool = False
    shots: tuple[ShotBlock, ...] = ()
    scenes: tuple[SceneBand, ...] = ()
    speech: tuple[SpokenLine, ...] = ()
    music: tuple[MusicBlock, ...] = ()
    markers: tuple[MarkerFlag, ...] = ()
    mood: MoodLines = MoodLines()
    moods: tuple[MoodBand, ...] = ()
    lanes: tuple[Lane, ...] = ()

    def timecode(self, frame: int) -> str:
        """The edit's own timecode of a frame."""
        return format_timecode(self.start_frame + frame, self.rate, self.drop_frame)

    def cue(self, uid: str) -> CueBlock | None:
        """The cue of this uid, or None."""
        return next((cue for lane in self.lanes for cue in lane.cues if cue.uid == uid), None)

    def scene_at(self, frame: int) -> SceneBand | None:
        """The scene that holds this frame, or None."""
        return next((scene for scene in self.scenes if scene.start <= frame < scene.end), None)
