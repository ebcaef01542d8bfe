"""What is kept comes back in its order, as exactly as half precision can."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scenescore.listen.kept import Kept

numbers = st.floats(2.0**-14, 60_000, width=32)


@given(st.lists(st.lists(st.tuples(numbers, numbers), max_size=5), max_size=8))
def test_rows_come_back_in_order(parts: list[list[tuple[float, float]]]) -> None:
    kept = Kept(width=2)
    for part in parts:
        kept.extend(np.array(part, np.float32).reshape(-1, 2))
    given_rows = np.array([row for part in parts for row in part], np.float32).reshape(-1, 2)
    assert len(kept) == len(given_rows)
    assert np.allclose(kept.rows(), given_rows, rtol=2.0**-11, atol=0)


def test_what_is_too_large_stays_a_number() -> None:
    kept = Kept()
    kept.extend(np.array([1e9, -1e9, 0.0], np.float32))
    assert kept.rows()[:, 0].tolist() == [65504, -65504, 0]
