"""Programs that have an edit open: asked when the menu opens, and opened from."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from scenescore.worker.host_orders import HostSaid, HostsFound, HostsOrder
from scenescore.worker.protocol import Failed
from scenescore_ui.controller import Session
from scenescore_ui.texts import Texts

_FILES = "files"
"""The host that reads files, which Open does already."""


class ProgramMenu(QMenu):
    """Lists the editing programs; those that do not answer say why."""

    def __init__(self, session: Session, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._texts = session, texts
        self._asking = False
        self.setToolTipsVisible(True)
        texts.put(self.setTitle, "open_from")
        self.aboutToShow.connect(self.ask)

    def ask(self) -> None:
        """Ask all programs anew; it takes a moment."""
        if not self._asking:
            self._asking = True
            self._say("programs_asking")
            self._session.engine.aside.ask(HostsOrder(), self._found, self._failed)

    def _found(self, found: HostsFound) -> None:
        self._asking = False
        self.clear()
        for program in found.hosts:
            if program.id != _FILES:
                self._add(program)
        if self.isEmpty():
            self._say("programs_none")

    def _failed(self, failure: Failed) -> None:
        self._asking = False
        self._say("programs_none")

    def _add(self, program: HostSaid) -> None:
        entry = self.addAction(program.name)
        entry.setEnabled(program.answers)
        sentence = self._texts.strings.sentence
        said = [sentence(part) for part in (program.said, program.cure) if part]
        entry.setToolTip("\n".join(said))
        entry.triggered.connect(partial(self._session.delivery.open_from, program))

    def _say(self, key: str) -> None:
        self.clear()
        self.addAction(self._texts.strings(key)).setEnabled(False)
