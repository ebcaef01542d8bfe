"""The mixing desk: how loud every track is by what is muted, soloed and chosen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple


class Side(StrEnum):
    """Two sets of takes for the same places, of which one is heard."""

    A = "a"
    B = "b"


class Track(NamedTuple):
    """The edit's own sound (no side), or what one stem plays in the takes of a side."""

    side: Side | None
    stem: str


EDIT = Track(None, "edit")
"""Dialogue, and all else that the edit itself sounds like."""

MUSIC = "music"
"""The stem of a take that has only its sum so far."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the listener chose. Stems are muted and soloed by name, the edit's sound by `EDIT.stem`.

    `level_db` is of the music alone.
    """

    side: Side = Side.A
    muted: frozenset[str] = frozenset()
    soloed: frozenset[str] = frozenset()
    level_db: float = 0.0

    def gain(self, track: Track) -> float:
        """The factor of a track; 0 where it is not heard."""
        if track.side not in (None, self.side) or not self.is_open(track.stem):
            return 0.0
        return 1.0 if track.side is None else float(10 ** (self.level_db / 20))

    def is_open(self, stem: str) -> bool:
        """Whether a stem is neither muted nor silenced by the solo of others.

        A take that has no stems yet is heard where any of them may be.
        """
        if stem == MUSIC:
            return not self.soloed or bool(self.soloed - {EDIT.stem})
        return stem not in self.muted and (not self.soloed or stem in self.soloed)

    def with_mute(self, stem: str, on: bool) -> Desk:
        return replace(self, muted=self.muted | {stem} if on else self.muted - {stem})

    def with_solo(self, stem: str, on: bool) -> Desk:
        return replace(self, soloed=self.soloed | {stem} if on else self.soloed - {stem})
