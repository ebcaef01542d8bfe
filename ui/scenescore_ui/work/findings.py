"""What the engine found in an edit, as it lies in the work's folder."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pydantic import BaseModel, ValidationError

from scenescore.cache import from_json
from scenescore.model import Edit
from scenescore.worker.answers import ANALYSED, Analysed
from scenescore_ui.work.report import Report, read_report
from scenescore_ui.work.saving import WorkUnreadable


class _Stretch(BaseModel):
    start: Fraction
    end: Fraction


class EditMarker(BaseModel):
    """A marker of the edit, in seconds."""

    text: str
    span: _Stretch


class _Markers(BaseModel):
    """What of an edit's JSON its markers are; the rest is not even made."""

    markers: tuple[EditMarker, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """An analysed edit: the report as values, and where the rest lies."""

    report: Report
    folder: Path
    files: Analysed

    @property
    def report_file(self) -> Path:
        return self.folder / self.files.report

    def edit(self) -> Edit:
        """The edit with its media, for playing it. Raises WorkUnreadable."""
        try:
            return from_json((self.folder / self.files.edit).read_bytes(), Edit)
        except (OSError, ValidationError) as error:
            raise WorkUnreadable("report_unreadable", name=self.files.edit) from error

    def markers(self) -> tuple[EditMarker, ...]:
        """The edit's markers, and those that the panel added before it was analysed.

        Raises WorkUnreadable.
        """
        try:
            return _Markers.model_validate_json(
                (self.folder / self.files.edit).read_bytes()
            ).markers
        except (OSError, ValidationError) as error:
            raise WorkUnreadable("report_unreadable", name=self.files.edit) from error

    def waveform(self) -> array[float]:
        """The largest absolute sample of every stretch, `files.waveform_hz` a second."""
        peaks = array("f")
        try:
            peaks.frombytes((self.folder / self.files.waveform).read_bytes())
        except (OSError, ValueError) as error:
            raise WorkUnreadable("report_unreadable", name=self.files.waveform) from error
        return peaks

    def still(self, shot: int) -> Path | None:
        """The small picture of a shot, where there is one."""
        path = self.files.stills.get(shot)
        return path if path and path.is_file() else None


def read_findings(folder: Path) -> Findings:
    """What was found when an edit was analysed into this folder. Raises WorkUnreadable."""
    try:
        files = Analysed.model_validate_json((folder / ANALYSED).read_bytes())
    except (OSError, ValidationError) as error:
        raise WorkUnreadable("report_unreadable", name=ANALYSED) from error
    return Findings(read_report(folder / files.report), folder, files)
