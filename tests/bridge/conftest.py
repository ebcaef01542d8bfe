"""A bridge as a process of its own, and clients that speak with it over real sockets."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

from scenescore_plugin.bridge.announce import Announcement, read_announcement
from scenescore_plugin.bridge.protocol import SPEAKS, TOKEN

PATIENCE_S = 60
Message = dict[str, Any]


@dataclass
class Running:
    """A bridge that listens; `file` is its announcement."""

    process: subprocess.Popen[str]
    file: Path
    announcement: Announcement
    log: Path

    @property
    def port(self) -> int:
        return self.announcement.port

    @property
    def token(self) -> str:
        return self.announcement.token


@contextmanager
def bridge_in(folder: Path, *options: str) -> Iterator[Running]:
    """Run `scenescore bridge` as a user would, and end it as Ctrl-C does."""
    file, log = folder / "자리" / "bridge.json", folder / "bridge.log"
    env = {**os.environ, "SCENESCORE_BRIDGE": str(file), "SCENESCORE_CACHE": str(folder / "cache")}
    command = [sys.executable, "-m", "scenescore", "bridge", *options]
    with log.open("w") as errors:
        process = subprocess.Popen(
            command, env=env, stdout=subprocess.PIPE, stderr=errors, text=True
        )
        try:
            yield Running(process, file, _wait_for(file, process), log)
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=PATIENCE_S)


def _wait_for(file: Path, process: subprocess.Popen[str]) -> Announcement:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and process.poll() is None:
        found = read_announcement(file)
        if found and found.pid == process.pid:  # not one that a killed bridge has left
            return found
        time.sleep(0.02)
    raise AssertionError("the bridge does not start")


@pytest.fixture(scope="session")
def bridge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with bridge_in(tmp_path_factory.mktemp("다리 🌉")) as running:
        yield running


class Panel:
    """A client as a panel is one: it says JSON, and waits for what it wants to hear."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.heard: list[Message] = []

    def say(self, **message: object) -> None:
        self.socket.send(json.dumps(message))

    def until(self, wanted: Callable[[Message], bool]) -> Message:
        while True:
            message: Message = json.loads(self.socket.recv(PATIENCE_S))
            self.heard.append(message)
            if wanted(message):
                return message

    def hello(self, **more: object) -> Message:
        self.say(type="hello", protocol=1, name="a panel", version="1", **more)
        return self.until(lambda m: m["type"] == "welcome")

    def ask(self, type: str, id: str, **more: object) -> Message:
        """Ask and wait for what ends it."""
        self.say(type=type, id=id, **more)
        return self.until(lambda m: m.get("id") == id and m["type"] != "progress")

    def order(self, id: str, command: str, **arguments: object) -> Message:
        return self.ask("start", id, command=command, arguments=arguments)


@contextmanager
def panel_at(running: Running, **hello: object) -> Iterator[Panel]:
    """A panel that has said its hello."""
    with connect(
        f"ws://127.0.0.1:{running.port}/v1/socket",
        subprotocols=[SPEAKS, f"{TOKEN}{running.token}"],  # type: ignore[list-item]
        proxy=None,
        max_size=None,
    ) as socket:
        panel = Panel(socket)
        panel.hello(**hello)
        yield panel


@pytest.fixture
def panel(bridge: Running) -> Iterator[Panel]:
    with panel_at(bridge) as panel:
        yield panel
