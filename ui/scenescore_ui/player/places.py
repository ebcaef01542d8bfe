"""Frames and samples of an edit, and the frames that come next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import floor

from scenescore.timebase import SAMPLE_RATE, Rate, frames_to_samples
from scenescore_ui.player.route import Route


@dataclass(frozen=True, slots=True)
class Places:
    """The grid of an edit of so many frames."""

    rate: Rate
    frames: int

    def sample(self, frame: int) -> int:
        """The sample at which a frame begins."""
        return frames_to_samples(frame, self.rate)

    def frame(self, sample: int) -> int:
        """The frame of the edit that is shown while a sample is heard."""
        near = floor((sample + 1) * self.rate.fps / SAMPLE_RATE)
        found = near if self.sample(near) <= sample else near - 1
        return self.within(found)

    def within(self, frame: int) -> int:
        """The nearest frame that the edit has."""
        return min(max(0, frame), max(0, self.frames - 1))

    def coming(self, route: Route, sample: int, most: int) -> tuple[int, ...]:
        """The frame shown at a sample, and those that the route passes after it.

        Where several go by at a time they are multiples of that number, so that what was drawn
        ahead is still wanted a frame later.
        """
        frame, low, high = self.frame(sample), self.frame(route.low), self.frame(route.high - 1)
        even = frame // route.speed * route.speed
        start = even if low <= even <= high else frame
        frames = tuple(_along(replace(route, start=start, low=low, high=high + 1), most))
        return frames or (frame,)  # it may lie off the route for a moment


def _along(route: Route, most: int) -> Iterator[int]:
    done = 0
    while done < most and (run := route.run(done, most - done)):
        yield from (run.position + route.speed * step for step in range(run.size))
        done += run.size
