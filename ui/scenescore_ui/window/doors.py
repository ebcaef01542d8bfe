"""What actions need of the window: dialogs, files shown and copied, accepting."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from pathlib import Path

import platformdirs
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from scenescore.cache import from_json
from scenescore.hosting import plain_name
from scenescore.model import Score
from scenescore.worker.answers import TakeMade
from scenescore_ui.controller import Session
from scenescore_ui.controller.copying import Copies
from scenescore_ui.texts import Texts
from scenescore_ui.window.events import show_folder
from scenescore_ui.window.roll import RollWindow

EDITS = (
    *(".otio", ".otioz", ".fcpxml", ".fcpxmld", ".xml", ".edl", ".aaf", ".scenescore"),
    *(".mp4", ".mov", ".mkv", ".webm", ".mxf", ".avi", ".m4v"),
    *(".wav", ".flac", ".mp3", ".m4a", ".ogg"),
)
CAPTIONS = (".srt", ".vtt")


class Doors(QObject):
    """`Shown` for the actions of one window."""

    def __init__(self, session: Session, texts: Texts, window: QWidget) -> None:
        super().__init__(window)
        self.session, self._texts, self._window = session, texts, window
        self.copies = Copies(self)
        self._scores: tuple[str, Score] | None = None

    # --- files that come in -------------------------------------------------------------------

    def open(self) -> None:
        """Let the person choose an edit, and open it."""
        say = self._texts.strings
        kinds = f"{say('files_edits')} ({_patterns(EDITS)});;{say('files_all')} (*)"
        if path := self._ask_for("open_title", kinds):
            self.session.open(path)

    def read_captions(self) -> None:
        """Let the person choose the words of the dialogue; the edit is read again with them."""
        kinds = f"{self._texts.strings('files_captions')} ({_patterns(CAPTIONS)})"
        if path := self._ask_for("captions_title", kinds):
            self.session.read_as(captions=path)

    def _ask_for(self, title: str, kinds: str) -> Path | None:
        say, near = self._texts.strings, str(self._near())
        name, _ = QFileDialog.getOpenFileName(self._window, say(title), near, kinds)
        return Path(name) if name else None

    # --- looking ------------------------------------------------------------------------------

    def score_of(self, uid: str) -> Score | None:
        """The score of the take of a cue that sounds now; None where it cannot be read."""
        take = self.session.heard(uid)
        path = self.session.file(take, take.score) if take else None
        if take is None or path is None:
            return None
        if self._scores is None or self._scores[0] != take.take:
            try:
                self._scores = take.take, from_json(path.read_bytes(), Score)
            except (OSError, ValueError):
                return None
        return self._scores[1]

    def show_score(self, uid: str) -> None:
        score, take = self.score_of(uid), self.session.heard(uid)
        if score and take:
            say = self._texts.strings
            mood = say(f"emotion_{take.facts['mood']}")
            title = " · ".join([self.session.work.number(uid), mood, say.music(take.facts["key"])])
            RollWindow(title, score, self._texts, self._window).show()

    def reveal(self, uid: str) -> None:
        """The folder of a cue's take, or that of the edit."""
        take = self.session.heard(uid)
        path = self.session.file(take, take.mix) if take else self.session.path
        if path:
            show_folder(path.parent)

    # --- files that leave ---------------------------------------------------------------------

    def export(self, what: str, uid: str) -> None:
        {"midi": self._export_midi, "stems": self._export_stems, "film": self._export_film}[what](
            uid
        )

    def _export_midi(self, uid: str) -> None:
        take = self.session.take_of(uid)
        source = self.session.file(take, take.mix) if take else None
        name = f"{self.session.work.number(uid)}.mid"
        if source and (target := self._ask_file(name, "files_midi", "*.mid")):
            self.copies.make({source.with_suffix(".mid"): target})

    def _export_stems(self, uid: str) -> None:
        take = self.session.take_of(uid)
        if take and (folder := self._ask_folder()):
            self.copies.make(self._stems(take, self.session.work.number(uid), folder))

    def _stems(self, take: TakeMade, name: str, folder: Path) -> dict[Path, Path]:
        """The mix and each stem, under names that tell the cue."""
        found = {self.session.file(take, take.mix): folder / f"{name}.wav"}
        for stem, file in take.stems.items():
            found[self.session.file(take, file)] = folder / f"{name} {stem}.wav"
        return {source: target for source, target in found.items() if source}

    def _export_film(self, uid: str) -> None:
        path = self.session.path
        if path is None:
            return
        name = f"{self._called(path)} – music.mp4"
        if target := self._ask_file(name, "files_film", "*.mp4"):
            self.session.delivery.accept(self._folder_for(path), film=target)

    def _called(self, edit: Path) -> str:
        """What the edit is called in the names of files."""
        opened = self.session.opened_edit
        timeline = opened.document.came_from.timeline if opened else ""
        return plain_name(timeline) or edit.stem

    def accept(self) -> None:
        if path := self.session.path:
            self.session.delivery.accept(self._folder_for(path))

    def _folder_for(self, edit: Path) -> Path:
        """Where the settings say, else beside the edit; where that is closed, beside the work.

        What goes into a program has a new one each time: the program plays the files of before.
        """
        opened, start = self.session.opened_edit, self.session.start
        if opened is None:
            return start.target(edit)
        if opened.document.came_from.host:
            home, name = start.folder or edit.parent, f"{self._called(edit)} scored"
            return next(each for n in count(1) if not (each := home / f"{name} {n}").exists())
        if opened.places.beside or start.folder:
            return start.target(edit)
        return opened.places.file.with_name(start.target(edit).name)

    # --- asking -------------------------------------------------------------------------------

    def _ask_file(self, name: str, kind: str, pattern: str) -> Path | None:
        say, start = self._texts.strings, str(self._near() / name)
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, say("export_title"), start, f"{say(kind)} ({pattern})"
        )
        suffix = pattern.lstrip("*")
        return Path(chosen if chosen.endswith(suffix) else chosen + suffix) if chosen else None

    def _ask_folder(self) -> Path | None:
        say, near = self._texts.strings, str(self._near())
        chosen = QFileDialog.getExistingDirectory(self._window, say("export_title"), near)
        return Path(chosen) if chosen else None

    def _near(self) -> Path:
        """Where a dialog begins: beside the edit; one from a program lies where nobody looks."""
        opened = self.session.opened_edit
        if opened is None or opened.document.came_from.host:
            return Path(platformdirs.user_videos_dir())
        return opened.source.path.parent


def _patterns(suffixes: Iterable[str]) -> str:
    return " ".join(f"*{suffix}" for suffix in suffixes)
