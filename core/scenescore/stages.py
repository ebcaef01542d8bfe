"""Running stages: each is timed, told to the job, and kept under a hash of all it depends on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from time import perf_counter
from typing import TypeVar

from scenescore.cache import cached, fingerprint
from scenescore.deliver import StageTime
from scenescore.job import Job
from scenescore.rooms import code_version

T = TypeVar("T")


@dataclass(slots=True)
class Stages:
    """The stages of one run; safe to use from several threads."""

    job: Job
    times: list[StageTime] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    @contextmanager
    def at(self, name: str) -> Iterator[Job]:
        """The job of one stage, whose time is noted when the block ends."""
        job = self.job.at(name)
        job.step(0.0)
        start = perf_counter()
        yield job
        self._note(StageTime(name, perf_counter() - start))
        job.step(1.0)

    def kept(
        self,
        name: str,
        kind: type[T],
        depends: tuple[object, ...],
        rooms: tuple[str, ...],
        make: Callable[[Job], T],
    ) -> T:
        """The stage's result from the cache, or made now.

        `depends` is all that it is made from, as hashable values; `rooms` the packages whose code
        makes it.
        """
        job = self.job.at(name)
        job.step(0.0)
        start = perf_counter()
        key = fingerprint(name, code_version(*rooms), *depends)
        result, was_cached = cached(name, key, kind, lambda: make(job))
        self._note(StageTime(name, perf_counter() - start, was_cached))
        job.step(1.0)
        return result

    def _note(self, time: StageTime) -> None:
        with self._lock:
            self.times.append(time)
