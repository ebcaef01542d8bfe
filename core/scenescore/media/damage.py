"""What could not be decoded of a file, and where in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import floor


@dataclass(slots=True)
class Damage:
    """What was lost, by its moments in seconds of the file's media.

    What is met again, after a seek or in another piece of the file, is lost once.
    """

    moments: set[Fraction] = field(default_factory=set)

    @property
    def count(self) -> int:
        """How many pictures or packets were lost."""
        return len(self.moments)

    def add(self, moment: Fraction) -> None:
        """A picture or packet was lost, at `moment`."""
        self.moments.add(moment)

    def joined(self, other: Damage) -> Damage:
        """All that was lost in two pieces of a file."""
        return Damage(self.moments | other.moments)

    def tenths(self) -> tuple[float, float]:
        """Tenths of seconds between which all of it lies, the second above the first."""
        first, last = (max(0, floor(each(self.moments) * 10)) for each in (min, max))
        return first / 10, (last + 1) / 10
