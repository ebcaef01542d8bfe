"""Ctrl-C and SIGTERM close the panel as a click on its cross does: saved, and without a trace."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from PySide6.QtCore import QSocketNotifier

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def ended_by_signals(end: Callable[[], object]) -> Iterator[None]:
    """While this lasts a signal calls `end` from Qt's loop.

    Python hears of signals between two of its own steps, of which there are none while Qt waits:
    so each also writes a byte into a socket, and that wakes Qt.
    """
    here, there = socket.socketpair()
    here.setblocking(False)
    there.setblocking(False)

    def heard() -> None:
        with suppress(BlockingIOError):
            here.recv(1024)
        end()

    notifier = QSocketNotifier(here.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(heard)
    before = {number: signal.signal(number, lambda *_: None) for number in _SIGNALS}
    woken = signal.set_wakeup_fd(there.fileno(), warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(woken)
        for number, handler in before.items():
            signal.signal(number, handler)
        notifier.setEnabled(False)
        here.close()
        there.close()
