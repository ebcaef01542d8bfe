"""The ruler's ticks: round timecodes that exist."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.timebase import Rate, parse_timecode
from scenescore_ui.timeline import TimelineData
from scenescore_ui.timeline.ticks import Step, Ticks, step_for

RATES = ("23.976", "24", "25", "29.97", "30", "50", "59.94", "12", "120")


def edit(rate: str, start: int = 0, *, drop: bool = False) -> TimelineData:
    return TimelineData("edit", Rate.of(rate), 400_000, start, drop)


def timecodes(data: TimelineData, first: int, last: int, step: Step) -> list[str]:
    return [timecode for _, timecode in Ticks(data).between(first, last, step)]


def test_an_edit_that_starts_at_an_hour() -> None:
    data = edit("25", 90_000)
    assert list(Ticks(data).between(0, 60, (1, 0))) == [
        (0, "01:00:00:00"),
        (25, "01:00:01:00"),
        (50, "01:00:02:00"),
    ]


def test_an_edit_that_starts_before_its_hour_as_reels_do() -> None:
    data = edit("23.976", 86_352)
    assert (48, "01:00:00:00") in list(Ticks(data).between(0, 100, (1, 0)))


def test_drop_frame_minutes_begin_with_their_first_number() -> None:
    data = edit("29.97", drop=True)
    found = timecodes(data, 0, 20_000, (60, 0))
    assert found[:3] == ["00:00:00;00", "00:01:00;02", "00:02:00;02"]
    assert found[10] == "00:10:00;00"


def test_drop_frame_at_sixty_leaves_out_four() -> None:
    assert timecodes(edit("59.94", drop=True), 3000, 4000, (60, 0)) == ["00:01:00;04"]


def test_frames_within_a_second() -> None:
    found = timecodes(edit("29.97", drop=True), 1795, 1804, (0, 2))
    assert found == ["00:00:59;26", "00:00:59;28", "00:01:00;02", "00:01:00;04", "00:01:00;06"]


def test_an_edit_over_midnight() -> None:
    day = 24 * 3600 * 25
    assert timecodes(edit("25", day - 25), 0, 50, (1, 0)) == [
        "23:59:59:00",
        "00:00:00:00",
        "00:00:01:00",
    ]


@given(
    rate=st.sampled_from(RATES),
    start=st.integers(0, 3_000_000),
    first=st.integers(0, 300_000),
    per_pixel=st.floats(1 / 64, 400),
    drop=st.booleans(),
)
def test_ticks_are_in_order_within_the_window_and_named_as_they_are(
    rate: str, start: int, first: int, per_pixel: float, drop: bool
) -> None:
    data = edit(rate, start, drop=drop)
    last = first + round(per_pixel * 500)
    found = list(Ticks(data).between(first, last, step_for(per_pixel, data.rate, 40)))
    assert all(first <= frame <= last for frame, _ in found)
    assert all(a < b for (a, _), (b, _) in pairwise(found))
    for frame, timecode in found:
        day = parse_timecode("24:00:00:00", data.rate, drop)
        assert parse_timecode(timecode, data.rate, drop) == (frame + start) % day


@pytest.mark.parametrize("rate", RATES)
def test_steps_are_as_wide_as_asked(rate: str) -> None:
    fps = Rate.of(rate)
    for per_pixel in (0.02, 0.3, 1.0, 7.0, 60.0, 500.0):
        seconds, frames = step_for(per_pixel, fps, 30)
        assert (seconds * fps.nominal + frames) / per_pixel >= 30
