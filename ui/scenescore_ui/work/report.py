"""report.json as the panel reads it: what was heard, seen and felt (docs/read-the-report.md)."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from scenescore.timebase import Rate, format_timecode
from scenescore_ui.work.saving import WorkUnreadable


class _Read(BaseModel):
    """Fields that a newer engine adds are left alone."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class EditFacts(_Read):
    name: str
    rate: tuple[int, int]
    start_frame: int
    duration_frames: int
    drop_frame: bool
    format: str = ""

    @property
    def fps(self) -> Rate:
        return Rate(Fraction(*self.rate))

    def timecode(self, frame: int) -> str:
        """The edit's timecode of a frame counted from its start."""
        return format_timecode(self.start_frame + frame, self.fps, self.drop_frame)


class ShotFacts(_Read):
    start_frame: int
    end_frame: int
    clip: str = ""
    cut: str = "hard"


class SceneFacts(_Read):
    id: int
    start_frame: int
    end_frame: int
    shots: tuple[int, ...] = ()
    summary: str = ""


class SpeechFacts(_Read):
    """A phrase in seconds; `emotion` is that of its words alone."""

    start: float
    end: float
    text: str | None = None
    language: str | None = None
    emotion: str | None = None
    emotions: dict[str, float] | None = None
    confidence: float = 1.0


class SoundFacts(_Read):
    start: float
    end: float
    kind: str
    confidence: float = 1.0


class EvidenceFacts(_Read):
    """What a source says of a stretch in seconds, each -1…1.

    `witness` is who speaks through it; `weight` 0…1 its share of what could move the curve there,
    None in reports of earlier versions.
    """

    source: str
    start: float
    end: float
    valence: float | None = None
    arousal: float | None = None
    tension: float | None = None
    confidence: float | None = None
    witness: str = ""
    weight: float | None = None


class AbstentionFacts(_Read):
    """A stretch of which a witness says nothing; `why` is a short code."""

    witness: str
    start: float
    end: float
    why: str


class ContradictionFacts(_Read):
    """A stretch in which two sides say the opposite on an axis, each -1…1."""

    axis: str
    start: float
    end: float
    low: str
    low_value: float
    high: str
    high_value: float


class MoodFacts(_Read):
    """The curve as analysed; all lists are as long as `times` (seconds)."""

    times: tuple[float, ...]
    valence: tuple[float, ...]
    arousal: tuple[float, ...]
    tension: tuple[float, ...]
    emotions: dict[str, tuple[float, ...]] = {}
    confidence: tuple[float, ...] = ()
    evidence: tuple[EvidenceFacts, ...] = ()
    abstained: tuple[AbstentionFacts, ...] = ()
    contradictions: tuple[ContradictionFacts, ...] = ()


class MusicFacts(_Read):
    """Music that the edit has already, in seconds."""

    start: float
    end: float
    tempo_bpm: float | None = None
    key: str | None = None
    loudness_lufs: float | None = None
    families: tuple[str, ...] = ()
    vocal: bool = False


class Note(_Read):
    code: str
    message: str
    hint: str = ""
    where: str = ""
    skipped: bool = False


class Report(_Read):
    """An analysed edit. `engines` and `timing` are as the report has them."""

    edit: EditFacts
    shots: tuple[ShotFacts, ...]
    scenes: tuple[SceneFacts, ...]
    speech: tuple[SpeechFacts, ...]
    sound: tuple[SoundFacts, ...]
    mood: MoodFacts
    music: tuple[MusicFacts, ...] = ()
    notes: tuple[Note, ...] = ()
    engines: tuple[dict[str, Any], ...] = ()
    timing: tuple[dict[str, Any], ...] = ()

    def scene(self, wanted: int) -> SceneFacts | None:
        return next((scene for scene in self.scenes if scene.id == wanted), None)


def read_report(path: Path) -> Report:
    """The report in a file. Raises WorkUnreadable."""
    try:
        return Report.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise WorkUnreadable("report_unreadable", name=path.name) from error
