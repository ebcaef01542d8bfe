"""Editing programs: asked, read, written to, in the worker, where a stuck call can be stopped."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from scenescore.cache import from_json, to_json, write_text
from scenescore.errors import BadArgument, ScoreError
from scenescore.hosting import Capabilities, Host, HostEdit, OpensFiles, find_hosts, host_named
from scenescore.job import Job
from scenescore.worker.host_orders import (
    HOST_EDIT,
    HostRead,
    HostReadOrder,
    HostSaid,
    HostsFound,
    HostsOrder,
    HostUndone,
    HostUndoOrder,
    HostWriteOrder,
    HostWritten,
)
from scenescore.worker.protocol import Playable
from scenescore.worker.workshop import Workshop

log = logging.getLogger(__name__)

Tell = Callable[[Playable], None]


def find(order: HostsOrder, shop: Workshop, job: Job, tell: Tell) -> HostsFound:
    """Every program, whether it answers or not."""
    return HostsFound(hosts=tuple(_said(_at(host, order.path)) for host in find_hosts()))


def read(order: HostReadOrder, shop: Workshop, job: Job, tell: Tell) -> HostRead:
    """The open edit as a file for the engine. Raises what `Host.read` raises."""
    found = _host(order.host, order.path).read(order.folder)
    write_text(order.folder / HOST_EDIT, to_json(found))
    source = Path(found.edit.source)
    return HostRead(source=source, name=found.edit.name, key=found.key, state=found.state)


def write(order: HostWriteOrder, shop: Workshop, job: Job, tell: Tell) -> HostWritten:
    """Lanes laid into the edit that was read. Raises what `Host.write` raises."""
    try:
        edit = from_json((order.folder / HOST_EDIT).read_bytes(), HostEdit)
    except (OSError, ValueError) as error:
        raise BadArgument("Nothing was read from there.", "Read the edit first.") from error
    return HostWritten(receipt=_host(order.host, order.path).write(edit, order.lanes))


def undo(order: HostUndoOrder, shop: Workshop, job: Job, tell: Tell) -> HostUndone:
    """Take back what a receipt tells. Raises what `Host.remove` raises."""
    _host(order.host, order.path).remove(order.receipt)
    return HostUndone()


def _host(name: str, path: Path | None) -> Host:
    host = host_named(name)
    if host is None:
        there = ", ".join(each.id for each in find_hosts())
        raise BadArgument(f"No host is called “{name}”.", f"There are: {there}.")
    return _at(host, path)


def _at(host: Host, path: Path | None) -> Host:
    return host.at(path) if path is not None and isinstance(host, OpensFiles) else host


def _said(host: Host) -> HostSaid:
    answer = host.check()
    return HostSaid(
        id=host.id,
        name=host.name,
        answers=answer.answers,
        said=answer.said,
        cure=answer.cure,
        can=_can(host),
    )


def _can(host: Host) -> Capabilities | None:
    try:
        return host.capabilities()
    except ScoreError as error:  # one program that fails leaves the others in the list
        log.info("%s does not say what it can do: %s", host.id, error.message)
        return None
