"""Sound read ahead of its playing: blocks in playing order, each knowing its place in the edit."""

from __future__ import annotations

from collections import deque
from itertools import count
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scenescore.timebase import SAMPLE_RATE
from scenescore_ui.player.desk import Track
from scenescore_ui.player.programme import Library, Programme
from scenescore_ui.player.route import Route, Run

AHEAD = SAMPLE_RATE
"""Samples kept ready while playing: no disk stalls for longer."""

_READY = SAMPLE_RATE // 10
_FORWARD, _BACK = 2048, SAMPLE_RATE // 2
"""Samples read at a time; playing back, each of these costs a seek."""

_SEAM = SAMPLE_RATE // 200
"""Samples (5 ms) of fade on either side of a loop's jump, and before the end."""

_numbers = count()


class Block(NamedTuple):
    """Samples (tracks, n, 2), played from the edit's sample `position` on, `speed` further each."""

    position: int
    speed: int
    sound: NDArray[np.float32]


class Tape:
    """A programme read along a route. One thread fills it, another takes from it.

    It begins `begin` samples along its route. One that `follows` goes on where the tape that plays
    has come so many samples along its own route; others lead elsewhere than what was heard before.
    `number` rises with every tape.
    """

    def __init__(
        self, programme: Programme, route: Route, begin: int = 0, follows: int | None = None
    ) -> None:
        self.programme, self.route, self.begin, self.follows = programme, route, begin, follows
        self.tracks: tuple[Track, ...] = programme.tracks
        self.number = next(_numbers)
        self.taken = self._filled = begin
        self.complete = False
        self._blocks: deque[Block] = deque()

    @property
    def ahead(self) -> int:
        """Samples that are read and not taken yet."""
        return self._filled - self.taken

    @property
    def ready(self) -> bool:
        """Whether there is enough to begin with."""
        return self.complete or self.ahead >= _READY

    @property
    def over(self) -> bool:
        """Whether all was taken that there will be."""
        return self.complete and not self.ahead

    def fill(self, library: Library) -> bool:
        """Read the next block; False where there is enough, or nothing more for now."""
        if self.complete or self.ahead >= AHEAD:
            return False
        run = self.route.run(self._filled, _FORWARD if self.route.speed > 0 else _BACK)
        if run is None:
            self.complete = True
            return True
        low, high = _stretch(run, self.route.speed)
        plays_already = self.ready or self.follows is not None
        if plays_already and library.lacks(self.programme, high):
            return False  # as long as there is something to hear, wait for what is being made
        sound = _at_speed(library.read(self.programme, low, high - low), self.route.speed)
        self._blocks.append(Block(run.position, self.route.speed, sound * _seams(run)))
        self._filled += run.size
        return True

    def take(self, most: int) -> Block | None:
        """The next samples, at most so many; None where none are there."""
        if not self._blocks:
            return None
        block = self._blocks.popleft()
        size = block.sound.shape[1]
        if size > most:
            rest = Block(block.position + most * block.speed, block.speed, block.sound[:, most:])
            self._blocks.appendleft(rest)
            block = block._replace(sound=block.sound[:, :most])
        self.taken += min(size, most)
        return block

    def skip(self, count: int) -> None:
        """Leave out the next samples."""
        while count > 0 and (block := self.take(count)):
            count -= block.sound.shape[1]


def _stretch(run: Run, speed: int) -> tuple[int, int]:
    """The samples [low, high) of the edit that a run goes over."""
    end = run.position + run.size * speed
    return (run.position, end) if speed > 0 else (end + 1, run.position + 1)


def _at_speed(sound: NDArray[np.float32], speed: int) -> NDArray[np.float32]:
    """Sound of a stretch (tracks, n, 2) in playing order; of several samples their mean."""
    ordered = sound if speed > 0 else sound[:, ::-1]
    if abs(speed) == 1:
        return ordered
    tracks, size, sides = sound.shape
    parts = ordered.reshape(tracks, size // abs(speed), abs(speed), sides)
    return np.asarray(parts.mean(axis=2), np.float32)


def _seams(run: Run) -> NDArray[np.float32]:
    """Factors (n, 1) that fade a lap out at its end, and the next one in.

    The first one is faded in where it begins to sound.
    """
    at = np.arange(run.size)
    fade = np.minimum((run.until - at) / _SEAM, 1.0)
    if run.lap:
        fade *= np.minimum((run.since + at + 1) / _SEAM, 1.0)
    return np.asarray(fade, np.float32)[:, None]
