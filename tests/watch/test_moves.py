"""What moves from picture to picture, noted in passing."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.media import Image, View
from scenescore.timebase import Rate
from scenescore.watch.glances import GlanceTaker
from scenescore.watch.moves import MoveNotes


def _grey(level: int) -> Image:
    """Half black, half grey: the whole picture turned lighter would be light, not movement."""
    image = np.zeros((36, 64, 3), np.uint8)
    image[:, :32] = level
    return image


def _noted(levels: dict[int, int]) -> MoveNotes:
    """Pictures by their number, at 25 a second."""
    notes = MoveNotes()
    for number, level in levels.items():
        drawn = partial(_grey, level)
        notes.frame(number, Fraction(number, 25), View(drawn, drawn))
    return notes


@given(
    st.lists(st.integers(0, 255), min_size=2, max_size=12), st.integers(0, 11), st.integers(0, 11)
)
def test_what_moves_adds_up_whichever_way_it_is_played(
    levels: list[int], one: int, other: int
) -> None:
    notes = _noted(dict(enumerate(levels)))
    one, other = min(one, len(levels) - 1), min(other, len(levels) - 1)
    steps = sorted((one, other))
    expected = sum(abs(levels[n + 1] - levels[n]) for n in range(*steps)) / 255 / 2
    assert notes.between(one, other) == pytest.approx(expected, abs=1e-5)
    assert notes.between(other, one) == notes.between(one, other)


def test_a_leap_to_another_place_is_no_movement() -> None:
    notes = _noted({0: 0, 1: 0, 50: 255, 51: 250, 20: 0, 21: 100})
    assert notes.between(0, 1) == 0
    assert notes.between(49, 50) is None
    assert notes.between(50, 51) == pytest.approx(5 / 255 / 2, abs=1e-5)
    assert notes.between(19, 20) is None
    assert notes.between(20, 21) == pytest.approx(100 / 255 / 2, abs=1e-5)


def test_what_moves_in_pictures_left_out_is_shared_among_them() -> None:
    """A picture after three that were left out moved no more than one after another."""
    notes = _noted({0: 0, 1: 10, 5: 50, 6: 60})
    assert [notes.between(n, n + 1) for n in range(6)] == pytest.approx([5 / 255] * 6, abs=1e-5)

    drawn = {number: partial(_grey, 10 * number) for number in (0, 1, 5, 6)}
    taker = GlanceTaker(Rate.of(25))
    for number, left_out in ((0, 0), (1, 0), (5, 3), (6, 0)):
        view = View(drawn[number], drawn[number], left_out=left_out)
        taker.frame(number, Fraction(number, 25), view)
    assert [frame for frame, _ in taker.moves(1, 7)] == [1, 5, 6]
    assert [moved for _, moved in taker.moves(1, 7)] == pytest.approx([5 / 255] * 3, abs=1e-5)
