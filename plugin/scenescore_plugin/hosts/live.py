"""A host that talks to a running program: the order of things, the same for all of them.

What differs stands behind `Desk`, which each program implements; here is what nobody may forget:
the right timeline, the editor's state, reading back, undoing, one call at a time.
"""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Lock
from typing import Protocol

from scenescore.edit import read_edit
from scenescore.errors import EditChanged, HostUnavailable, LanesRefused, ScoreError
from scenescore.hosting import Answer, Capabilities, Clock, HostEdit, Laid, Receipt, UserState
from scenescore.model import Lane
from scenescore_plugin.hosts.verify import as_lane, verify

log = logging.getLogger(__name__)


class Desk(Protocol):
    """The program with its open timeline, for the length of one call.

    All frames count from the start of the edit. Raises ScoreError: what the program's own
    interface raises is translated by the desk.
    """

    def key(self) -> str:
        """What the open timeline is known by; equal as long as it is the same one.

        Raises EditUnreadable where none is open.
        """
        ...

    def state(self) -> UserState:
        """What the editor has before them."""
        ...

    def restore(self, state: UserState) -> None:
        """Put it back; what is the same already is not touched."""
        ...

    def export(self, folder: Path) -> Path:
        """The open edit as a file that `read_edit` reads, in `folder`; see `edit.write_told`.

        Our own lanes in it carry our tag.
        """
        ...

    def clock(self) -> Clock:
        """How the open timeline counts: of the timeline, which may differ from its project."""
        ...

    def laid(self) -> tuple[Laid, ...]:
        """Our clips as the program has them now, asked anew each time."""
        ...

    def swap(self, old: Sequence[Laid], lanes: Sequence[Lane]) -> None:
        """Lay these lanes in place of those clips of ours, in the order that is safest here.

        Tracks, bins and media that were only there for what went go with it; those of the editor
        are never touched. May stop half way by raising: it is called again to take all back.
        """
        ...


class LiveHost(ABC):
    """A `Host` by way of a `Desk`."""

    id: str
    name: str

    def __init__(self) -> None:
        self._busy = Lock()

    @abstractmethod
    def check(self) -> Answer:
        """See `Host`."""

    @abstractmethod
    def capabilities(self) -> Capabilities:
        """See `Host`."""

    @abstractmethod
    def desk(self) -> AbstractContextManager[Desk]:
        """The program, connected to. Raises HostUnavailable; leaves nothing connected behind."""

    def read(self, folder: Path) -> HostEdit:
        with self._at_the_desk() as (desk, state):
            key = desk.key()
            return HostEdit(read_edit(desk.export(folder)), key, state)

    def write(self, edit: HostEdit, lanes: Sequence[Lane]) -> Receipt:
        with self._at_the_desk(to_write=True) as (desk, _):
            self._refuse_other(desk, edit.key)
            clock = desk.clock()
            if (clock.rate, clock.start_frame) != (edit.edit.rate, edit.edit.start_frame):
                raise _changed(self.name)
            return self._swapped(desk, edit.key, lanes)

    def remove(self, receipt: Receipt) -> None:
        with self._at_the_desk(to_write=True) as (desk, _):
            self._refuse_other(desk, receipt.key)
            self._swapped(desk, receipt.key, receipt.before)

    @contextmanager
    def _at_the_desk(self, to_write: bool = False) -> Iterator[tuple[Desk, UserState]]:
        """One call at a time, and the editor's state as it was afterwards, whatever happens."""
        if not self._busy.acquire(blocking=False):
            raise HostUnavailable(
                f"{self.name} is still busy with an earlier request.", "Try again in a moment."
            )
        try:
            if to_write:
                refuse_closed(self.capabilities())
            with self.desk() as desk:
                state = desk.state()
                try:
                    yield desk, state
                finally:
                    if desk.state() != state:
                        desk.restore(state)
        finally:
            self._busy.release()

    def _refuse_other(self, desk: Desk, key: str) -> None:
        if desk.key() != key:
            raise _changed(self.name)

    def _swapped(self, desk: Desk, key: str, lanes: Sequence[Lane]) -> Receipt:
        """Our lanes exchanged for these and read back; taken back where anything is amiss."""
        old, clock = desk.laid(), desk.clock()
        before = tuple(lane for each in old if (lane := as_lane(each)))
        try:
            desk.swap(old, lanes)
            laid = desk.laid()
            verify(self.name, clock, lanes, laid)
        except BaseException as error:
            self._take_back(desk, clock, before, error)
            raise
        return Receipt(self.id, key, laid, before)

    def _take_back(
        self, desk: Desk, clock: Clock, before: Sequence[Lane], error: BaseException
    ) -> None:
        try:
            desk.swap(desk.laid(), before)
            verify(self.name, clock, before, desk.laid())
        except ScoreError as second:
            log.info("not taken back: %s", second.message)
            raise LanesRefused(
                f"{self.name} did not lay the music as told, and not all could be taken back.",
                "Undo in the program until the edit is as it was, then import the exchange files.",
                f"{error!r}; {second!r}",
            ) from error


def refuse_closed(can: Capabilities) -> None:
    """Raise HostUnavailable for a program that does not let itself be written to."""
    if not can.write:
        raise HostUnavailable(
            can.why or f"{can.program} cannot be written to.",
            "Import the exchange files by hand: they lie beside the results.",
        )


def _changed(program: str) -> EditChanged:
    return EditChanged(
        f"Another timeline is open in {program} than the one that was read.",
        "Open that one again, or read this one.",
    )
