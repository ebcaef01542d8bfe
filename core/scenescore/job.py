"""A running job: progress for whoever watches, cancellation for whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from threading import Event
from typing import TypeVar

from scenescore.errors import Cancelled

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one stage has come: its name, a fraction 0…1, a few words."""

    stage: str
    fraction: float
    text: str = ""


def _ignore(progress: Progress) -> None:
    """The listener of a job that nobody watches."""


@dataclass(slots=True)
class Job:
    """Carried through every stage; `step` reports and raises `Cancelled` when asked to stop."""

    listener: Callable[[Progress], None] = _ignore
    stage: str = ""
    _cancelled: Event = field(default_factory=Event)

    def cancel(self) -> None:
        """Ask the job to stop at its next step; may be called from any thread."""
        self._cancelled.set()

    def check(self) -> None:
        """Raise `Cancelled` if the job was asked to stop."""
        if self._cancelled.is_set():
            raise Cancelled

    def at(self, stage: str) -> Job:
        """The same job, reporting under another stage's name."""
        return Job(self.listener, stage, self._cancelled)

    def part(self, index: int, total: int) -> Job:
        """The same job for piece `index` of `total`: its 0…1 is that share of the stage."""

        def listen(progress: Progress) -> None:
            self.listener(replace(progress, fraction=(index + progress.fraction) / total))

        return Job(listen, self.stage, self._cancelled)

    def unheard(self) -> Job:
        """The same job, reporting nothing: for work inside of work that reports."""
        return Job(stage=self.stage, _cancelled=self._cancelled)

    def step(self, fraction: float, text: str = "") -> None:
        """Report progress of the current stage and stop here if cancelled."""
        self.check()
        self.listener(Progress(self.stage, min(max(fraction, 0.0), 1.0), text))

    def track(self, items: Iterable[T], total: int, text: str = "") -> Iterator[T]:
        """Yield `items`, reporting each as 1/`total` of the stage."""
        for done, item in enumerate(items):
            self.step(done / max(total, 1), text)
            yield item
        self.step(1.0, text)
