"""What happens, told in the notice: each thing with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from scenescore.settings import Existing
from scenescore.worker.answers import Accepted
from scenescore_ui.controller import Session
from scenescore_ui.controller.copying import Copies
from scenescore_ui.strings import sentence, worded
from scenescore_ui.window.notice import Notice, Way, nothing

_WITH_MUSIC = (Existing.AVOID, Existing.FOLLOW, Existing.REPLACE)
"""What can be done where the edit has music already."""


class Events(QObject):
    """Listens to a session and to what is copied, and tells."""

    def __init__(self, session: Session, copies: Copies, notice: Notice) -> None:
        super().__init__(notice)
        self._session, self._notice = session, notice
        session.opened.connect(notice.clear)
        session.told.connect(notice.tell)
        session.noted.connect(self._noted)
        session.opened.connect(self._skipped)
        session.analysed.connect(self._skipped)
        session.accepted.connect(self._accepted)
        session.delivery.laid.connect(self._laid)
        session.delivery.taken_back.connect(self._taken_back)
        session.engine.stopped.connect(partial(self._tell, "stopped"))
        copies.done.connect(self._copied)
        copies.failed.connect(lambda said, hint: notice.tell(sentence(said), sentence(hint)))
        copies.lost.connect(lambda name: self._tell("copy_lost", name=name))

    def _tell(self, key: str, *ways: Way, **gaps: object) -> None:
        self._notice.tell(worded(key, **gaps), worded(f"{key}_hint", **gaps), *ways)

    # --- what the engine remarks --------------------------------------------------------------

    def _skipped(self) -> None:
        """What of the edit could not be used, such as missing media; the first is on top."""
        report = self._session.report
        for note in reversed(report.notes if report else ()):
            if note.skipped:
                again = Way("analyse_again", self._session.analyse)
                self._notice.tell(sentence(note.message), sentence(note.hint), again)

    def _noted(self, note: Mapping[str, Any], again: Callable[[], None]) -> None:
        """A remark on what was scored; where music is there already, with what to do about it."""
        said, hint = sentence(note["message"]), sentence(note["hint"])
        ways: tuple[Way, ...] = ()
        if note["code"] == "music-in-edit" and self._session.work.existing is Existing.IGNORE:
            hint = worded("music_there_hint")
            ways = tuple(
                Way(f"music_there_{each}", partial(self._score_again, each, again))
                for each in _WITH_MUSIC
            )
        self._notice.tell(said, hint, *ways)

    def _score_again(self, existing: Existing, again: Callable[[], None]) -> None:
        self._session.edits.set_existing(existing)
        if existing is not Existing.REPLACE:  # that is done when the music is accepted
            again()

    # --- what was written ---------------------------------------------------------------------

    def _accepted(self, result: Accepted) -> None:
        """Say where it lies, and offer to show it."""
        written = [*([result.film] if result.film else []), *result.files]
        first = next((path for path in written if path.suffix in (".mp4", ".otio")), None)
        if first:
            said = worded("accepted", name=first.name, folder=first.parent.name)
            hint = worded("accepted_film_hint" if result.film else "accepted_hint")
            self._notice.tell(said, hint, _way_to(first))

    def _copied(self, path: Path) -> None:
        said = worded("copied", name=path.name, folder=path.parent.name)
        self._notice.tell(said, nothing, _way_to(path))

    def _laid(self, program: str) -> None:
        back = Way("take_back", self._session.delivery.take_back)
        self._tell("laid", back, name=program)

    def _taken_back(self, program: str) -> None:
        self._tell("taken_back", name=program)


def _way_to(path: Path) -> Way:
    return Way("show_files", partial(show_folder, path.parent))


def show_folder(folder: Path) -> None:
    """Show a folder in the system's own program for that."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
