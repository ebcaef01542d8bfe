"""Which samples of an edit are played, in which order: a stretch, at a speed, perhaps in a loop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Run(NamedTuple):
    """`size` samples that are played one after the other.

    The first is the edit's sample `position`, each next one lies `speed` further. `since` samples
    of their `lap` were played before them, `until` are left of it with them.
    """

    position: int
    size: int
    since: int
    until: int
    lap: int


@dataclass(frozen=True, slots=True)
class Route:
    """The samples of [low, high) from `start` on; with `loop` again and again.

    `speed` is a whole number, not 0: at 2 every other sample goes by, at -1 the way leads back.
    """

    start: int
    low: int
    high: int
    speed: int = 1
    loop: bool = False

    def run(self, done: int, most: int) -> Run | None:
        """What comes after `done` samples, at most `most` of them; None at the end.

        A run ends where a lap does, so that the next one begins elsewhere.
        """
        first, whole = self._lap(self.start), self._lap(self._home)
        if done < first:
            begin, since, size, lap = self.start, done, first, 0
        elif self.loop and whole:
            lap, since = divmod(done - first, whole)
            begin, size, lap = self._home, whole, lap + 1
        else:
            return None
        left = size - since
        return Run(begin + self.speed * since, min(most, left), since, left, lap)

    @property
    def _home(self) -> int:
        """Where a lap begins: playing back, just below the end."""
        return self.low if self.speed > 0 else self.high - 1

    def _lap(self, begin: int) -> int:
        """Samples from `begin` to where the stretch ends."""
        way = self.high - begin if self.speed > 0 else begin - self.low + 1
        return max(0, -(-way // abs(self.speed)))
