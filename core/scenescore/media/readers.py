"""Open sound files kept for the clips that come next."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from scenescore.media.sound import SoundReader


class ReaderPool:
    """Lends readers to clips; at most `idle` files stay open between clips.

    A clip that goes on where another of the same file ended gets that one's reader, which then
    neither opens nor seeks. Two clips never share a reader at the same time.
    """

    def __init__(self, idle: int) -> None:
        self._most = idle
        self._idle: list[SoundReader] = []  # the longest unused first

    def take(self, path: Path, moment: Fraction) -> SoundReader:
        """A reader of the file, the one nearest to `moment` (seconds) if several are open.

        Raises MediaUnreadable.
        """
        same = [reader for reader in self._idle if reader.path == path]
        if not same:
            return SoundReader(path)
        reader = min(same, key=lambda r: abs(Fraction(r.position, r.rate) - moment))
        self._idle.remove(reader)
        return reader

    def give_back(self, reader: SoundReader) -> None:
        """Keep a reader for later clips, and close the one unused for longest."""
        self._idle.append(reader)
        if len(self._idle) > self._most:
            self._idle.pop(0).close()

    def close(self) -> None:
        """Close every reader that is not lent."""
        while self._idle:
            self._idle.pop().close()
