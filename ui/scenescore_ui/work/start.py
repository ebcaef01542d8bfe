"""What the work on a new edit begins with, as its user likes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from scenescore.settings import Existing, Lanes
from scenescore.worker.orders import Source, Studio
from scenescore_ui.work.model import Work

_CAPTIONS = (".srt", ".vtt")


@dataclass(frozen=True, slots=True)
class Start:
    """`words` is an engine's id, a checkpoint's path or "none"; None is the best that is here.

    `without` are tasks that no engine is asked for.
    `captions` is the language of the captions to take where several lie beside an edit, `folder`
    where accepted music goes instead of beside it.
    """

    studio: Studio = field(default_factory=Studio)
    style: str | None = None
    existing: Existing = Existing.IGNORE
    lanes: Lanes = Lanes.MIX
    words: str | None = None
    without: tuple[str, ...] = ()
    captions: str = ""
    folder: Path | None = None

    def work(self) -> Work:
        """The work before anything was done."""
        return Work(studio=self.studio, style=self.style, existing=self.existing, lanes=self.lanes)

    def source(self, path: Path, captions: Path | None = None) -> Source:
        """An edit as it is to be read; captions that are given stand above those beside it."""
        beside = captions or captions_beside(path, self.captions)
        return Source(path=path, captions=beside, words=self.words, without=self.without)

    def target(self, edit: Path) -> Path:
        """The folder that an edit's accepted music is written to, where no host takes it."""
        if self.folder is None:
            return edit.with_name(f"{edit.stem} scored")
        return self.folder / f"{edit.parent.name} {edit.stem} scored"


def captions_beside(edit: Path, language: str) -> Path | None:
    """The captions that lie beside an edit under its name: EDIT.ko.srt, else EDIT.srt."""
    for infix in (f".{language}", ""):
        for suffix in _CAPTIONS:
            path = edit.with_name(f"{edit.stem}{infix}{suffix}")
            if path.is_file():
                return path
    return None
