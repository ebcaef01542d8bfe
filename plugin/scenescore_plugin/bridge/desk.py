"""What is done for one client, from its hello to its leaving."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import singledispatchmethod

from pydantic import ValidationError

from scenescore import __version__
from scenescore.errors import BadArgument, ScoreError
from scenescore.words import translated
from scenescore.worker.protocol import Cancel, Cancelled, Done, Failed, Progressed, Said, Start
from scenescore_plugin.bridge import limits
from scenescore_plugin.bridge.opened import COMMANDS, Opened, open_edit, order_of
from scenescore_plugin.bridge.protocol import (
    FROM_CLIENT,
    PROTOCOL,
    Answer,
    Call,
    Hello,
    Open,
    Scenes,
    Welcome,
)
from scenescore_plugin.bridge.protocol import Opened as OpenedSaid
from scenescore_plugin.bridge.scenes import find_scenes
from scenescore_plugin.bridge.switchboard import Switchboard
from scenescore_ui.worker import Client, Listener, Task

log = logging.getLogger(__name__)

TOO_MUCH, NOT_UNDERSTOOD, OTHER_VERSION = 1008, 1003, 4001
"""Codes with which a client is let go: of RFC 6455, and one of our own."""


_TEXTS = ("message", "hint")


class LetGo(Exception):
    """The connection ends with `code`."""

    def __init__(self, code: int, why: str) -> None:
        super().__init__(why)
        self.code = code


@dataclass(slots=True, eq=False)
class Desk:
    """One client's side of the bridge; `say` sends it a message, at once and in order."""

    engine: Client
    switchboard: Switchboard
    say: Callable[[Said], None]
    pace: limits.Pace = field(default_factory=limits.Pace)
    greeted: bool = False
    _host: str | None = None
    _language: str = "en"
    _opened: Opened | None = None
    _tasks: dict[str, Task] = field(default_factory=dict)
    _mistakes: int = 0

    def hear(self, text: str) -> None:
        """Do what one message asks. Raises LetGo where the client asks too much or amiss."""
        if not self.pace.allows():
            raise LetGo(TOO_MUCH, "too many messages")
        try:
            message = FROM_CLIENT.validate_json(text)
        except ValidationError as error:
            log.info("a message was not understood: %s", error.errors(include_input=False)[:1])
            self._mistake(None)
            return
        if not self.greeted and not isinstance(message, Hello):
            raise LetGo(TOO_MUCH, "no hello")
        try:
            self._do(message)
        except ScoreError as error:
            self._fail(getattr(message, "id", None), error)

    def leave(self) -> None:
        """The client is gone, and with it what was being made for it."""
        self.switchboard.forget(self.say)
        for task in tuple(self._tasks.values()):
            self.engine.cancel(task)
        self._tasks.clear()

    # --- what is asked ------------------------------------------------------------------------

    @singledispatchmethod
    def _do(self, message: Said) -> None:
        raise NotImplementedError(type(message))

    @_do.register
    def _(self, hello: Hello) -> None:
        if hello.protocol != PROTOCOL:
            raise LetGo(OTHER_VERSION, f"protocol {hello.protocol}, not {PROTOCOL}")
        self.greeted = True
        log.info("%.64r came", hello.name)
        self._host, self._language = hello.host, hello.language
        if hello.host:
            self.switchboard.connect(hello.host, self.say)
        self.say(Welcome(protocol=PROTOCOL, version=__version__, commands=COMMANDS))

    @_do.register
    def _(self, open: Open) -> None:
        self._opened = open_edit(open.source)
        self.say(OpenedSaid(id=open.id, folder=str(self._opened.folder)))

    @_do.register
    def _(self, scenes: Scenes) -> None:
        self.say(find_scenes(scenes.id, self._opened, self._language))

    @_do.register
    def _(self, start: Start) -> None:
        if start.id in self._tasks:
            raise BadArgument("This id is in use.", "Give each order an id of its own.")
        self._make_room()
        order = order_of(start.command, start.arguments, self._opened, self._host)
        self._tasks[start.id] = self.engine.start(order, self._listener(start.id))

    @_do.register
    def _(self, cancel: Cancel) -> None:
        if task := self._tasks.get(cancel.id):
            self.engine.cancel(task)

    @_do.register
    def _(self, call: Call) -> None:
        self._make_room()
        self.switchboard.call(call, self.say)

    @_do.register
    def _(self, answer: Answer) -> None:
        if self.switchboard.answer(answer, self.say):
            self.pace.forgive()

    def _make_room(self) -> None:
        if len(self._tasks) + self.switchboard.waiting(self.say) >= limits.WAITING:
            raise BadArgument("Too much waits already.", "Wait until something is done.")

    # --- what comes of it ---------------------------------------------------------------------

    def _listener(self, id: str) -> Listener[Said]:
        """Tells the client of its order, by the client's own id."""

        def ended(message: Said) -> None:
            # A client that has left has forgotten its orders, and is told nothing.
            if self._tasks.pop(id, None):
                self.say(message)

        def progressed(progress: Progressed) -> None:
            if id in self._tasks:
                self.say(progress.model_copy(update={"id": id}))

        return Listener(
            done=lambda result: ended(Done(id=id, result=result.model_dump(mode="json"))),
            failed=lambda failed: ended(self._said(failed, id)),
            cancelled=lambda: ended(Cancelled(id=id)),
            progressed=progressed,
        )

    def _fail(self, id: str | None, error: ScoreError) -> None:
        log.info("refused: %s %s", error.message, error.detail)
        failed = Failed(id=id, message=error.message, hint=error.hint, kind=type(error).__name__)
        self.say(self._said(failed, id))

    def _said(self, failed: Failed, id: str | None) -> Failed:
        """A failure in the client's language, by the client's own id."""
        texts = {name: translated(getattr(failed, name), self._language) for name in _TEXTS}
        return failed.model_copy(update={"id": id, **texts})

    def _mistake(self, id: str | None) -> None:
        self._mistakes += 1
        if self._mistakes > limits.MISTAKES:
            raise LetGo(NOT_UNDERSTOOD, "too many messages that nobody understands")
        error = BadArgument(
            "This message is not understood.", "See docs/bridge.md for the protocol."
        )
        self._fail(id, error)
