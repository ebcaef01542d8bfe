"""DaVinci Resolve as a host, from outside (Studio) or by the object its script menu gives."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from scenescore.errors import HostUnavailable, ScoreError
from scenescore.hosting import Answer, Capabilities
from scenescore.model import Finding
from scenescore_plugin.hosts.live import LiveHost
from scenescore_plugin.hosts.resolve.answering import answering
from scenescore_plugin.hosts.resolve.desk import ResolveDesk
from scenescore_plugin.hosts.resolve.door import Door, InsideDoor, OutsideDoor
from scenescore_plugin.hosts.resolve.editions import (
    CLOSED_WHY,
    FILES,
    PRODUCT,
    SHUT_CURE,
    SHUT_WHY,
    program_of,
)


class ResolveHost(LiveHost):
    """Resolve through a door: the one from outside, unless another is given."""

    id = "resolve"
    name = PRODUCT

    def __init__(self, door: Door | None = None) -> None:
        super().__init__()
        self._door = door or OutsideDoor()

    @classmethod
    def inside(cls, resolve: Any) -> ResolveHost:
        """By the object that a script of Resolve's own menu has."""
        return cls(InsideDoor(resolve))

    def check(self) -> Answer:
        try:
            with answering():
                return self._checked()
        except ScoreError as error:
            return Answer(False, error.message, cure=error.hint)

    def capabilities(self) -> Capabilities:
        with answering():
            resolve = self._door.resolve()
            if resolve:
                return program_of(resolve).capabilities()
            if not (self._door.installed() and self._door.running()):
                answer = self.check()
                raise HostUnavailable(answer.said, answer.cure)
            return Capabilities(PRODUCT, read=False, write=False, exchange=FILES, why=SHUT_WHY)

    @contextmanager
    def desk(self) -> Iterator[ResolveDesk]:
        with answering():
            answer = self.check()
            resolve = self._door.resolve()
            if not (answer.answers and resolve):
                raise HostUnavailable(answer.said, answer.cure)
            desk = ResolveDesk(resolve)
        yield desk

    def _checked(self) -> Answer:
        if not self._door.installed():
            return Answer(
                False,
                "DaVinci Resolve is not found.",
                cure="Install DaVinci Resolve, or name its scripting folder in RESOLVE_SCRIPT_API.",
            )
        if not self._door.running():
            return Answer(
                False,
                "DaVinci Resolve is not running.",
                cure="Start DaVinci Resolve and open the timeline of your edit.",
            )
        resolve = self._door.resolve()
        if not resolve:
            shut = Finding("Editing program", True, SHUT_WHY, SHUT_CURE, doubtful=True)
            return Answer(False, SHUT_WHY, (shut, *python_doubts()), SHUT_CURE)
        program = program_of(resolve)
        if program.closed:
            return Answer(
                False,
                CLOSED_WHY,
                cure="Export the timeline, score that file, and import what lies beside it.",
            )
        return Answer(True, f"{program.name} answers.", python_doubts())


def python_doubts(
    system: str = sys.platform, version: tuple[int, ...] = sys.version_info[:2]
) -> tuple[Finding, ...]:
    """Pythons with which the library behind Resolve's module is known to crash.

    Source: samuelgursky/davinci-resolve-mcp, issue 26.
    """
    if system != "win32" or version < (3, 13):
        return ()
    number = ".".join(map(str, version))
    return (
        Finding(
            "Editing program",
            True,
            f"Python {number} may crash with DaVinci Resolve up to 20.",
            "Install SceneScore into a Python 3.12.",
            doubtful=True,
        ),
    )
