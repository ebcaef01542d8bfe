"""How many threads libraries may start beside ours."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

_BLAS = "OPENBLAS_NUM_THREADS"


def products_keep_to_one_thread() -> None:
    """Ask before NumPy is loaded that its matrix products start no threads, unless the user did.

    What they multiply here is small: the threads would only spin, a tenth of a second of the
    processor's time at the program's start alone.
    """
    os.environ.setdefault(_BLAS, "1")


@contextmanager
def one_thread_each() -> Iterator[None]:
    """Meanwhile matrix products and work on pictures keep to the thread that asks for them.

    On the cores that decode, idle helpers that spin for work cost more of the processor's time than
    they save: listening takes twice as much with them, watching a twentieth more. Holds for the
    whole process.
    """
    import cv2
    from threadpoolctl import threadpool_limits

    usual = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        with threadpool_limits(1, "blas"):
            yield
    finally:
        cv2.setNumThreads(usual)
