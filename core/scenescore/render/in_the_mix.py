"""Which hits of the music are heard beside the edit's own sound, found while the two are mixed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from scenescore.model import Edit, HeardHit, Recording
from scenescore.render.onsets import AROUND_S, stands_out
from scenescore.timebase import SAMPLE_RATE, to_samples, to_seconds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Sound = NDArray[np.float32]  # (samples, 2)

_NOT_STRUCK = ("soft", "stop")
_AROUND = round(AROUND_S * SAMPLE_RATE)


class HitsInTheMix:
    """Takes the edit's sound and its sum with the lanes; says of each hit whether it stands out."""

    def __init__(self, recordings: Sequence[Recording], edit: Edit) -> None:
        self._recordings = recordings
        self._waiting = sorted(
            (at, lane, place)
            for lane, recording in enumerate(recordings)
            for place, hit in enumerate(recording.hits)
            if (at := _sample_of(hit, edit)) is not None
        )
        self._found: dict[tuple[int, int], bool] = {}
        self._held: list[tuple[Sound, Sound]] = []
        self._begin = self._end = 0  # samples of the edit that are held

    def feed(self, alone: Sound, total: Sound) -> None:
        """The next blocks, equally long."""
        self._held.append((alone, total))
        self._end += len(total)
        self._look(self._end - _AROUND)

    def told(self) -> tuple[Recording, ...]:
        """The recordings, their hits with what was found; when all sound has been fed."""
        self._look(self._end)
        return tuple(
            replace(
                recording,
                hits=tuple(
                    replace(hit, stands_out=self._found.get((lane, place)))
                    for place, hit in enumerate(recording.hits)
                ),
            )
            for lane, recording in enumerate(self._recordings)
        )

    def _look(self, until: int) -> None:
        """Judge the hits that lie before a sample, and let go of what none needs any more."""
        while self._waiting and self._waiting[0][0] < until:
            at, *place = self._waiting.pop(0)
            alone, total = (np.concatenate(sound) for sound in zip(*self._held, strict=True))
            moment = (at - self._begin) / SAMPLE_RATE
            self._found[place[0], place[1]] = stands_out(total, alone, moment)
        needed = (self._waiting[0][0] if self._waiting else self._end) - _AROUND
        while self._held and self._begin + len(self._held[0][0]) <= needed:
            self._begin += len(self._held.pop(0)[0])


def _sample_of(hit: HeardHit, edit: Edit) -> int | None:
    """Where a hit is heard, in samples of the edit; None for one that need not be struck."""
    if hit.error_ms is None or hit.hit.hit.kind in _NOT_STRUCK:
        return None
    return to_samples(to_seconds(hit.hit.hit.frame, edit.rate)) + round(
        hit.error_ms / 1000 * SAMPLE_RATE
    )
