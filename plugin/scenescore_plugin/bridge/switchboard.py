"""Who answers for an editing program: calls go to its panel, answers come back to who called."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from scenescore_plugin.bridge import limits
from scenescore_plugin.bridge.protocol import Answer, Call

log = logging.getLogger(__name__)

Say = Callable[[Call | Answer], None]


@dataclass(slots=True, eq=False)
class _Waiting:
    """A call on its way: by which panel it is answered, and how its caller knows it."""

    panel: Say
    caller: Say
    id: str
    call_off: Callable[[], None]


@dataclass(slots=True)
class Switchboard:
    """One panel for each editing program; the one that came last answers."""

    _panels: dict[str, Say] = field(default_factory=dict)
    _calls: dict[str, _Waiting] = field(default_factory=dict)
    _numbers: count[int] = field(default_factory=lambda: count(1))

    @property
    def hosts(self) -> tuple[str, ...]:
        """The editing programs whose panels are connected."""
        return tuple(sorted(self._panels))

    def connect(self, host: str, panel: Say) -> None:
        """From now on `panel` is said what is called of `host`."""
        self._panels[host] = panel

    def forget(self, say: Say) -> None:
        """A client is gone: calls to it have failed, calls of it are dropped."""
        for host in [host for host, panel in self._panels.items() if panel == say]:
            del self._panels[host]
        for number, call in list(self._calls.items()):
            if call.panel == say:
                self._finish(number, _away(call.id))
            elif call.caller == say:
                self._calls.pop(number).call_off()

    def waiting(self, caller: Say) -> int:
        """How many calls of this client have no answer yet."""
        return sum(call.caller == caller for call in self._calls.values())

    def call(self, call: Call, caller: Say) -> None:
        """Hand a call to the program's panel; its answer, or why there is none, is said later."""
        panel = self._panels.get(call.host)
        if panel is None:
            caller(_away(call.id))
            return
        number = f"c{next(self._numbers)}"
        timer = asyncio.get_running_loop().call_later(limits.CALL_S, self._give_up, number)
        self._calls[number] = _Waiting(panel, caller, call.id, timer.cancel)
        panel(call.model_copy(update={"id": number}))

    def answer(self, answer: Answer, panel: Say) -> bool:
        """Whether a panel's answer was waited for; if not, or of another's call, it is dropped."""
        call = self._calls.get(answer.id)
        if call is None or call.panel != panel:
            log.info("an answer that nobody waits for")
            return False
        self._finish(answer.id, answer.model_copy(update={"id": call.id}))
        return True

    def _give_up(self, number: str) -> None:
        call = self._calls[number]
        self._finish(number, _no_answer(call.id))

    def _finish(self, number: str, answer: Answer) -> None:
        call = self._calls.pop(number)
        call.call_off()
        call.caller(answer)


def _away(id: str) -> Answer:
    return Answer(
        id=id,
        message="No panel of the editing program is connected.",
        hint="Open the SceneScore panel inside the editing program.",
        kind="HostUnavailable",
    )


def _no_answer(id: str) -> Answer:
    return Answer(
        id=id,
        message="The editing program does not answer.",
        hint="Look whether a window in it waits for a click.",
        kind="HostUnavailable",
    )
