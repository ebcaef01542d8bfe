"""Ctrl-C and SIGTERM: a run is asked to stop, and leaves nothing half-written."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from scenescore.errors import Cancelled
from scenescore.job import Job

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def stop_at_once() -> None:
    """From now on a signal raises `Cancelled` wherever the program is."""
    for number in _SIGNALS:
        signal.signal(number, _stop)


@contextmanager
def stopped_by_signals(job: Job) -> Iterator[None]:
    """A signal asks the job to stop; a second one does not wait for its next step."""
    asked = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        job.cancel()
        if asked:
            raise Cancelled
        asked = True

    previous = {number: signal.signal(number, stop) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def _stop(number: int, frame: FrameType | None) -> None:
    raise Cancelled
