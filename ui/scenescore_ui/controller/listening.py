"""What there is of an edit: where it lies, what the editor decided, its takes and their files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from scenescore.worker.answers import TakeMade
from scenescore.worker.orders import Source
from scenescore_ui.controller.composing import Composing
from scenescore_ui.controller.opening import Opened
from scenescore_ui.work.findings import Findings
from scenescore_ui.work.model import CueWork, View, Work
from scenescore_ui.work.report import Report


class Listening(QObject):
    """Base of the session: what is open, and its takes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._opened: Opened | None = None
        self._composing: Composing | None = None
        self.findings: Findings | None = None

    @property
    def opened_edit(self) -> Opened | None:
        """The edit that is open, with where its work lies."""
        return self._opened

    @property
    def path(self) -> Path | None:
        """The edit that is open."""
        return self._opened.source.path if self._opened else None

    @property
    def source(self) -> Source | None:
        """The edit that is open, and how it is read."""
        return self._opened.source if self._opened else None

    @property
    def report(self) -> Report | None:
        """What was found in the edit, once it is analysed."""
        return self.findings.report if self.findings else None

    @property
    def view(self) -> View:
        """Where the editor looks."""
        return self._opened.document.view if self._opened else View()

    @property
    def work(self) -> Work:
        """What the editor decided."""
        return self._opened.document.work if self._opened else Work()

    def take(self, one: CueWork) -> TakeMade | None:
        """The take of a cue's recipe as it stands, where it was made."""
        if self._opened is None or self._composing is None:
            return None
        return self._opened.takes.get(self._composing.name(self.work, one))

    def take_of(self, uid: str) -> TakeMade | None:
        """The take of a cue by its uid, where its recipe's own was made."""
        one = self.work.cue_work(uid)
        return self.take(one) if one else None

    def heard(self, uid: str) -> TakeMade | None:
        """The take of a cue, or until it is made the one before it, of an earlier recipe."""
        before = self._composing.heard(uid) if self._composing else None
        return self.take_of(uid) or before

    def sound(self, take: TakeMade, stem: str | None = None) -> Path | None:
        """The file of a take's mix, or of one of its stems."""
        return self.file(take, take.mix if stem is None else take.stems.get(stem))

    def file(self, take: TakeMade, relative: str | None) -> Path | None:
        """One of a take's files, by what the take calls it."""
        return self._opened.takes.path(take, relative) if self._opened and relative else None
