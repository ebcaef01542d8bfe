"""Libraries keep to one thread while many of ours work, and are let go afterwards."""

from __future__ import annotations

import os
import subprocess
import sys

import cv2
import numpy as np
import pytest
from threadpoolctl import threadpool_info

from scenescore.threads import one_thread_each


def _blas() -> list[int]:
    return [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]


def test_libraries_keep_to_the_thread_that_asks() -> None:
    np.eye(3) @ np.eye(3)
    usual = cv2.getNumThreads(), _blas()
    with one_thread_each():
        assert cv2.getNumThreads() == 1
        assert set(_blas()) == {1}
    assert (cv2.getNumThreads(), _blas()) == usual


def test_they_are_let_go_after_an_error() -> None:
    usual = cv2.getNumThreads()
    with pytest.raises(ZeroDivisionError), one_thread_each():
        raise ZeroDivisionError
    assert cv2.getNumThreads() == usual


_ASKED = """
from scenescore.threads import products_keep_to_one_thread
products_keep_to_one_thread()
import numpy, threadpoolctl
print(*(pool["num_threads"] for pool in threadpoolctl.threadpool_info()))
"""


@pytest.mark.parametrize(("said", "threads"), [({}, "1"), ({"OPENBLAS_NUM_THREADS": "2"}, "2")])
def test_products_start_no_threads_unless_the_user_wants_them(
    said: dict[str, str], threads: str
) -> None:
    own = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    asked = [sys.executable, "-c", _ASKED]
    heard = subprocess.run(asked, env=own | said, capture_output=True, text=True, check=True)
    assert heard.stdout.split() == [str(min(int(threads), os.cpu_count() or 1))]
