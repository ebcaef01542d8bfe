"""Four glances a second at the picture: all that light, colour and motion are told from."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from scenescore.media import Image, View
from scenescore.timebase import Rate, to_frames
from scenescore.watch.measures import COLOURS, Grey, Light, afar, change, colours_of, light_of

STEP = Fraction(1, 4)
"""Seconds between glances; motion is what changes in that time."""


@dataclass(frozen=True, slots=True)
class Glance:
    """One look at the picture: its light, its colours, and what moved since the look before.

    `moved` is None where the look before was not `STEP` earlier.
    """

    light: Light
    colours: npt.NDArray[np.float32]
    moved: float | None


@dataclass(frozen=True, slots=True)
class Glances:
    """Glances at an edit in order: frames (n,), light (n, 4), colours (n, COLOURS), moved (n,).

    `moved` is NaN where it is not known.
    """

    frames: npt.NDArray[np.int64]
    light: npt.NDArray[np.float32]
    colours: npt.NDArray[np.float32]
    moved: npt.NDArray[np.float32]

    @classmethod
    def of(cls, seen: list[tuple[int, Glance]]) -> Glances:
        """Glances with the frames of the edit that they fall on, in any order."""
        seen = sorted(seen, key=lambda item: item[0])
        return cls(
            np.array([frame for frame, _ in seen], np.int64),
            np.array([glance.light for _, glance in seen], np.float32).reshape(-1, 4),
            np.array([glance.colours for _, glance in seen], np.float32).reshape(-1, COLOURS),
            np.array([glance.moved for _, glance in seen], np.float32),
        )


class GlanceTaker:
    """Takes a glance each `STEP` of a film, and notes what moves from every frame to the next."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._next = Fraction(0)
        self._before: Grey | None = None
        self._glanced: Grey | None = None
        self._seen: list[tuple[int, Glance]] = []
        self._moves = array("f")
        self._frames = array("q")

    def frame(self, index: int, seconds: Fraction, view: View) -> None:
        """See the next frame, shown from `seconds` on."""
        now = afar(view.rough)
        self._frames.append(to_frames(seconds, self._rate))
        self._moves.append(0.0 if self._before is None else change(self._before, now))
        self._before = now
        if seconds >= self._next:
            self._seen.append((self._frames[-1], look(view.fine, now, self._glanced)))
            self._glanced = now
            self._next = (seconds // STEP + 1) * STEP

    def glances(self) -> Glances:
        """The glances taken so far."""
        return Glances.of(self._seen)

    def moves(self, first: int, last: int) -> list[tuple[int, float]]:
        """(frame of the edit, what moved since the frame before) for frames [first, last)."""
        frames = np.frombuffer(self._frames, np.int64)
        low, high = np.searchsorted(frames, (first, last))
        return [(int(frames[i]), self._moves[i]) for i in range(int(low), int(high))]


def look(image: Image, now: Grey, before: Grey | None) -> Glance:
    """A glance at an image, whose view from afar is `now`, `STEP` after the view `before`."""
    moved = None if before is None else change(before, now)
    return Glance(light_of(image), colours_of(image), moved)
