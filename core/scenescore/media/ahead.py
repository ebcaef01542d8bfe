"""Work done ahead in a thread of its own: who makes and who uses need not wait for each other."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


_BATCHES = 6
"""Batches that are made ahead: a search for faces takes as long as one or two of them."""


def ahead(items: Iterator[T], count: int) -> Generator[T, None, None]:
    """The same items, made by another thread in batches of `count` while these are used.

    At most seven batches are there at once. To be closed before what the items come from is.
    """
    maker = ThreadPoolExecutor(1, "scenescore-ahead")
    try:
        made = deque(maker.submit(_some, items, count) for _ in range(_BATCHES))
        while some := made.popleft().result():
            made.append(maker.submit(_some, items, count))
            yield from some
    finally:
        maker.shutdown(cancel_futures=True)


def _some(items: Iterator[T], count: int) -> list[T]:
    return list(islice(items, count))
