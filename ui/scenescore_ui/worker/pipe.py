"""The worker over plain pipes, for programs and tests without an event loop of Qt's."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread

from scenescore_ui.worker.transport import command_line


class PipeTransport:
    """A process whose answers a thread collects; `pump` hands them on in the caller's thread."""

    def __init__(self, command: list[str] | None = None) -> None:
        self.on_line: Callable[[str], None] = lambda line: None
        self.on_end: Callable[[str], None] = lambda why: None
        self._command = command or command_line()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread: Thread | None = None
        self._said: SimpleQueue[str | None] = SimpleQueue()

    def start(self) -> None:
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._thread = Thread(target=self._read, name="worker's answers", daemon=True)
        self._thread.start()

    def send(self, line: str) -> None:
        process = self._process
        if process and process.stdin:
            with suppress(OSError):  # it is gone, which the end of its answers tells
                process.stdin.write(f"{line}\n".encode())
                process.stdin.flush()

    def kill(self) -> None:
        if self._process:
            self._process.kill()

    def close(self, grace: float) -> None:
        process = self._process
        if process is None:
            return
        with suppress(OSError):
            if process.stdin:
                process.stdin.close()
        try:
            process.wait(grace)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if self._thread:
            self._thread.join()
        if process.stdout:
            process.stdout.close()

    def pump(self, seconds: float) -> bool:
        """Hand on one answer, waiting for it at most so long; whether there was one."""
        try:
            line = self._said.get(timeout=seconds)
        except Empty:
            return False
        if line is None:
            self.close(0.0)
            code = self._process.returncode if self._process else 0
            self.on_end(f"exit code {code}" if code else "")
        else:
            self.on_line(line)
        return True

    def _read(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._said.put(line.decode("utf-8", "replace").rstrip("\r\n"))
        self._said.put(None)
