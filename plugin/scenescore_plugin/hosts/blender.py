"""Blender's video sequencer: a .blend file, worked on by a Blender without a window.

Inside a running Blender the add-on (plugin/blender) does the same itself; this host is for files.
Nothing of ours stays in Blender: it is started for one call, saves what was written and ends.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

from scenescore.cache import from_json
from scenescore.errors import EditUnreadable, HostUnavailable, LanesRefused
from scenescore.hosting import Answer, Capabilities, Clock, Laid, UserState
from scenescore.model import Lane
from scenescore.settings import Exchange
from scenescore.timebase import Rate
from scenescore_plugin.hosts.frames import told_lane
from scenescore_plugin.hosts.live import LiveHost

ANSWER = "SCENESCORE "
"""What an answer's line begins with; Blender says other things too."""

_ASKS_S = 60.0
_USUAL = (
    "/Applications/Blender.app/Contents/MacOS/Blender",
    "C:/Program Files/Blender Foundation/Blender 5.0/blender.exe",
    "C:/Program Files/Blender Foundation/Blender 4.5/blender.exe",
)


class Talk(Protocol):
    """A conversation with a Blender."""

    def __call__(self, do: str, **arguments: object) -> Any:
        """Ask for a deed of the add-on's desk.py. Raises HostUnavailable, LanesRefused."""
        ...

    def end(self) -> None:
        """The conversation is over."""
        ...


def find_blender() -> list[str] | None:
    """The command that starts Blender without a window: $SCENESCORE_BLENDER, else where it is.

    A Python that has `bpy` does as well as the program.
    """
    given = os.environ.get("SCENESCORE_BLENDER")
    places = [given] if given else [shutil.which("blender"), *_USUAL]
    found = next((place for place in places if place and Path(place).is_file()), None)
    if found is None:
        return None
    if Path(found).name.startswith("python"):
        return [found]
    return [found, "--background", "--factory-startup", "--python-exit-code", "1", "--python"]


class BlenderTalk:
    """A Blender of its own, from `start` to `end`."""

    def __init__(self, command: Sequence[str], script: Path | None = None) -> None:
        self._process = subprocess.Popen(
            [*command, str(script or Path(str(files("scenescore_addon"))) / "desk.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            errors="replace",
        )

    def __call__(self, do: str, **arguments: object) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(OSError):  # its silence tells
            self._process.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
            self._process.stdin.flush()
        for line in self._process.stdout:
            if line.startswith(ANSWER):
                return _result(json.loads(line.removeprefix(ANSWER)))
        raise HostUnavailable(
            "Blender ended without an answer.",
            "Try whether it starts: blender --background --version.",
            f"exit code {self._process.wait()}",
        )

    def end(self) -> None:
        """End its input, upon which it leaves."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(_ASKS_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()


def _result(answer: dict[str, Any]) -> Any:
    if "error" in answer:
        raise LanesRefused(
            "Blender could not do what was asked.",
            "Open the file in Blender and look whether it is well.",
            str(answer["error"]),
        )
    return answer["result"]


class BlenderDesk:
    """`live.Desk` by way of a conversation; the file is saved only when all is well."""

    def __init__(self, talk: Talk, file: Path) -> None:
        self._talk, self.file = talk, file
        self._opened = talk("open", path=str(file))
        self._scene = self._opened["scene"]
        self.changed = False

    def key(self) -> str:
        if not self._talk("strips"):
            raise EditUnreadable(
                f"The scene “{self._scene}” has nothing in its sequencer.",
                "Put the film's strips into the video sequencer, save, and try again.",
            )
        return f"{self.file.resolve()}#{self._scene}"

    def clock(self) -> Clock:
        found = self._talk("clock")
        return Clock(Rate(Fraction(found["fps"])), found["start_frame"])

    def state(self) -> UserState:
        return from_json(json.dumps(self._talk("state")), UserState)

    def restore(self, state: UserState) -> None:
        self._talk("restore", state=asdict(state))

    def export(self, folder: Path) -> Path:
        return Path(self._talk("write", path=str(folder.absolute() / "edit.told")))

    def laid(self) -> tuple[Laid, ...]:
        return tuple(from_json(json.dumps(each), Laid) for each in self._talk("laid"))

    def swap(self, old: Sequence[Laid], lanes: Sequence[Lane]) -> None:
        self.changed = True
        going = [each.id for each in old]
        self._talk("swap", lanes=[told_lane(lane) for lane in lanes], going=going)

    def save(self) -> None:
        """Keep in the file what was done. Raises LanesRefused where that would convert it."""
        if not self.changed:
            return
        saved_by, now = (self._opened[each] for each in ("saved_by", "version"))
        if saved_by != now:
            raise LanesRefused(
                f"{self.file.name} was saved by Blender {_dotted(saved_by)} and would become "
                f"one of Blender {_dotted(now)}: nothing was written.",
                "Name the Blender that you work with in SCENESCORE_BLENDER, or save the file in "
                "this one first.",
            )
        self._talk("save")


def _dotted(version: Sequence[int]) -> str:
    return ".".join(map(str, version))


class BlenderHost(LiveHost):
    """A .blend file; `talk` gives another conversation than with a Blender of its own."""

    id = "blender"
    name = "Blender"

    def __init__(self, path: Path | None = None, talk: Callable[[], Talk] | None = None) -> None:
        super().__init__()
        self.path, self._talk = path, talk

    def at(self, path: Path) -> BlenderHost:
        return BlenderHost(path, self._talk)

    def check(self) -> Answer:
        if self._talk is None and find_blender() is None:
            return Answer(
                False,
                "Blender is not found.",
                cure="Install Blender, or name its program in SCENESCORE_BLENDER.",
            )
        if self.path is None:
            return Answer(False, "No .blend file is opened.", cure="Open a .blend file.")
        if not self.path.is_file():
            return Answer(
                False, f"{self.path.name} is not there.", cure="Save the project in Blender first."
            )
        return Answer(True, f"{self.path.name} can be read by Blender.")

    def capabilities(self) -> Capabilities:
        return Capabilities("Blender", opens=True, exchange=(Exchange.LANES,))

    @contextmanager
    def desk(self) -> Iterator[BlenderDesk]:
        answer = self.check()
        if not answer.answers or self.path is None:
            raise HostUnavailable(answer.said, answer.cure)
        talk = self._talk() if self._talk else BlenderTalk(find_blender() or [])
        try:
            desk = BlenderDesk(talk, self.path)
            yield desk
            desk.save()
        finally:
            talk.end()
