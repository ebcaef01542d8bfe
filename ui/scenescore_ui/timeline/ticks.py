"""Where the ruler has its ticks: at round timecodes, those that drop-frame counting has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import TypeAlias

from scenescore.timebase import Rate, parse_timecode
from scenescore_ui.timeline.data import TimelineData

FRAME_STEPS = (1, 2, 5, 10)
"""Steps within a second, in frames."""

SECOND_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
"""Steps in seconds of timecode; each divides the next ones' clock faces."""

_KEPT = 20_000
"""Ticks kept: some hours of seconds."""

Step: TypeAlias = tuple[int, int]
"""Whole seconds and, where those are 0, frames."""

Tick: TypeAlias = tuple[int, str]
"""A frame of the edit and its timecode."""


def step_for(per_pixel: float, rate: Rate, pixels: float) -> Step:
    """The smallest step that is at least `pixels` wide."""
    wanted = per_pixel * pixels
    for frames in FRAME_STEPS:
        if wanted <= frames < rate.nominal:
            return 0, frames
    return next((s for s in SECOND_STEPS if wanted <= s * rate.nominal), SECOND_STEPS[-1]), 0


class Ticks:
    """The ticks of one edit; each timecode is worked out once."""

    def __init__(self, data: TimelineData) -> None:
        self._data = data
        self._nominal = data.rate.nominal
        self._day = parse_timecode("24:00:00:00", data.rate, data.drop_frame)
        self._known: dict[tuple[int, int], Tick | None] = {}

    def between(self, first: int, last: int, step: Step) -> Iterator[Tick]:
        """Those of a step whose frames lie within [first, last]."""
        seconds, frames = step
        every = max(1, seconds)
        begin = (self._data.start_frame + first) // self._nominal // every - 1
        numbers = range(0, self._nominal, frames) if frames else (0,)
        places = ((at, number) for at in count(max(0, begin) * every, every) for number in numbers)
        before: Tick | None = None
        for second, number in places:
            tick = self._at(second, number)
            if tick and tick[0] > last:
                return
            if tick and tick[0] >= first and tick != before:
                yield tick
                before = tick

    def _at(self, second: int, number: int) -> Tick | None:
        key = (second, number)
        if key not in self._known:
            if len(self._known) > _KEPT:
                self._known.clear()
            self._known[key] = self._worked_out(second, number)
        return self._known[key]

    def _worked_out(self, second: int, number: int) -> Tick | None:
        """The frame with this number in a second of timecode.

        Where drop-frame counting leaves out number 0, the first that it has (2, or 4) stands for
        it; other numbers that it leaves out have no tick.
        """
        origin = self._origin(second) - self._data.start_frame
        for each in (0, 2, 4) if number == 0 else (number,):
            timecode = self._data.timecode(origin + each)
            if re.split("[:;]", timecode)[-1] == f"{each:02}":
                return origin + each, timecode
        return None

    def _origin(self, second: int) -> int:
        """The count at which a second would begin if no number were left out of it."""
        minutes, seconds = divmod(second, 60)
        hours, minutes = divmod(minutes, 60)
        days, hours = divmod(hours, 24)
        last = self._nominal - 1
        text = f"{hours:02}:{minutes:02}:{seconds:02}:{last:02}"
        data = self._data
        return days * self._day + parse_timecode(text, data.rate, data.drop_frame) - last
