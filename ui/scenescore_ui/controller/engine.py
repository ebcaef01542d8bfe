"""The engine as the panel sees it: long orders one at a time to look at, others quietly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import monotonic
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from scenescore.worker.orders import Order
from scenescore.worker.protocol import Failed, Progressed, Ready, Said
from scenescore_ui.controller.long_work import LongWork
from scenescore_ui.strings import Strings, Telling, sentence, worded
from scenescore_ui.worker import Client, Listener, Task, Transport
from scenescore_ui.worker.client import CRASHED, NO_WORKER
from scenescore_ui.worker.process import ProcessTransport, qt_later

R = TypeVar("R", bound=Said)

_OF_THE_WORKER = {CRASHED: "worker_crashed", NO_WORKER: "worker_missing"}
"""Failures that the panel has words of its own for."""


def telling(failure: Failed) -> tuple[Telling, Telling]:
    """What to say of a failure, and what to do."""
    if key := _OF_THE_WORKER.get(failure.kind):
        return worded(key), worded(f"{key}_hint")
    return sentence(failure.message), sentence(failure.hint)


def words_of(failure: Failed, say: Strings) -> tuple[str, str]:
    """The same in the language that is spoken now."""
    message, hint = telling(failure)
    return message(say), hint(say)


class Engine(QObject):
    """Owns the worker's client. `long_work` is what is under way and worth showing, or None."""

    long_work_changed = Signal()
    failed = Signal(object)
    """`Failed`, of a long order."""
    stopped = Signal()
    """A long order was cancelled."""

    def __init__(
        self,
        parent: QObject | None = None,
        transport: Callable[[], Transport] | None = None,
    ) -> None:
        super().__init__(parent)
        self._transport = transport
        self._aside: Engine | None = None
        self.client = Client(transport or self._process, qt_later, self._greet)
        self.long_work: LongWork | None = None
        self.log: str = ""
        self._shown: Task | None = None

    @property
    def aside(self) -> Engine:
        """A worker of its own for errands that no music is to wait for, such as fetching weights.

        It ends with this one.
        """
        if self._aside is None:
            self._aside = Engine(self, self._transport)
        return self._aside

    def start(
        self,
        order: Order,
        done: Callable[[R], None],
        failed: Callable[[Failed], None] = lambda failure: None,
    ) -> None:
        """Have an order done whose progress is worth showing.

        A failure comes to `failed`, and then by the signal to everybody.
        """

        def fail(failure: Failed) -> None:
            failed(failure)
            self.failed.emit(failure)

        listener = Listener[R](
            done=lambda result: self._end(task, lambda: done(result)),
            failed=lambda failure: self._end(task, lambda: fail(failure)),
            cancelled=lambda: self._end(task, self.stopped.emit),
            progressed=lambda progress: self._progress(task, progress),
        )
        task = self.client.start(order, listener)
        if self._shown is None:
            self._show(task)

    def ask(
        self, order: Order, done: Callable[[R], None], failed: Callable[[Failed], None]
    ) -> Task:
        """Have an order done that is not shown as long work."""
        return self.client.start(order, Listener[R](done=done, failed=failed))

    def quietly(self, order: Order) -> None:
        """Have an order done whose end nobody waits for."""
        self.client.start(order, Listener[Said]())

    def cancel(self) -> None:
        """Stop the long work that is shown, where it may be."""
        if self._shown and self.long_work and not self._shown.goes_on:
            self.long_work = replace(self.long_work, cancelling=True)
            self.long_work_changed.emit()
            self.client.cancel(self._shown)

    def cancel_all(self) -> None:
        """Stop everything, waiting orders first, so that none of them begins."""
        for task in reversed(self.client.tasks):
            self.client.cancel(task)

    def close(self) -> None:
        """End the worker's process."""
        self._shown, self.long_work = None, None
        self.client.close()
        if self._aside:
            self._aside.close()

    def _process(self) -> Transport:
        return ProcessTransport(self)

    def _greet(self, ready: Ready) -> None:
        self.log = str(ready.log)

    def _show(self, task: Task | None) -> None:
        self._shown = task
        order = task.order if task else None
        self.long_work = LongWork(order.command, monotonic(), whole=order.whole) if order else None
        self.long_work_changed.emit()

    def _progress(self, task: Task, progress: Progressed) -> None:
        if self._shown is not task:
            self._show(task)
        if self.long_work:
            self.long_work = self.long_work.after(progress)
            self.long_work_changed.emit()

    def _end(self, task: Task, tell: Callable[[], None]) -> None:
        if self._shown is task:
            self._show(None)
        tell()
