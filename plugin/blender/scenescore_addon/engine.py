# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine as a process: orders out, answers in, one JSON object a line (docs/worker.md)."""

import json
import os
import subprocess
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

ENGINE_FILE = Path(__file__).with_name("engine.json")
"""Written by the installer: `python`, the engine's own, and `palettes`, pairs of id and title."""

GRACE_S = 0.4
Message = dict[str, Any]


def installed() -> dict[str, Any]:
    """What the installer wrote; empty where it has not been run."""
    try:
        found = json.loads(ENGINE_FILE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def engine_python(preferred: str = "") -> str:
    """The Python that the engine is installed in, or ""."""
    given = preferred or os.environ.get("SCENESCORE_PYTHON") or installed().get("python", "")
    return given if given and Path(given).is_file() else ""


class Engine:
    """A worker, from its start to `close`. `heard` never waits."""

    def __init__(self, python: str) -> None:
        # Blender brings a Python of its own: nothing of its places may lead the engine astray.
        env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        self._process = subprocess.Popen(
            [python, "-X", "utf8", "-u", "-m", "scenescore.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=env,
        )
        self._said: SimpleQueue[Message] = SimpleQueue()
        self._thread = Thread(target=self._read, name="SceneScore's answers", daemon=True)
        self._thread.start()

    def order(self, id: str, command: str, **arguments: object) -> None:
        """Have something done; messages with this id follow."""
        self._say({"type": "start", "id": id, "command": command, "arguments": arguments})

    def cancel(self, id: str) -> None:
        """Have it stopped."""
        self._say({"type": "cancel", "id": id})

    def heard(self, wait_s: float = 0.0) -> list[Message]:
        """What was said since; waits at most so long for the first of it."""
        found: list[Message] = []
        with suppress(Empty):
            found.append(self._said.get(timeout=wait_s) if wait_s else self._said.get_nowait())
            while True:
                found.append(self._said.get_nowait())
        return found

    def close(self) -> None:
        """End it; it is killed if it does not leave at once."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._thread.join()
        self._process.stdout.close()

    def _say(self, message: Message) -> None:
        assert self._process.stdin is not None
        with suppress(OSError):  # the end of its answers tells that it is gone
            self._process.stdin.write(json.dumps(message).encode() + b"\n")
            self._process.stdin.flush()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with suppress(ValueError):
                self._said.put(json.loads(line))
        self._said.put({"type": "ended"})
