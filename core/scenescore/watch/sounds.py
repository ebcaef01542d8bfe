"""Whether the sound is another one after a moment than before it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from scenescore.model import SoundSpan

_TELLING = ("music", "effects", "silence")
"""Dialogue is not among them: its pauses speak for themselves."""


class Sounds:
    """The kinds of sound of an edit, for looking up."""

    def __init__(self, sound: Sequence[SoundSpan]) -> None:
        self._bounds = [_bounds(sound, kind) for kind in _TELLING]
        self._end = float(max((each.span.end for each in sound), default=0))

    def change_at(self, moment: float, seconds: float) -> float:
        """How different the shares of the kinds are in the seconds before and after, 0…1."""
        before, after = (max(0.0, moment - seconds), moment), (moment, moment + seconds)
        after = (after[0], min(after[1], self._end))
        if before[0] >= before[1] or after[0] >= after[1]:
            return 0.0
        return min(1.0, float(np.abs(self._shares(*before) - self._shares(*after)).sum()) / 2)

    def _shares(self, start: float, end: float) -> npt.NDArray[np.float64]:
        overlaps = [
            np.maximum(0.0, np.minimum(bounds[:, 1], end) - np.maximum(bounds[:, 0], start)).sum()
            for bounds in self._bounds
        ]
        return np.array(overlaps) / (end - start)


def _bounds(sound: Sequence[SoundSpan], kind: str) -> npt.NDArray[np.float64]:
    """Starts and ends of the stretches of a kind in seconds, (n, 2)."""
    spans = [(float(each.span.start), float(each.span.end)) for each in sound if each.kind == kind]
    return np.array(spans, float).reshape(-1, 2)
