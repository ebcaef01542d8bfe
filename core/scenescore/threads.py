"""How many threads libraries may start beside ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


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
