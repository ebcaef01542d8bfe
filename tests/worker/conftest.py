"""A short film to score, and the worker as a process of its own, spoken to line by line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

import numpy as np
import pretty_midi
import pytest
from tests.media.making import sine, write_film

from scenescore.render import find_soundfont

PATIENCE_S = 120
SMALL_FONT = Path(pretty_midi.__file__).parent / "TimGM6mb.sf2"
"""A SoundFont that loads in no time."""

COMMAND = [sys.executable, "-X", "utf8", "-u", "-m", "scenescore.worker"]
Message = dict[str, Any]

STUCK = """
import re, sys
from scenescore.worker import __main__ as program, looking
from scenescore.worker.answers import Examined

def stuck(order, shop, job, tell):
    {what}
    return Examined(findings=())

looking.examine = stuck
program.main()
"""
"""A worker whose doctor does something unpleasant."""


class Talk:
    """A worker and what it says; a message that does not come in time fails the test."""

    def __init__(self, cache: Path, command: list[str] = COMMAND) -> None:
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "SCENESCORE_CACHE": str(cache)},
        )
        self.heard: list[Message] = []
        self._lines: SimpleQueue[bytes] = SimpleQueue()
        self._thread = Thread(target=self._read, daemon=True)
        self._thread.start()

    def say(self, line: str | bytes | Message) -> None:
        raw = json.dumps(line) if isinstance(line, dict) else line
        assert self.process.stdin is not None
        self.process.stdin.write((raw.encode() if isinstance(raw, str) else raw) + b"\n")
        self.process.stdin.flush()

    def start(self, id: str, command: str, **arguments: object) -> None:
        self.say({"type": "start", "id": id, "command": command, "arguments": arguments})

    def until(self, wanted: Callable[[Message], bool]) -> Message:
        """The first message that is wanted; "" is what the end of all says."""
        while True:
            line = self._lines.get(timeout=PATIENCE_S)
            assert line, f"the worker ended; it had said {self.heard[-5:]}"
            message: Message = json.loads(line)
            self.heard.append(message)
            if wanted(message):
                return message

    def answer(self, id: str) -> Message:
        """What ends an order: done, failed or cancelled."""
        return self.until(lambda m: m.get("id") == id and m["type"] != "progress")

    def done(self, id: str, command: str, **arguments: object) -> Message:
        self.start(id, command, **arguments)
        answer = self.answer(id)
        assert answer["type"] == "done", answer
        result: Message = answer["result"]
        return result

    def end_input(self) -> int:
        assert self.process.stdin is not None
        self.process.stdin.close()
        return self.process.wait(PATIENCE_S)

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._thread.join()
        self.process.stdout.close()
        if not self.process.stdin.closed:
            self.process.stdin.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)
        self._lines.put(b"")


@pytest.fixture(scope="session")
def worker_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all workers, as a user has one; the font's hash is in it."""
    folder = tmp_path_factory.mktemp("worker's cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCENESCORE_CACHE", str(folder))
        find_soundfont(None)
    return folder


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six seconds of film with a hum, under a name that is hard on paths."""
    path = tmp_path_factory.mktemp("내 영화 日本 🎬") / "짧은 영화 #1 100%.mp4"
    sound = np.repeat(sine(220.0, 6.0, level_db=-30.0), 2, axis=1)
    return write_film(path, 144, sound=sound)


@pytest.fixture
def worker(worker_cache: Path) -> Iterator[Talk]:
    talk = Talk(worker_cache)
    talk.until(lambda message: message["type"] == "ready")
    yield talk
    talk.close()
