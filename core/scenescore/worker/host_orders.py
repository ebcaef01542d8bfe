"""The orders that concern editing programs, and what comes of them."""

from __future__ import annotations

from pathlib import Path

from scenescore.hosting import Capabilities, Receipt, UserState
from scenescore.model import Lane
from scenescore.worker.protocol import Order, Said

HOST_EDIT = "host-edit.json"
"""What was read of a program, in the order's folder, until it is written to."""


class HostSaid(Said):
    """A program: whether it answers, in a sentence; what it can do where it does."""

    id: str
    name: str
    answers: bool
    said: str
    cure: str = ""
    can: Capabilities | None = None


class HostsFound(Said):
    hosts: tuple[HostSaid, ...]


class HostRead(Said):
    """The edit that is open: `source` is the path for orders, `state` what the editor looks at."""

    source: Path
    name: str
    key: str
    state: UserState


class HostWritten(Said):
    receipt: Receipt


class HostUndone(Said):
    pass


class HostsOrder(Order):
    """Ask every program that is installed; `path` is for those that open files."""

    command = "hosts"
    gives = HostsFound
    path: Path | None = None


class HostReadOrder(Order):
    """Read the edit that is open in a program, or at `path`; what was read is kept in `folder`."""

    command = "host_read"
    gives = HostRead
    host: str
    folder: Path
    path: Path | None = None


class HostWriteOrder(Order):
    """Lay lanes (`Accepted.lanes`) into the edit that was read into `folder`."""

    command = "host_write"
    gives = HostWritten
    whole = True
    host: str
    folder: Path
    lanes: tuple[Lane, ...]
    path: Path | None = None


class HostUndoOrder(Order):
    """Take back what a write did."""

    command = "host_undo"
    gives = HostUndone
    whole = True
    host: str
    receipt: Receipt
    path: Path | None = None
