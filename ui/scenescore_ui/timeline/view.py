"""What part of the edit is seen, and how large: frames to pixels and back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scenescore.timebase import round_half_up

CLOSEST = 1 / 64
"""Frames in a pixel at the nearest: one frame as wide as a finger."""

ROOM = 1.02
"""The whole edit and a little air behind it, so that its end can be seen and grasped."""


@dataclass(frozen=True, slots=True)
class View:
    """A window `width` pixels wide on `duration` frames; `left` is the frame at pixel 0."""

    duration: int
    width: int
    left: float = 0.0
    per_pixel: float = 1.0

    @classmethod
    def whole(cls, duration: int, width: int) -> View:
        """All of the edit."""
        return cls(duration, width)._placed(0.0, float("inf"))

    @property
    def span(self) -> float:
        """Frames that are seen."""
        return self.width * self.per_pixel

    @property
    def room(self) -> float:
        """Frames that can be scrolled over."""
        return max(self.duration * ROOM, self.span)

    def x(self, frame: float) -> float:
        """The pixel at which a frame begins."""
        return (frame - self.left) / self.per_pixel

    def exact(self, x: float) -> float:
        """The place at a pixel, in frames and their parts."""
        return self.left + x * self.per_pixel

    def frame(self, x: float) -> int:
        """The frame boundary nearest to a pixel, within the edit."""
        return min(max(0, round_half_up(self.exact(x))), self.duration)

    def zoomed(self, factor: float, x: float) -> View:
        """Nearer by `factor`, with the frame at pixel `x` kept there unless an end stops it."""
        per_pixel = self._possible(self.per_pixel / factor)
        return self._placed(self.exact(x) - x * per_pixel, per_pixel)

    def scrolled(self, pixels: float) -> View:
        """Further along by `pixels`, up to an end."""
        return self._placed(self.left + pixels * self.per_pixel, self.per_pixel)

    def fitting(self, start: int, end: int) -> View:
        """The stretch [start, end) with a little air on both sides."""
        air = max(1.0, (end - start) * (ROOM - 1))
        per_pixel = self._possible((end - start + 2 * air) / max(1, self.width))
        middle = (start + end) / 2
        return self._placed(middle - self.width * per_pixel / 2, per_pixel)

    def resized(self, width: int) -> View:
        """The same size and start in a window of another width; all of the edit stays all of it."""
        if self.per_pixel >= self._widest():
            return View.whole(self.duration, width)
        wider = replace(self, width=width)
        return wider._placed(self.left, self.per_pixel)

    def showing(self, frame: int) -> View:
        """Turned like a page to a frame that is not seen, with it at a tenth of the width."""
        if 0 <= self.x(frame) < self.width:
            return self
        return self._placed(frame - self.span / 10, self.per_pixel)

    def _widest(self) -> float:
        return max(self.duration * ROOM / max(1, self.width), CLOSEST)

    def _possible(self, per_pixel: float) -> float:
        return min(max(per_pixel, CLOSEST), self._widest())

    def _placed(self, left: float, per_pixel: float) -> View:
        size = self._possible(per_pixel)
        last = max(0.0, self.duration * ROOM - self.width * size)
        return replace(self, left=min(max(0.0, left), last), per_pixel=size)
