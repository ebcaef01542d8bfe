"""How much a client may ask: sizes, numbers and times, and the count of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic

MESSAGE_BYTES = 1 << 20
"""A message; a full order with a drawn curve of a feature film has about 100 kB."""
CLIENTS = 8
"""WebSockets at a time."""
CONNECTIONS = 128
"""Connections of any kind at a time; those above are answered with 503."""
WAITING = 32
"""Orders and calls of one client that are not done yet."""
UNSENT = 1000
"""Messages that a client has not fetched yet; it is let go beyond."""
MISTAKES = 20
"""Messages that nobody understands before a client is let go."""
HELLO_S = 5.0
"""From connecting to the hello."""
CALL_S = 120.0
"""An editing program's answer to one call; a modal window of its own may keep it so long."""


@dataclass(slots=True)
class Pace:
    """How fast messages may come: `burst` at once, then `per_second`."""

    per_second: float = 50.0
    burst: float = 200.0
    _left: float = field(default=200.0)
    _seen: float = field(default_factory=monotonic)

    def allows(self, now: float | None = None) -> bool:
        """Count one message; whether it came in time. `now` is `time.monotonic()`."""
        now = monotonic() if now is None else now
        self._left = min(self.burst, self._left + (now - self._seen) * self.per_second)
        self._seen = now
        if self._left < 1:
            return False
        self._left -= 1
        return True

    def forgive(self) -> None:
        """Take back the last message: it was asked for."""
        self._left += 1
