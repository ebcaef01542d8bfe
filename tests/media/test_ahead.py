"""Work done ahead: the same items in the same order, errors where they belong, no thread left."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenescore.media.ahead import ahead


def _until(last: int) -> Iterator[int]:
    yield from range(last)
    raise ValueError("no more")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(), max_size=40), st.integers(1, 10))
def test_the_same_items_in_the_same_order(items: list[int], count: int) -> None:
    assert list(ahead(iter(items), count)) == items


def test_what_goes_wrong_is_told_to_who_uses_it() -> None:
    seen: list[int] = []
    with closing(ahead(_until(7), 3)) as items, pytest.raises(ValueError, match="no more"):
        seen.extend(items)
    assert seen == list(range(6))


def test_who_stops_early_leaves_no_thread() -> None:
    made: list[int] = []

    def items() -> Iterator[int]:
        for item in range(1000):
            made.append(item)
            yield item

    with closing(ahead(items(), 5)) as some:
        assert [next(some) for _ in range(3)] == [0, 1, 2]
    assert not [t for t in threading.enumerate() if t.name.startswith("scenescore-ahead")]
    assert made == list(range(len(made)))
    assert len(made) <= 7 * 5
