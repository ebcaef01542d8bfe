"""The worker at work: one order after another in a thread, the reader listening meanwhile."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING

from pydantic import ValidationError

from scenescore import __version__
from scenescore.errors import BadArgument, Cancelled, ScoreError
from scenescore.job import Job, Progress
from scenescore.progress import Whole
from scenescore.worker import protocol as said
from scenescore.worker.orders import ORDERS, Order

if TYPE_CHECKING:
    from scenescore.worker.workshop import Workshop

log = logging.getLogger(__name__)

_APART_S = 0.05
"""Least time between two messages of progress within one stage."""


@dataclass(slots=True)
class Service:
    """Reads orders until the input ends; `write` is given one line after another, without its end.

    Everything heavy is imported with the first order, so that `ready` comes at once.
    """

    write: Callable[[str], None]
    log_file: Path
    _jobs: dict[str, Job] = field(default_factory=dict)
    _waiting: SimpleQueue[said.Start | None] = field(default_factory=SimpleQueue)
    _lock: Lock = field(default_factory=Lock)
    _shop: Workshop | None = None
    _is_whole: bool = False
    """Whether what runs may not stop half way."""

    def serve(self, lines: Iterable[bytes]) -> bool:
        """Serve until the input ends, then stop what runs; whether it stopped within the grace."""
        commands = tuple(ORDERS)
        self._say(
            said.Ready(
                protocol=said.PROTOCOL, version=__version__, commands=commands, log=self.log_file
            )
        )
        thread = Thread(target=self._work, name="orders", daemon=True)
        thread.start()
        for line in lines:
            if line.strip():
                self._hear(line)
        self._waiting.put(None)
        with self._lock:
            for job in self._jobs.values():
                job.cancel()
        thread.join(said.WHOLE_S if self._is_whole else said.GRACE_S)
        return not thread.is_alive()

    # --- the reader ---------------------------------------------------------------------------

    def _hear(self, line: bytes) -> None:
        try:
            message = said.TO_WORKER.validate_json(line)
        except ValidationError as error:
            log.info("not understood: %r: %s", line[:200], error)
            wrong = BadArgument(
                "The worker was sent a line that is no message.",
                "Send a JSON object with “type”: “start” or “cancel”, and an “id”.",
            )
            self._say(_failed(None, wrong))
            return
        if isinstance(message, said.Cancel):
            self._cancel(message.id)
        else:
            self._take(message)

    def _take(self, start: said.Start) -> None:
        with self._lock:
            taken = start.id in self._jobs
            if not taken:
                self._jobs[start.id] = Job()
        if taken:
            wrong = BadArgument(
                f"There is an order {start.id} already.", "Give each order an id of its own."
            )
            self._say(_failed(None, wrong))
            return
        self._waiting.put(start)

    def _cancel(self, wanted: str) -> None:
        """Stop a running order at its next step; one that waits is gone at once."""
        with self._lock:
            job = self._jobs.get(wanted)
            waits = job is not None and next(iter(self._jobs)) != wanted
            if waits:
                del self._jobs[wanted]
        if waits:
            self._say(said.Cancelled(id=wanted))
        elif job:
            job.cancel()

    # --- the thread that works ----------------------------------------------------------------

    def _work(self) -> None:
        while (start := self._waiting.get()) is not None:
            with self._lock:
                job = self._jobs.get(start.id)
            if job is not None:
                answer = self._answered(start, job)
                with self._lock:
                    del self._jobs[start.id]
                self._say(answer)

    def _answered(self, start: said.Start, job: Job) -> said.Said:
        try:
            return said.Done(id=start.id, result=self._done(start, job))
        except Cancelled:
            return said.Cancelled(id=start.id)
        except ScoreError as error:
            log.info("%s failed: %s (%s)", start.command, error.message, error.detail)
            return _failed(start.id, error)
        except Exception:  # the outermost loop: the worker lives on
            log.exception("%s failed", start.command)
            wrong = ScoreError(
                "Something failed that SceneScore did not expect.",
                "The log tells what: copy it in Check set-up and report it.",
            )
            return _failed(start.id, wrong)

    def _done(self, start: said.Start, job: Job) -> dict[str, object]:
        order = _order_of(start)
        job.check()
        from scenescore.worker.commands import COMMANDS
        from scenescore.worker.workshop import Workshop

        self._shop = self._shop or Workshop()
        command = COMMANDS[start.command]
        teller = _Teller(start.id, Whole(command.stages), self._say)
        job.listener = teller.progressed
        self._is_whole = order.whole
        try:
            return command.do(order, self._shop, job, teller.playable).model_dump(mode="json")
        finally:
            self._is_whole = False

    def _say(self, message: said.Said) -> None:
        with self._lock:
            self.write(message.model_dump_json())


@dataclass(slots=True)
class _Teller:
    """Tells progress: each new stage at once, then not more often than a person can see."""

    id: str
    whole: Whole
    say: Callable[[said.Said], None]
    _last: tuple[str, float] = ("", 0.0)
    _progress: Progress = field(default_factory=lambda: Progress("", 0.0))
    _total: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    def progressed(self, progress: Progress) -> None:
        with self._lock:  # stages may run side by side
            self._total = max(self._total, self.whole.fraction(progress))
            stage, when = self._last
            if stage == progress.stage and monotonic() - when < _APART_S:
                return
            self._last, self._progress = (progress.stage, monotonic()), progress
            self.say(self._message(None))

    def playable(self, sound: said.Playable) -> None:
        """Sound is told whenever there is more of it: somebody waits to hear it."""
        with self._lock:
            self.say(self._message(sound))

    def _message(self, sound: said.Playable | None) -> said.Progressed:
        progress = self._progress
        return said.Progressed(
            id=self.id,
            stage=progress.stage,
            fraction=round(progress.fraction, 4),
            total=round(min(self._total, 1.0), 4),
            text=progress.text,
            playable=sound,
        )


def _order_of(start: said.Start) -> Order:
    """The order with its arguments checked. Raises BadArgument."""
    kind = ORDERS.get(start.command)
    if kind is None:
        raise BadArgument(
            f"The worker knows no command “{start.command}”.",
            f"It knows {', '.join(ORDERS)}.",
        )
    try:
        return kind.model_validate(start.arguments)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise BadArgument(
            f"“{start.command}” cannot take “{place}” as it was given.",
            "Update SceneScore: its two halves are of different versions.",
            str(error),
        ) from error


def _failed(wanted: str | None, error: ScoreError) -> said.Failed:
    return said.Failed(id=wanted, message=error.message, hint=error.hint, kind=type(error).__name__)
