"""How lines reach the worker's process and come back: what a client needs to know of it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Protocol

Later = Callable[[float, Callable[[], None]], Callable[[], None]]
"""Calls a function once after some seconds, in the client's thread; gives what calls it off."""


class Transport(Protocol):
    """One process from its start to its end.

    `on_line` is given each line of its answers, `on_end` once what ended it: "" where it left by
    itself, else a few words for the log. Both come in the client's thread, never from inside a call
    of the client's.
    """

    on_line: Callable[[str], None]
    on_end: Callable[[str], None]

    def start(self) -> None:
        """Start the process."""

    def send(self, line: str) -> None:
        """Write a line to it; where it is gone, `on_end` tells."""

    def kill(self) -> None:
        """End it whatever it does; `on_end` follows."""

    def close(self, grace: float) -> None:
        """End its input and wait until it is gone, killing it after `grace` seconds."""


def command_line() -> list[str]:
    """What starts the worker: this very Python, unbuffered, with its text in UTF-8."""
    return [sys.executable, "-X", "utf8", "-u", "-m", "scenescore.worker"]
