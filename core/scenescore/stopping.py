"""How a run ends: Ctrl-C and SIGTERM ask it to stop, and nothing is left half-written."""

from __future__ import annotations

import atexit
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import NoReturn

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


def leave(code: int) -> NoReturn:
    """End the process when all that waits for its end is done.

    Nothing is freed that ends with the process anyway: of all that is loaded for an analysis that
    takes a tenth of a second.
    """
    atexit._run_exitfuncs()
    for stream in filter(None, (sys.stdout, sys.stderr)):  # None: closed before we began
        with suppress(OSError):  # who reads is gone: nobody is left to tell
            stream.flush()
    os._exit(code)


def _stop(number: int, frame: FrameType | None) -> None:
    raise Cancelled
