"""The order in which samples are played, against counting them one by one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from scenescore_ui.player.route import Route


def one_by_one(route: Route) -> Iterator[int]:
    position = route.start
    while True:
        if not route.low <= position < route.high:
            if not route.loop or route.low >= route.high:
                return
            position = route.low if route.speed > 0 else route.high - 1
        yield position
        position += route.speed


@st.composite
def routes(draw: st.DrawFn) -> Route:
    low = draw(st.integers(-50, 50))
    high = low + draw(st.integers(1, 60))
    start = draw(st.integers(low, high - 1))
    speed = draw(st.sampled_from([-8, -3, -1, 1, 2, 8]))
    return Route(start, low, high, speed, draw(st.booleans()))


@given(routes(), st.lists(st.integers(1, 40), min_size=1, max_size=8))
def test_runs_are_the_way_in_pieces(route: Route, sizes: list[int]) -> None:
    expected = list(islice(one_by_one(route), sum(sizes)))
    found: list[int] = []
    for size in sizes:
        if (run := route.run(len(found), size)) is None:
            break
        assert 0 < run.size <= min(size, run.until)
        found += [run.position + route.speed * step for step in range(run.size)]
    assert found == expected[: len(found)]
    if len(found) < len(expected):
        assert route.run(len(found), 1) is not None


@given(routes())
def test_a_lap_knows_its_ends(route: Route) -> None:
    run = route.run(0, 1)
    assert run is not None
    assert (run.since, run.lap) == (0, 0)
    last = route.run(run.until - 1, 5)
    assert last is not None
    assert (last.until, last.size) == (1, 1)
    after = route.run(run.until, 5)
    assert (after is not None) == route.loop
    assert after is None or (after.since, after.lap) == (0, 1)
