"""What is drawn on a curve holds, and beyond its reach nothing changes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scenescore_ui.timeline import bent

FRAMES = tuple(range(0, 1000, 5))
values = st.lists(st.floats(-1, 1), min_size=len(FRAMES), max_size=len(FRAMES)).map(tuple)
points = st.dictionaries(st.sampled_from(FRAMES), st.floats(-1, 1), min_size=1, max_size=8)


@given(values, points, st.integers(1, 300))
def test_the_curve_runs_through_what_is_drawn(
    before: tuple[float, ...], drawn: dict[int, float], reach: int
) -> None:
    after = bent(FRAMES, before, tuple(drawn.items()), reach)
    for frame, value in drawn.items():
        assert abs(after[FRAMES.index(frame)] - value) < 1e-9
    assert all(-1 <= value <= 1 for value in after)


@given(values, points, st.integers(1, 300))
def test_beyond_its_reach_nothing_changes(
    before: tuple[float, ...], drawn: dict[int, float], reach: int
) -> None:
    after = bent(FRAMES, before, tuple(drawn.items()), reach)
    for frame, old, new in zip(FRAMES, before, after, strict=True):
        if frame <= min(drawn) - reach or frame >= max(drawn) + reach:
            assert new == old


def test_the_change_dies_away_on_both_sides() -> None:
    after = bent(FRAMES, (0.0,) * len(FRAMES), [(500, 0.8)], 100)
    right = [after[FRAMES.index(frame)] for frame in range(500, 605, 5)]
    assert right == sorted(right, reverse=True)
    assert right[0] == 0.8
    assert 0.39 < after[FRAMES.index(550)] < 0.41
    assert after[FRAMES.index(450)] == after[FRAMES.index(550)]


def test_between_what_is_drawn_it_runs_straight() -> None:
    uneven = tuple((-1.0) ** index * 0.9 for index in range(len(FRAMES)))
    after = bent(FRAMES, uneven, [(400, 0.0), (500, 1.0)], 50)
    middle = after[FRAMES.index(400) : FRAMES.index(505)]
    assert [round(value, 9) for value in middle] == [round(i / 20, 9) for i in range(21)]


def test_without_points_it_stays() -> None:
    assert bent(FRAMES, (0.5,) * len(FRAMES), (), 100) == (0.5,) * len(FRAMES)
