"""What could not be decoded of a file, and where in it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor


@dataclass(slots=True)
class Damage:
    """Counts what was lost, between `first` and `last` (seconds of the file's media)."""

    count: int = 0
    first: Fraction = Fraction(0)
    last: Fraction = Fraction(0)

    def add(self, moment: Fraction) -> None:
        """One more picture or packet was lost, at `moment`."""
        moment = max(moment, Fraction(0))
        self.first = min(self.first, moment) if self.count else moment
        self.last = max(self.last, moment) if self.count else moment
        self.count += 1

    def joined(self, other: Damage) -> Damage:
        """All that was lost in two pieces of a file."""
        parts = [part for part in (self, other) if part.count]
        if len(parts) < 2:
            return parts[0] if parts else Damage()
        first, last = min(part.first for part in parts), max(part.last for part in parts)
        return Damage(self.count + other.count, first, last)

    def tenths(self) -> tuple[float, float]:
        """Tenths of seconds between which all of it lies, the second above the first."""
        return floor(self.first * 10) / 10, (floor(self.last * 10) + 1) / 10
