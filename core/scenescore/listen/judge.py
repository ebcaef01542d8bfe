"""The course of music and none: what each half second says, made steady."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_CHANGE = 3.0
_SUREST = 4.0
"""What a change between music and none costs, and the most that one half second can say, in nats:
music that begins or ends is believed when two of them agree surely, or more of them less so."""


def steadied(logits: Floats) -> npt.NDArray[np.bool_]:
    """The most likely course of music and none, where each change has its cost (Viterbi)."""
    said = np.clip(logits, -_SUREST, _SUREST)
    best = np.zeros(2)
    came_from = np.zeros((len(said), 2), np.int64)
    for step, value in enumerate(said):
        other = best[::-1] - _CHANGE
        came_from[step] = np.where(other > best, (1, 0), (0, 1))
        best = np.maximum(best, other) + np.array((0.0, value))
    course = np.zeros(len(said), bool)
    state = int(best[1] > best[0])
    for step in range(len(said) - 1, -1, -1):
        course[step] = bool(state)
        state = int(came_from[step, state])
    return course
