"""What Resolve's objects raise when nobody is behind them any more, as a sentence."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from scenescore.errors import HostUnavailable

log = logging.getLogger(__name__)

GONE = (AttributeError, TypeError, RuntimeError, OSError, EOFError)
"""A method of an object whose program has ended is None; calls through a pipe break with it."""

SILENT = "DaVinci Resolve stopped answering."
SILENT_CURE = "Close any window that it has in front, or start it again; then try once more."


@contextmanager
def answering() -> Iterator[None]:
    """Raise HostUnavailable where Resolve does not answer."""
    try:
        yield
    except GONE as error:
        log.info("Resolve does not answer", exc_info=True)
        raise HostUnavailable(SILENT, SILENT_CURE, repr(error)) from error
