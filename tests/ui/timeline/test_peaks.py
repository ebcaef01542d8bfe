"""The outline of a sound is what its samples are, at every size."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.timebase import Rate
from scenescore_ui.timeline import Peaks, peaks_of


def noise(count: int, channels: int = 2) -> np.ndarray:
    return np.random.default_rng(7).uniform(-1, 1, (count, channels)).astype(np.float32)


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=6), st.integers(0, 3000))
def test_blocks_of_any_size_give_the_same(sizes: list[int], skip: int) -> None:
    sound = noise(sum(sizes))
    ends = np.cumsum(sizes)[:-1]
    rate = Rate.of(25)
    whole = peaks_of([sound], rate, skip=skip)
    parts = peaks_of(np.split(sound, ends), rate, skip=skip)
    columns = max(1, whole.count)
    assert parts.count == whole.count == max(0, len(sound) - skip) // 480
    for one, other in zip(
        whole.columns(0, 0.25, columns), parts.columns(0, 0.25, columns), strict=True
    ):
        np.testing.assert_array_equal(one, other)


def test_each_piece_holds_its_lowest_and_highest_sample() -> None:
    sound = noise(480 * 40)
    low, high = peaks_of([sound], Rate.of(25)).columns(0, 0.25, 40)
    pieces = sound.reshape(40, -1)
    np.testing.assert_array_equal(low, pieces.min(axis=1))
    np.testing.assert_array_equal(high, pieces.max(axis=1))


def test_nothing_drifts_where_a_frame_is_no_whole_number_of_samples() -> None:
    rate = Rate.of("23.976")
    sound = np.zeros((48_048 * 10, 1), np.float32)
    sound[48_048 * 7] = 1.0
    peaks = peaks_of([sound], rate)
    _, high = peaks.columns(0, 1.0, 240)
    assert high.argmax() == pytest.approx(7 * 24, abs=1)


@pytest.mark.parametrize("per_column", [0.01, 0.25, 1.0, 3.7, 40.0, 900.0])
def test_the_loudest_moment_is_seen_at_every_size(per_column: float) -> None:
    high = np.zeros(40_000, np.float32)
    high[23_456] = 1.0
    peaks = Peaks(-high, high, start=50)
    frame = 50 + 23_456 / 4
    count = 300
    left = frame - per_column * count / 2
    low, top = peaks.columns(left, per_column, count)
    assert top.max() == 1.0
    assert low.min() == -1.0
    slack = 4 + 64 / per_column
    assert top.argmax() == pytest.approx(count / 2, abs=slack)


def test_it_is_silent_before_and_behind_the_sound() -> None:
    loud = np.ones(400, np.float32)
    low, high = Peaks(-loud, loud, start=100).columns(0, 1.0, 400)
    assert not high[:100].any()
    assert high[100:200].all()
    assert not high[201:].any()
    assert not low[:100].any()


def test_a_sound_without_samples_is_silent() -> None:
    low, high = peaks_of([], Rate.of(24)).columns(0, 1.0, 10)
    assert low.tolist() == high.tolist() == [0.0] * 10


def test_sides_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError):
        Peaks(np.zeros(3, np.float32), np.zeros(4, np.float32), per_frame=Fraction(1))
