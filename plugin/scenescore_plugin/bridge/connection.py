"""A connection before it speaks WebSocket: it has a few seconds, then its place is another's."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

from scenescore_plugin.bridge import limits


class ShortConnection(H11Protocol):
    """HTTP that ends `limits.HELLO_S` after it began, also in the middle of a request.

    Uvicorn waits for the rest of one for ever. A connection that became a WebSocket has another
    protocol by then, and goes on.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.loop.call_later(limits.HELLO_S, self._end)

    def _end(self) -> None:
        if self.transport.get_protocol() is self:
            self.transport.abort()
