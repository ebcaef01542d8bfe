"""Where an edit came from, and where its music goes: files, and the program that has it open."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from scenescore.cache import atomic
from scenescore.errors import OutputUnwritable
from scenescore.hosting import Receipt
from scenescore.worker.answers import Accepted
from scenescore.worker.host_orders import (
    HOST_EDIT,
    HostRead,
    HostReadOrder,
    HostSaid,
    HostUndone,
    HostUndoOrder,
    HostWriteOrder,
    HostWritten,
)
from scenescore_ui.strings import sentence
from scenescore_ui.work import ordering
from scenescore_ui.work.places import folder_of_program, folder_of_timeline
from scenescore_ui.work.saving import CameFrom

if TYPE_CHECKING:
    from scenescore_ui.controller.session import Session


class Delivery(QObject):
    """The way out of the panel, and in from programs that answer (`scenescore.hosting`)."""

    laid = Signal(str)
    """The lanes lie in the program of this name."""
    taken_back = Signal(str)
    """They do not any more."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._receipt: Receipt | None = None
        session.opened.connect(self._forget)

    def accept(self, target: Path, film: Path | None = None) -> None:
        """Write the edit with its music into `target`, and lay it into its program, if any.

        Takes that are not there are told.
        """
        session, opened = self._session, self._session.opened_edit
        if opened is None:
            return
        takes = [session.take(one) for one in session.work.cues]
        if not takes:
            session.tell("nothing_to_accept")
        elif None in takes:
            session.tell("takes_not_ready")
        else:
            names = [take.take for take in takes if take]
            order = ordering.accept_order(
                opened.source, session.work, opened.places.folder, names, target
            )
            session.ask(order.model_copy(update={"film": film}), self._accepted)

    def open_from(self, program: HostSaid) -> None:
        """Open the edit that a program has open."""
        order = HostReadOrder(host=program.id, folder=folder_of_program(program.id))

        def read(found: HostRead) -> None:
            own = folder_of_timeline(program.id, found.key)
            try:
                source = apart(found.source, own, order.folder)
            except OutputUnwritable as error:
                self._session.told.emit(sentence(error.message), sentence(error.hint))
                return
            if self._session.path == source:
                self._session.close()  # it may have changed since
            came_from = CameFrom(program.id, program.name, found.key, found.name)
            if self._session.open(source, came_from=came_from):
                self._session.save()

        self._session.engine.start(order, read)

    def take_back(self) -> None:
        """Undo the last laying: the lanes go, those of before come back. It can be tried again."""
        opened, receipt = self._session.opened_edit, self._receipt
        if opened is None or receipt is None:
            return
        program = opened.document.came_from
        order = HostUndoOrder(host=program.host, receipt=receipt)

        def undone(_: HostUndone) -> None:
            self._receipt = None
            self.taken_back.emit(program.name)

        self._session.ask(order, undone, lambda _: self.laid.emit(program.name))

    def _forget(self) -> None:
        """Another edit is open: what was laid for this one is not to be taken back there."""
        self._receipt = None

    def _accepted(self, result: Accepted) -> None:
        self._session.accepted.emit(result)
        opened = self._session.opened_edit
        program = opened.document.came_from if opened else CameFrom()
        if not program.host or result.film:
            return
        folder = folder_of_timeline(program.host, program.key)
        order = HostWriteOrder(host=program.host, folder=folder, lanes=result.lanes)

        def written(done: HostWritten) -> None:
            self._receipt = done.receipt
            self.laid.emit(program.name)

        self._session.ask(order, written)


def apart(source: Path, own: Path, read: Path) -> Path:
    """What was read of a timeline into the folder `read`, copied to the one that is its `own`.

    All timelines of a program are read into the same folder. A file that has not changed stays as
    it is, and with it all that is known of it. Gives the edit's path; one that lies elsewhere stays
    there. Raises OutputUnwritable.
    """
    is_here = source.parent == read
    for file in (read / HOST_EDIT, *([source] if is_here else [])):
        if not _same(file, own / file.name):
            with atomic(own / file.name) as temporary:
                shutil.copyfile(file, temporary)
    return own / source.name if is_here else source


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and one.read_bytes() == other.read_bytes()
