"""The client of the worker: orders in, answers out; a worker that dies or hangs is replaced.

Knows no Qt: a transport carries the lines and a `Later` keeps the time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Generic, TypeVar, cast

from pydantic import ValidationError

from scenescore.worker.orders import Order
from scenescore.worker.protocol import (
    FROM_WORKER,
    GRACE_S,
    PROTOCOL,
    WHOLE_S,
    Cancel,
    Cancelled,
    Done,
    Failed,
    Progressed,
    Ready,
    Said,
    Start,
)
from scenescore_ui.worker.transport import Later, Transport

log = logging.getLogger(__name__)

R = TypeVar("R", bound=Said)

CRASHED, NO_WORKER = "Crashed", "NoWorker"
"""Kinds of failure that no worker can tell: it died at the task; it cannot be started."""

_STARTS = 3
"""How often a worker that dies before it is ready is started again."""


def _nothing(*_: object) -> None:
    """The listener that does not listen."""


@dataclass(slots=True)
class Listener(Generic[R]):
    """Who is told of a task: progress, then exactly one of the others."""

    done: Callable[[R], None] = _nothing
    failed: Callable[[Failed], None] = _nothing
    cancelled: Callable[[], None] = _nothing
    progressed: Callable[[Progressed], None] = _nothing


@dataclass(slots=True, eq=False)
class Task:
    """An order on its way; `total` is how far it is, 0…1."""

    id: str
    order: Order
    listener: Listener[Said]
    sent: bool = False
    cancelling: bool = False
    total: float = 0.0
    call_off: Callable[[], None] = _nothing

    @property
    def goes_on(self) -> bool:
        """Whether it has begun and may not stop half way."""
        return self.sent and self.order.whole


@dataclass(slots=True)
class Client:
    """Starts a worker with the first order, and another when that one is gone.

    Orders are sent one after another, so that one that waits can be dropped at once and a worker
    that dies loses only the one that it was at: that is told as failed, or as cancelled where that
    was asked for, and the next worker goes on with the rest.
    """

    transport: Callable[[], Transport]
    later: Later
    ready: Callable[[Ready], None] = _nothing
    _tasks: dict[str, Task] = field(default_factory=dict)
    _numbers: count[int] = field(default_factory=lambda: count(1))
    _worker: Transport | None = None
    _is_ready: bool = False
    _failures: int = 0

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What is running and what waits behind it, in order."""
        return tuple(self._tasks.values())

    @property
    def idle(self) -> bool:
        """Whether no worker runs: none was wanted yet, or the last one is gone."""
        return self._worker is None

    def start(self, order: Order, listener: Listener[R]) -> Task:
        """Give an order; its result is of the class that `order.gives` names."""
        task = Task(f"t{next(self._numbers)}", order, cast("Listener[Said]", listener))
        self._tasks[task.id] = task
        if self._worker is None:
            self._failures = 0
            self._start_worker()
        self._send_next()
        return task

    def cancel(self, task: Task) -> None:
        """Stop a task: it is told as cancelled within the grace, or its worker is replaced.

        One that is done whole goes on once it has begun.
        """
        if task.id not in self._tasks or task.cancelling or task.goes_on:
            return
        if not task.sent:
            self._finish(task)
            task.listener.cancelled()
            return
        task.cancelling = True
        self._say(Cancel(id=task.id))
        task.call_off = self.later(GRACE_S, lambda: self._lose_patience(task))

    def close(self) -> None:
        """End the worker and forget all tasks, telling nobody; what is whole is waited for."""
        grace = WHOLE_S if any(task.goes_on for task in self.tasks) else GRACE_S
        for task in self.tasks:
            self._finish(task)
        worker, self._worker = self._worker, None
        if worker:
            worker.on_line, worker.on_end = _nothing, _nothing
            worker.close(grace)

    # --- to the worker ------------------------------------------------------------------------

    def _start_worker(self) -> None:
        self._worker, self._is_ready = self.transport(), False
        self._worker.on_line, self._worker.on_end = self._hear, self._ended
        self._worker.start()

    def _send_next(self) -> None:
        """Send the first order in the row, unless one is on its way."""
        task = next(iter(self._tasks.values()), None)
        if task and self._is_ready and not task.sent:
            task.sent = True
            arguments = task.order.model_dump(mode="json")
            self._say(Start(id=task.id, command=task.order.command, arguments=arguments))

    def _say(self, message: Said) -> None:
        if self._worker:
            self._worker.send(message.model_dump_json())

    def _lose_patience(self, task: Task) -> None:
        if task.id in self._tasks and self._worker:
            log.info("%s does not stop: the worker is replaced", task.order.command)
            self._worker.kill()

    # --- from the worker ----------------------------------------------------------------------

    def _hear(self, line: str) -> None:
        try:
            message = FROM_WORKER.validate_json(line)
        except ValidationError:
            log.warning("the worker said what nobody understands: %.200s", line)
            return
        if isinstance(message, Ready):
            self._greet(message)
        elif isinstance(message, Progressed):
            if task := self._tasks.get(message.id):
                task.total = message.total
                task.listener.progressed(message)
        elif isinstance(message, Failed) and message.id is None:
            log.warning("the worker did not understand: %s", message.message)
        elif task := self._tasks.get(str(message.id)):
            self._finish(task)
            self._send_next()
            self._tell(task, message)

    def _greet(self, ready: Ready) -> None:
        if ready.protocol != PROTOCOL:
            log.warning("the worker speaks protocol %s, not %s", ready.protocol, PROTOCOL)
        self._is_ready, self._failures = True, 0
        self.ready(ready)
        self._send_next()

    def _tell(self, task: Task, message: Done | Failed | Cancelled) -> None:
        if isinstance(message, Done):
            task.listener.done(task.order.gives.model_validate(message.result))
        elif isinstance(message, Failed):
            task.listener.failed(message)
        else:
            task.listener.cancelled()

    def _finish(self, task: Task) -> None:
        task.call_off()
        self._tasks.pop(task.id, None)

    def _ended(self, why: str) -> None:
        """The worker is gone: tell of the task it was at, and give the rest to another."""
        log.info("the worker ended: %s", why or "by itself")
        self._failures += not self._is_ready
        self._worker, self._is_ready = None, False
        hopeless = self._failures >= _STARTS
        lost = [task for task in self.tasks if task.sent or hopeless]
        for task in lost:
            self._finish(task)
        if self._tasks:
            self._start_worker()
        for task in lost:
            if task.cancelling:
                task.listener.cancelled()
            else:
                kind = NO_WORKER if hopeless else CRASHED
                task.listener.failed(Failed(id=task.id, message=why, kind=kind))
