"""How full a take is from bar to bar, for who looks at it as a whole."""

from __future__ import annotations

import numpy as np

from scenescore.model import Score
from scenescore.tempomap import seconds_at

_FULL = 127.0
"""The velocity of a note that counts whole."""


def shape_of(score: Score) -> tuple[tuple[float, float], ...]:
    """Of every bar its start in seconds from the cue's in point, and how full it is.

    1 is the fullest bar of the score; the others by how long how loud notes sound in them, against
    their length. The last entry is the end of the last bar.
    """
    bars = score.bars
    edges = [float(bar.beat) for bar in bars] + [float(bars[-1].beat + bars[-1].beats)]
    starts, ends = np.array(edges[:-1]), np.array(edges[1:])
    notes = [(n.beat, n.beat + n.beats, n.velocity / _FULL) for p in score.parts for n in p.notes]
    first, last, loud = np.array(notes, float).reshape(-1, 3).T[:, :, None]
    inside = np.minimum(ends, last) - np.maximum(starts, first)
    fullness = (np.maximum(inside, 0.0) * loud).sum(axis=0) / (ends - starts)
    fullness /= max(float(fullness.max()), 1e-9)
    beats = [bar.beat for bar in bars] + [bars[-1].beat + bars[-1].beats]
    seconds = [round(float(seconds_at(score.tempo, beat)), 3) for beat in beats]
    return tuple(zip(seconds, [*(round(float(f), 3) for f in fullness), 0.0], strict=True))
