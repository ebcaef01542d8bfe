"""Whose voice is high: the pitch that each phrase's speaker usually has."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scenescore.listen.voice_table import VoiceTable


def usual_pitches(pitches_hz: Sequence[float], table: VoiceTable) -> tuple[list[float], bool]:
    """The usual pitch in Hz behind each phrase's, and whether the film tells it.

    With enough phrases it is the median of the film's, or of the phrases of the same register where
    there are two that lie `apart_st` or more from one another; with fewer it is the table's.
    """
    speakers = table.speakers
    if len(pitches_hz) < table.adapt_from:
        return [speakers.usual_hz] * len(pitches_hz), False
    semitones = 12 * np.log2(np.array(pitches_hz))
    ordered = np.sort(semitones)
    best, split = 0.0, ordered[-1]
    for place in range(2, len(ordered) - 1):  # two phrases at least make a register
        below, above = ordered[:place], ordered[place:]
        if np.median(above) - np.median(below) >= speakers.apart_st:
            gain = len(below) * len(above) * (above.mean() - below.mean()) ** 2
            if gain > best:
                best, split = float(gain), below[-1]
    high = semitones > split
    usual = np.where(
        high,
        np.median(semitones[high]) if high.any() else 0.0,
        np.median(semitones[~high]),
    )
    return [float(hertz) for hertz in 2 ** (usual / 12)], True
