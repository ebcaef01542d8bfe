"""The worker's process on asyncio's event loop."""

from __future__ import annotations

import asyncio
import logging
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from contextlib import suppress

from scenescore_ui.worker import command_line

log = logging.getLogger(__name__)

_LINE_BYTES = 64 << 20
"""An answer may be long: a score's facts of every cue of a feature film are in one line."""


def loop_later(seconds: float, call: Callable[[], None]) -> Callable[[], None]:
    """Call a function once after some seconds; returns what calls it off."""
    return asyncio.get_running_loop().call_later(seconds, call).cancel


class LoopTransport:
    """A worker whose answers come on the loop that runs when it is started (`Transport`)."""

    def __init__(self, command: list[str] | None = None) -> None:
        self.on_line: Callable[[str], None] = lambda line: None
        self.on_end: Callable[[str], None] = lambda why: None
        self._command = command or command_line()
        self._process: Process | None = None
        self._waiting: list[bytes] = []
        self._life: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._life = asyncio.get_running_loop().create_task(self._live())

    def send(self, line: str) -> None:
        self._waiting.append(f"{line}\n".encode())
        self._flush()

    def kill(self) -> None:
        if self._process:
            with suppress(ProcessLookupError):
                self._process.kill()

    def close(self, grace: float) -> None:
        """End its input; it is killed after `grace` seconds. `ended` waits until it is gone."""
        if self._process and self._process.stdin:
            self._process.stdin.close()
            asyncio.get_running_loop().call_later(grace, self.kill)
        elif self._life:
            self._life.cancel()

    async def ended(self) -> None:
        """Wait until the process is gone."""
        if self._life:
            await asyncio.wait([self._life])

    async def _live(self) -> None:
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, limit=_LINE_BYTES
            )
        except OSError as error:
            self.on_end(str(error))
            return
        self._flush()
        assert self._process.stdout is not None
        try:
            async for line in self._process.stdout:
                self.on_line(line.decode("utf-8", "replace").rstrip("\r\n"))
        except ValueError as error:  # a line beyond the limit
            log.warning("the worker's answer cannot be taken: %s", error)
            self.kill()
        code = await self._process.wait()
        self.on_end(f"exit code {code}" if code else "")

    def _flush(self) -> None:
        if self._process and self._process.stdin and not self._process.stdin.is_closing():
            for line in self._waiting:
                self._process.stdin.write(line)
            self._waiting.clear()
