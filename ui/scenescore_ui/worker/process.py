"""The worker over QProcess, whose answers come through Qt's event loop."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QByteArray, QObject, QProcess, QTimer

from scenescore_ui.worker.transport import command_line

log = logging.getLogger(__name__)


def qt_later(seconds: float, call: Callable[[], None]) -> Callable[[], None]:
    """Call a function once after some seconds; returns what calls it off."""
    timer = QTimer()
    timer.setSingleShot(True)
    timer.timeout.connect(call)
    timer.start(round(seconds * 1000))
    return timer.stop


class ProcessTransport:
    """A QProcess as a transport; it belongs to `parent` and ends with it."""

    def __init__(self, parent: QObject, command: list[str] | None = None) -> None:
        self.on_line: Callable[[str], None] = lambda line: None
        self.on_end: Callable[[str], None] = lambda why: None
        self._command = command or command_line()
        self._rest = b""
        self._ended = False
        self._process = QProcess(parent)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.readyReadStandardError.connect(self._read_errors)
        self._process.finished.connect(self._finish)
        self._process.errorOccurred.connect(self._fail)

    def start(self) -> None:
        program, *arguments = self._command
        self._process.start(program, arguments)

    def send(self, line: str) -> None:
        if self._process.state() != QProcess.ProcessState.NotRunning:
            self._process.write(QByteArray(f"{line}\n".encode()))

    def kill(self) -> None:
        self._process.kill()

    def close(self, grace: float) -> None:
        self._ended = True
        if self._process.state() != QProcess.ProcessState.NotRunning:
            self._process.closeWriteChannel()
            if not self._process.waitForFinished(round(grace * 1000)):
                self._process.kill()
                self._process.waitForFinished()
        self._process.deleteLater()

    def _read(self) -> None:
        *lines, self._rest = (
            self._rest + bytes(self._process.readAllStandardOutput().data())
        ).split(b"\n")
        for line in lines:
            self.on_line(line.decode("utf-8", "replace").rstrip("\r"))

    def _read_errors(self) -> None:
        text = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
        log.info("worker: %s", text.rstrip())

    def _finish(self, code: int, status: QProcess.ExitStatus) -> None:
        crashed = status == QProcess.ExitStatus.CrashExit
        self._end("killed or crashed" if crashed else f"exit code {code}" if code else "")

    def _fail(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._end(self._process.errorString())

    def _end(self, why: str) -> None:
        if not self._ended:
            self._ended = True
            self._process.deleteLater()
            # Not from inside what called us: a failed start is told while `start` still runs.
            QTimer.singleShot(0, lambda: self.on_end(why))
