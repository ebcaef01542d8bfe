"""What kind of sound is there: dialogue, music, effects or silence, every half second.

Speech is what the voice detector hears, silence is a matter of level. Music is told by lines that
hold still in pitch (`lines.py`, `network.py`, `judge.py`), under dialogue as well as alone; what is
heard and is neither is effects.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby
from typing import Literal

import numpy as np
import numpy.typing as npt

from scenescore.listen.judge import steadied
from scenescore.listen.lines import STEPS_PER_S, LineMeter
from scenescore.listen.network import logits_of
from scenescore.listen.spectra import Samples, Spectra, Table
from scenescore.model import SoundSpan, Speech
from scenescore.timebase import Span

Kind = Literal["dialogue", "music", "effects", "silence"]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

STEP = Fraction(1, STEPS_PER_S)
"""Seconds that get one label."""

_SILENT_DBFS = -60.0
_SPOKEN = 0.4  # of a step


class KindMeter:
    """Hears mono sound at 16 kHz in blocks of any length; keeps some numbers each half second."""

    def __init__(self) -> None:
        self._lines = LineMeter()

    def feed(self, block: Samples) -> None:
        """Hear the next samples, float32 of shape (n,), full scale 1."""
        self._lines.feed(block)

    def look(self, spectra: Spectra) -> None:
        """Look at the sound's next spectra, in place of hearing it."""
        self._lines.look(spectra)

    def finish(self) -> None:
        """Hear what is left, filled up with silence."""
        self._lines.finish()

    def kinds(self, speech: Sequence[Speech], end: Fraction) -> tuple[SoundSpan, ...]:
        """All stretches of one kind in [0, end) by their start, then kind.

        Something is told of every moment. Music may lie under dialogue; nothing else overlaps.
        """
        spoken = spoken_shares(speech, -int(-end // STEP))
        powers = _long_as(self._lines.powers[:, None], len(spoken))[:, 0]
        heard = 10 * np.log10(powers + 1e-12) >= _SILENT_DBFS
        logits = logits_of(_long_as(self._lines.codes, len(spoken)), spoken)
        music = steadied(logits) & heard
        chance = 1 / (1 + np.exp(-logits))
        dialogue = spoken >= _SPOKEN
        rest = ~music & ~dialogue
        found = [
            *_spans("dialogue", dialogue, np.ones(len(chance)), end),
            *_spans("music", music, chance, end),
            *_spans("effects", rest & heard, 1 - chance, end),
            *_spans("silence", rest & ~heard, np.ones(len(chance)), end),
        ]
        return tuple(sorted(found, key=lambda each: (each.span, each.kind)))


def _long_as(table: Table, steps: int) -> Table:
    """As many rows as there are steps: the sound may have ended early."""
    return np.pad(table[:steps], ((0, max(0, steps - len(table))), (0, 0)))


def spoken_shares(speech: Sequence[Speech], steps: int) -> Floats:
    """How much of each step is speech, 0…1."""
    shares = np.zeros(steps)
    for spoken in speech:
        first, last = int(spoken.span.start // STEP), int(spoken.span.end // STEP)
        for step in range(first, min(last + 1, steps)):
            shares[step] += float(spoken.span.overlap(Span(step * STEP, (step + 1) * STEP)) / STEP)
    return shares


def _spans(kind: Kind, there: Flags, sureness: Floats, end: Fraction) -> list[SoundSpan]:
    """The runs in which a kind is there, each with the mean of its sureness."""
    spans = []
    start = 0
    for is_there, group in groupby(there):
        stop = start + len(list(group))
        if is_there:
            sure = round(float(sureness[start:stop].mean()), 3)
            spans.append(SoundSpan(Span(start * STEP, min(stop * STEP, end)), kind, sure))
        start = stop
    return spans
