"""Whose voice is high: how far each phrase's pitch lies above what its speaker usually has."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scenescore.listen.delivery import Values
from scenescore.listen.percentiles import median
from scenescore.listen.voice_table import Speakers, VoiceTable


def raised_pitches(pitches_hz: Sequence[float], table: VoiceTable) -> list[float]:
    """Semitones of each phrase above its speaker's usual pitch.

    With enough phrases that is the median of the film's, or of the phrases of the same register
    where there are two. With fewer it is unknown: no pitch at which a man or a woman may be at ease
    is high or low.
    """
    speakers = table.speakers
    semitones = 12 * np.log2(np.array(pitches_hz) / speakers.usual_hz)
    if len(semitones) < table.adapt_from:
        raised = np.sign(semitones) * np.maximum(np.abs(semitones) - speakers.either_st, 0.0)
        return [float(each) for each in raised]
    high = semitones > _split(semitones, speakers)
    for register in (high, ~high):
        if register.any():
            semitones[register] -= median(semitones[register])
    return [float(each) for each in semitones]


def _split(semitones: Values, speakers: Speakers) -> float:
    """The highest pitch of the lower register; the highest of all where there is but one.

    Two registers lie `apart_st` or more from one another, and either on both sides of the pitch
    between men and women or in two heaps: one speaker's phrases fill the space between.
    """
    ordered = np.sort(semitones)
    whole = len(ordered) * ordered.var()
    best, split = 0.0, float(ordered[-1])
    for place in range(2, len(ordered) - 1):  # two phrases at least make a register
        below, above = ordered[:place], ordered[place:]
        low, high = median(below), median(above)
        between = len(below) * len(above) / len(ordered) * (above.mean() - below.mean()) ** 2
        sides = low < -speakers.apart_st / 2 and high > speakers.apart_st / 2
        heaps = between >= speakers.parted * whole
        if high - low >= speakers.apart_st and (sides or heaps) and between > best:
            best, split = float(between), float(below[-1])
    return split
