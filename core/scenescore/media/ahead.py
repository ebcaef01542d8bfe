"""Work done ahead in a thread of its own: who makes and who uses need not wait for each other."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def ahead(items: Iterator[T], count: int) -> Generator[T, None, None]:
    """The same items, the next `count` of which another thread makes while these are used.

    At most twice as many are alive at once. To be closed before what the items come from is.
    """
    with ThreadPoolExecutor(1, "scenescore-ahead") as maker:
        made = maker.submit(_some, items, count)
        while some := made.result():
            made = maker.submit(_some, items, count)
            yield from some


def _some(items: Iterator[T], count: int) -> list[T]:
    return list(islice(items, count))
