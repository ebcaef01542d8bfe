"""What a long order made is taken up a little at a time, so that the window goes on meanwhile."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from time import monotonic

from PySide6.QtCore import QObject, QTimer

from scenescore_ui.controller.composing import Composing
from scenescore_ui.work import changes
from scenescore_ui.work.model import Work
from scenescore_ui.work.takes import Takes

_TURN_S = 0.008
"""How long one turn of the window's loop is taken for it."""


class Slowly(QObject):
    """Runs steps one after another, as many in a turn as fit, and then calls `done`."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._turn)
        self._waiting: deque[tuple[Iterator[object], Callable[[], None]]] = deque()

    def run(self, steps: Iterable[object], done: Callable[[], None]) -> None:
        """Go through `steps`, after what was to be gone through before."""
        self._waiting.append((iter(steps), done))
        self._timer.start()

    def stop(self) -> None:
        """Give up what is under way and what waits."""
        self._waiting.clear()
        self._timer.stop()

    def _turn(self) -> None:
        end = monotonic() + _TURN_S
        steps, done = self._waiting[0]
        for _ in steps:
            if monotonic() > end:
                return
        self._waiting.popleft()
        if not self._waiting:
            self._timer.stop()
        done()


class Taking:
    """Taking up the cues that were scored: each of its steps reads one from disk or names one."""

    def __init__(
        self, takes: Takes, composing: Composing, names: Iterable[str], before: Work
    ) -> None:
        self._takes, self._composing = takes, composing
        self._names, self._before = tuple(names), before
        self._after = before

    def __iter__(self) -> Iterator[None]:
        for name in self._names:
            self._takes.get(name)
            yield
        self._after = self._with_cues(self._before)
        yield from self._composing.prepare(self._after)

    def laid(self, work: Work) -> Work:
        """The work with what was scored."""
        return self._after if work is self._before else self._with_cues(work)

    def _with_cues(self, work: Work) -> Work:
        takes = (self._takes.get(name) for name in self._names)
        return changes.with_cues(work, [take.cue for take in takes if take])
