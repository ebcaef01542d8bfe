"""What goes wrong in a call to Resolve, as a sentence."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from scenescore.errors import EditUnreadable, HostUnavailable

log = logging.getLogger(__name__)

GONE = (AttributeError, TypeError, RuntimeError, OSError, EOFError)
"""A method of an object whose program has ended is None; calls through a pipe break with it."""

STRANGE = (ValueError, LookupError)
"""An answer that is none of those which Resolve's own documentation names."""

SILENT = "DaVinci Resolve stopped answering."
SILENT_CURE = "Close any window that it has in front, or start it again; then try once more."


@contextmanager
def answering() -> Iterator[None]:
    """Raise HostUnavailable where Resolve does not answer, EditUnreadable for a strange answer."""
    try:
        yield
    except GONE as error:
        log.info("Resolve does not answer", exc_info=True)
        raise HostUnavailable(SILENT, SILENT_CURE, repr(error)) from error
    except STRANGE as error:
        log.info("Resolve answers strangely", exc_info=True)
        raise EditUnreadable(
            "DaVinci Resolve tells this timeline in a way that cannot be understood.",
            "Export it as OTIO and score that file.",
            repr(error),
        ) from error
