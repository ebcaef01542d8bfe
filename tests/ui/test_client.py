"""The client without Qt: it speaks with real workers, replaces those that die or hang."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from pathlib import Path
from time import monotonic

import pytest
from tests.worker.conftest import SMALL_FONT, STUCK

from scenescore.worker.answers import Composed, Examined, Scored
from scenescore.worker.orders import (
    AnalyseOrder,
    ComposeOrder,
    DoctorOrder,
    EnginesOrder,
    Order,
    ScoreOrder,
    Source,
    Studio,
)
from scenescore.worker.protocol import Failed, Progressed, Said
from scenescore_ui.work.takes import Takes
from scenescore_ui.worker import Client, Listener, PipeTransport
from scenescore_ui.worker.client import CRASHED, NO_WORKER

PATIENCE_S = 120
PYTHON = [sys.executable, "-X", "utf8", "-u", "-c"]
KILLED = """
import os, signal
from scenescore.job import Job
from scenescore.worker.__main__ import main

step = Job.step

def fatal(job, fraction, text=""):
    if job.stage == "{stage}":
        os.kill(os.getpid(), signal.SIGKILL)
    step(job, fraction, text)

Job.step = fatal
main()
"""
"""A worker that is killed at a stage."""


@dataclass
class Loop:
    """A loop in the test's own thread: pumps workers and keeps the time."""

    command: list[str] | None = None
    workers: list[PipeTransport] = field(default_factory=list)
    _due: list[tuple[float, int, Callable[[], None]]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    def transport(self) -> PipeTransport:
        self.workers.append(PipeTransport(self.command))
        return self.workers[-1]

    def later(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        live = [call]
        heappush(self._due, (monotonic() + seconds, next(self._numbers), lambda: run(live)))

        def run(calls: list[Callable[[], None]]) -> None:
            for each in calls:
                each()

        return live.clear

    def until(self, wanted: Callable[[], object]) -> None:
        end = monotonic() + PATIENCE_S
        while not wanted():
            assert monotonic() < end, "it did not come"
            while self._due and self._due[0][0] <= monotonic():
                heappop(self._due)[2]()
            for worker in [*self.workers]:
                worker.pump(0.01)


@dataclass
class Ear:
    """Hears what becomes of an order."""

    said: list[object] = field(default_factory=list)
    stages: list[Progressed] = field(default_factory=list)

    def listener(self) -> Listener[Said]:
        return Listener(
            done=self.said.append,
            failed=self.said.append,
            cancelled=lambda: self.said.append("cancelled"),
            progressed=self.stages.append,
        )


@pytest.fixture
def loop(one_cache: None) -> Loop:
    return Loop()


@pytest.fixture
def client(loop: Loop) -> Iterator[Client]:
    client = Client(loop.transport, loop.later)
    yield client
    client.close()
    for worker in loop.workers:
        worker.close(0.0)


def _worker_that(what: str) -> list[str]:
    return [*PYTHON, STUCK.format(what=what)]


def _asked(client: Client, loop: Loop) -> Ear:
    ear = Ear()
    client.start(EnginesOrder(), ear.listener())
    loop.until(lambda: ear.said)
    return ear


def test_orders_are_answered_in_order(client: Client, loop: Loop) -> None:
    first, second = Ear(), Ear()
    client.start(DoctorOrder(), first.listener())
    client.start(EnginesOrder(), second.listener())
    assert [task.order.command for task in client.tasks] == ["doctor", "engines"]
    loop.until(lambda: second.said)
    assert isinstance(first.said[0], Examined)
    assert client.tasks == ()
    assert len(loop.workers) == 1


def test_a_worker_that_dies_is_told_and_replaced(client: Client, loop: Loop) -> None:
    loop.command = _worker_that("import os; os.abort()")
    lost, next_one = Ear(), Ear()
    client.start(DoctorOrder(), lost.listener())
    client.start(EnginesOrder(), next_one.listener())
    loop.until(lambda: next_one.said)
    (failure,) = lost.said
    assert isinstance(failure, Failed)
    assert failure.kind == CRASHED
    assert not isinstance(next_one.said[0], Failed)
    assert len(loop.workers) == 2


@pytest.mark.parametrize(
    "what",
    [
        "import time; time.sleep(3600)",
        "import ctypes; ctypes.PyDLL(None).sleep(3600)",  # with the interpreter's lock in hand
        "[None for _ in iter(int, 1)]",
    ],
)
def test_a_stuck_worker_is_replaced_when_an_order_is_cancelled(
    client: Client, loop: Loop, what: str
) -> None:
    loop.command = _worker_that(f"job.step(0.5); {what}")
    stuck, dropped, waits = Ear(), Ear(), Ear()
    task = client.start(DoctorOrder(), stuck.listener())
    waiting = client.start(DoctorOrder(), dropped.listener())
    client.start(EnginesOrder(), waits.listener())
    loop.until(lambda: stuck.stages)
    client.cancel(waiting)
    assert dropped.said == ["cancelled"]
    client.cancel(task)
    client.cancel(task)
    loop.until(lambda: stuck.said)
    assert stuck.said == ["cancelled"]
    loop.until(lambda: waits.said)
    assert not isinstance(waits.said[0], Failed)
    client.cancel(task)  # it is over


def test_a_worker_that_never_starts_is_told_after_some_tries(client: Client, loop: Loop) -> None:
    loop.command = [sys.executable, "-c", "raise SystemExit(3)"]
    ear = Ear()
    client.start(DoctorOrder(), ear.listener())
    loop.until(lambda: ear.said)
    (failure,) = ear.said
    assert isinstance(failure, Failed)
    assert (failure.kind, len(loop.workers)) == (NO_WORKER, 3)
    loop.command = None
    assert not isinstance(_asked(client, loop).said[0], Failed)


def test_what_nobody_understands_is_passed_over(
    client: Client, loop: Loop, caplog: pytest.LogCaptureFixture
) -> None:
    _asked(client, loop)
    loop.workers[0].on_line("noise")
    loop.workers[0].send("noise")
    _asked(client, loop)
    assert [record.levelname for record in caplog.records if "noise" in record.getMessage()]


@pytest.mark.slow
def test_a_worker_killed_at_any_stage_loses_nothing(
    client: Client, loop: Loop, own_film: Path
) -> None:
    """At each stage of each order that makes something; the same order then succeeds."""
    source, folder = Source(path=own_film), own_film.parent / "files"
    studio = Studio(soundfont=SMALL_FONT)

    def answered(order: Order, command: list[str] | None) -> object:
        loop.command, ear = command, Ear()
        client.start(order, ear.listener())
        loop.until(lambda: ear.said)
        return ear.said[0]

    def survived(order: Order, *stages: str) -> Said:
        """What comes of an order after its worker was killed at each of these stages."""
        for stage in stages:
            failure = answered(order, [*PYTHON, KILLED.format(stage=stage)])
            assert isinstance(failure, Failed), stage
            assert failure.kind == CRASHED
            finished = [path.parent for path in folder.glob("takes/*/take.json")]
            assert all((take / "cues").is_dir() for take in finished)
        result = answered(order, None)
        assert isinstance(result, order.gives), result
        loop.workers[-1].kill()
        loop.until(lambda: client.idle)
        return result

    survived(AnalyseOrder(source=source, folder=folder), "read", "listen", "watch", "feel", "write")
    order = ScoreOrder(source=source, folder=folder, from_frame=0, to_frame=120, studio=studio)
    scored = survived(order, "compose", "level")
    assert isinstance(scored, Scored)
    take = Takes(folder).get(*scored.takes)
    assert take is not None
    again = ComposeOrder(source=source, folder=folder, cue=take.cue, number=2, studio=studio)
    composed = survived(again, "compose", "render", "level")
    assert isinstance(composed, Composed)
    assert composed.take.take == again.take != take.take
