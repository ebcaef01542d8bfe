"""`python -m scenescore.worker`: orders on stdin, answers on stdout, all else into the log."""

from __future__ import annotations

import faulthandler
import io
import logging
import os
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

from scenescore.cache import cache_folder
from scenescore.worker.serving import Service

_LOG_BYTES = 1_000_000


def log_file() -> Path:
    """Where the worker writes what a person may send with a report."""
    return cache_folder() / "worker.log"


def main() -> None:
    out = _own_stdout()
    path = log_file()
    _log_to(path)

    def write(line: str) -> None:
        out.write(f"{line}\n")
        out.flush()

    try:
        stopped = Service(write, path).serve(sys.stdin.buffer)
    except BrokenPipeError:  # the client is gone; nobody is left to tell
        stopped = False
    logging.shutdown()
    if not stopped:
        os._exit(0)  # a call that does not come back must not keep the process


def _own_stdout() -> TextIO:
    """The real stdout for us alone: what a library prints goes to stderr."""
    own = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return io.TextIOWrapper(os.fdopen(own, "wb"), encoding="utf-8", newline="\n")


def _log_to(path: Path) -> None:
    """Log to a file of limited size, or to stderr where it cannot be written; crashes, too."""
    handler: logging.Handler
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8")
        faulthandler.enable(path.open("a", encoding="utf-8"))
    except OSError:
        handler = logging.StreamHandler()
        faulthandler.enable()
    logging.basicConfig(
        level=logging.INFO,
        handlers=[handler],
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )


if __name__ == "__main__":
    main()
