"""The bridge's server: the application behind its guard, and running it on a free port."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from starlette.types import ASGIApp

from scenescore import __version__
from scenescore.worker.protocol import Said
from scenescore_plugin.bridge import limits
from scenescore_plugin.bridge.announce import Announcement, announced, new_token
from scenescore_plugin.bridge.connection import ShortConnection
from scenescore_plugin.bridge.desk import TOO_MUCH, Desk, LetGo
from scenescore_plugin.bridge.guard import Guard, Locks
from scenescore_plugin.bridge.pipe import LoopTransport, loop_later
from scenescore_plugin.bridge.protocol import PROTOCOL, SPEAKS
from scenescore_plugin.bridge.switchboard import Switchboard
from scenescore_ui.worker import Client

log = logging.getLogger(__name__)

ADDRESS = "127.0.0.1"


@dataclass(slots=True)
class Bridge:
    """What all clients share: one engine, whose orders wait for each other, and the switchboard."""

    transport: Callable[[], LoopTransport] = LoopTransport
    switchboard: Switchboard = field(default_factory=Switchboard)
    desks: list[Desk] = field(default_factory=list)
    _workers: list[LoopTransport] = field(default_factory=list)
    engine: Client = field(init=False)

    def __post_init__(self) -> None:
        self.engine = Client(self._start_worker, loop_later)

    def _start_worker(self) -> LoopTransport:
        self._workers.append(self.transport())
        return self._workers[-1]

    async def close(self) -> None:
        """End the engine and wait until its process is gone."""
        self.engine.close()
        for worker in self._workers:
            await worker.ended()


def make_app(locks: Locks, bridge: Bridge | None = None) -> ASGIApp:
    """The bridge as an ASGI application, which lets in what `locks` allow."""
    shared = bridge or Bridge()

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        yield
        await shared.close()

    app = FastAPI(
        title="SceneScore", lifespan=life, docs_url=None, redoc_url=None, openapi_url=None
    )

    @app.get("/v1/hello")
    async def hello() -> dict[str, object]:
        return {
            "program": "SceneScore",
            "version": __version__,
            "protocol": PROTOCOL,
            "hosts": shared.switchboard.hosts,
        }

    @app.websocket("/v1/socket")
    async def talk(client: WebSocket) -> None:
        await _talk(client, shared)

    return Guard(app, locks)


# --- one client -----------------------------------------------------------------------------------


async def _talk(client: WebSocket, bridge: Bridge) -> None:
    """Serve one client until it leaves or is let go."""
    offered: list[str] = client.scope["subprotocols"]
    if SPEAKS not in offered or len(bridge.desks) >= limits.CLIENTS:
        await client.close(TOO_MUCH)
        return
    await client.accept(subprotocol=SPEAKS)
    outbox = Outbox()
    desk = Desk(bridge.engine, bridge.switchboard, outbox.post)
    bridge.desks.append(desk)
    listening = asyncio.create_task(_listen(client, desk))
    tasks = (listening, *(asyncio.create_task(do) for do in (_send(client, outbox), outbox.over())))
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        bridge.desks.remove(desk)
        desk.leave()
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
    for broken in (each for each in ended if isinstance(each, Exception)):
        log.error("a client was let go: its message broke something", exc_info=broken)
    code = ended[0] if isinstance(ended[0], int) else TOO_MUCH
    with suppress(RuntimeError):  # it is closed already
        await client.close(code)


async def _listen(client: WebSocket, desk: Desk) -> int:
    """Hear messages to the end; the code to close with."""
    try:
        async with asyncio.timeout(limits.HELLO_S) as hello:
            while True:
                desk.hear(await client.receive_text())
                if desk.greeted:
                    hello.reschedule(None)
    except WebSocketDisconnect:
        return 1000
    except KeyError:  # bytes: nobody says anything in bytes here
        return 1003
    except TimeoutError:
        return TOO_MUCH
    except LetGo as error:
        log.info("a client was let go: %s", error)
        return error.code


async def _send(client: WebSocket, outbox: Outbox) -> None:
    with suppress(WebSocketDisconnect, RuntimeError, OSError):  # it left while being told
        while True:
            await client.send_text(await outbox.next())


class Outbox:
    """Messages on their way to a client; it is let go when it leaves too many lying."""

    def __init__(self) -> None:
        self._messages: asyncio.Queue[str] = asyncio.Queue(limits.UNSENT)
        self._over = asyncio.Event()

    def post(self, message: Said) -> None:
        """Send a message after those before it; returns at once."""
        try:
            self._messages.put_nowait(message.model_dump_json())
        except asyncio.QueueFull:
            self._over.set()

    async def next(self) -> str:
        """Wait for the next message."""
        return await self._messages.get()

    async def over(self) -> None:
        """Wait until it is too much."""
        await self._over.wait()


# --- the process ----------------------------------------------------------------------------------


def serve(
    announcement_file: Path,
    origins: Iterable[str] = (),
    told: Callable[[int], None] = lambda _: None,
) -> None:
    """Run the bridge until SIGINT or SIGTERM; `told` is given its port when it listens.

    The port is a free one; it and the token of this start are in the announcement while it runs.
    Raises OutputUnwritable.
    """
    # Said to be TCP: only then asyncio sends small messages at once, instead of 40 ms later.
    with socket.socket(proto=socket.IPPROTO_TCP) as listening:
        listening.bind((ADDRESS, 0))
        port = listening.getsockname()[1]
        token = new_token()
        announcement = Announcement(port=port, token=token, pid=os.getpid(), protocol=PROTOCOL)
        locks = Locks(port, token, frozenset(origins))
        server = uvicorn.Server(_config(make_app(locks)))
        listening.listen()
        with announced(announcement, announcement_file):
            told(port)
            server.run(sockets=[listening])


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        http=ShortConnection,
        ws="websockets-sansio",
        ws_max_size=limits.MESSAGE_BYTES,
        ws_ping_interval=20,
        ws_ping_timeout=20,
        limit_concurrency=limits.CONNECTIONS,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=1,
    )
