"""Who is let in: this computer's own programs that know the token, and no web page of others.

Three locks, each enough for another attack: `Host` must be this very address (a name that a
stranger's DNS points here is not), `Origin` must be missing or known (a page in a browser always
sends one), the token must be right (another user of the computer does not know it).
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from scenescore_plugin.bridge.protocol import TOKEN

log = logging.getLogger(__name__)

_FORBIDDEN = 403


@dataclass(frozen=True, slots=True)
class Locks:
    """What a request must show; `origins` are let in beside those that send none."""

    port: int
    token: str
    origins: frozenset[str] = frozenset()

    def refusal(self, headers: Mapping[str, str]) -> str:
        """Why a request with these headers is refused, for the log; empty if it is let in."""
        if headers.get("host") != f"127.0.0.1:{self.port}":
            return "another host"
        origin = headers.get("origin")
        if origin is not None and origin not in self.origins:
            return "another origin"
        given = _bearer(headers) or _in_subprotocols(headers)
        if not hmac.compare_digest(given.encode(), self.token.encode()):
            return "a wrong token"
        return ""


def _bearer(headers: Mapping[str, str]) -> str:
    kind, _, token = headers.get("authorization", "").partition(" ")
    return token if kind.lower() == "bearer" else ""


def _in_subprotocols(headers: Mapping[str, str]) -> str:
    offered = (part.strip() for part in headers.get("sec-websocket-protocol", "").split(","))
    return next((part.removeprefix(TOKEN) for part in offered if part.startswith(TOKEN)), "")


class Guard:
    """Stands before the application: what the locks refuse never reaches it."""

    def __init__(self, app: ASGIApp, locks: Locks) -> None:
        self._app, self._locks = app, locks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        why = _twice(scope) or self._locks.refusal(Headers(scope=scope))
        if not why:
            await self._app(scope, receive, send)
            return
        log.info("the bridge refused %s", why)
        if scope["type"] == "websocket":
            await receive()  # the handshake; closing before accepting answers it with 403
            await send({"type": "websocket.close", "code": 1008})
        else:
            await JSONResponse({"error": "not let in"}, _FORBIDDEN)(scope, receive, send)


def _twice(scope: Scope) -> str:
    """Two of a header that decides could be read one way here and another way elsewhere."""
    names = [name.lower() for name, _ in scope["headers"]]
    doubled = [name for name in (b"host", b"origin", b"authorization") if names.count(name) > 1]
    return f"{doubled[0].decode()} twice" if doubled else ""
