"""A job tells how far it is and stops when asked."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.errors import Cancelled
from scenescore.job import Job, Progress
from scenescore.progress import Whole


@given(st.floats(allow_nan=False))
def test_the_fraction_stays_between_nothing_and_all(fraction: float) -> None:
    told: list[Progress] = []
    Job(told.append).step(fraction)
    assert 0 <= told[0].fraction <= 1


def test_progress_names_the_stage_it_belongs_to() -> None:
    told: list[Progress] = []
    job = Job(told.append)
    job.at("listen").step(0.5, "speech")
    job.at("watch").step(1.0)
    assert told == [Progress("listen", 0.5, "speech"), Progress("watch", 1.0)]


def test_threads_report_side_by_side() -> None:
    """Every stage is new to the whole when it reports, and another thread adds up just then."""
    stages = [f"stage {k}" for k in range(400)]
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(5):
            whole = Whole(dict.fromkeys(stages, 1.0))
            with ThreadPoolExecutor(4) as pool:
                list(pool.map(whole.fraction, (Progress(stage, 1.0) for stage in stages)))
            assert whole.fraction(Progress("", 0.0)) == pytest.approx(1)
    finally:
        sys.setswitchinterval(usual)


def test_tracking_yields_everything_and_ends_at_one() -> None:
    told: list[Progress] = []
    assert list(Job(told.append, "render").track("abcd", 4, "cues")) == list("abcd")
    assert [p.fraction for p in told] == [0, 0.25, 0.5, 0.75, 1]


@given(st.integers(0, 20), st.integers(0, 20))
def test_a_wrong_total_never_passes_one(items: int, total: int) -> None:
    told: list[Progress] = []
    assert list(Job(told.append).track(range(items), total)) == list(range(items))
    assert told[-1].fraction == 1
    assert [p.fraction for p in told] == sorted(p.fraction for p in told)


def test_every_stage_of_a_cancelled_job_stops() -> None:
    job = Job()
    listening = job.at("listen")
    listening.step(0.1)
    job.at("watch").cancel()
    for stage in (job, listening, job.at("compose")):
        with pytest.raises(Cancelled):
            stage.check()
        with pytest.raises(Cancelled):
            stage.step(0.2)


def test_a_job_may_be_cancelled_from_another_thread() -> None:
    job = Job()
    done = []
    with pytest.raises(Cancelled):
        for item in job.track(range(10), 10):
            done.append(item)
            if item == 3:
                thread = threading.Thread(target=job.cancel)
                thread.start()
                thread.join()
    assert done == [0, 1, 2, 3]


def test_jobs_do_not_cancel_each_other() -> None:
    one, other = Job(), Job()
    one.cancel()
    other.check()
