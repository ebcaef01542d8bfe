"""Measures of symbolic music, as MUSIC 5.1 defines them, over a Score and its own list of bars.

H1 and H4, GS and scale consistency follow Wu & Yang 2020 (MusDr) and MusPy, but count bars from the
score, so that a change of metre does not smear them. Pitched parts only.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from typing import NamedTuple

import numpy as np

from scenescore.model import Note, Part, Score

POSITIONS = 16
GRAM = 6
_SCALES = [frozenset((tonic + step) % 12 for step in (0, 2, 4, 5, 7, 9, 11)) for tonic in range(12)]
"""The 24 natural major and minor scales are twelve sets of pitch classes."""


class Bars(NamedTuple):
    """Notes of the pitched parts by the bar in which they begin, up to the last note."""

    notes: list[list[Note]]
    starts: list[Fraction]
    lengths: list[Fraction]


def pitched(score: Score) -> list[Part]:
    return [part for part in score.parts if not part.drums]


def by_bar(score: Score) -> Bars:
    """Every note in its bar."""
    starts = [bar.beat for bar in score.bars]
    found: list[list[Note]] = [[] for _ in starts]
    for part in pitched(score):
        for note in part.notes:
            found[max(0, bisect_right(starts, note.beat) - 1)].append(note)
    last = max((index for index, notes in enumerate(found) if notes), default=0)
    lengths = [bar.beats for bar in score.bars]
    return Bars(found[: last + 1], starts[: last + 1], lengths[: last + 1])


def entropy(bars: Bars, width: int) -> float:
    """Bits of the pitch classes by note count, mean of the windows of `width` bars."""
    values = []
    for first in range(max(1, len(bars.notes) - width + 1)):
        notes = [note for bar in bars.notes[first : first + width] for note in bar]
        if notes:
            counts = np.bincount([note.pitch % 12 for note in notes], minlength=12)
            shares = counts[counts > 0] / len(notes)
            values.append(float(-(shares * np.log2(shares)).sum()))
    return float(np.mean(values)) if values else 0.0


def rhythms(bars: Bars) -> np.ndarray:
    """Which of 16 positions of each bar hold an onset, shape (bars, 16)."""
    grid = np.zeros((len(bars.notes), POSITIONS), bool)
    for index, (notes, start, length) in enumerate(
        zip(bars.notes, bars.starts, bars.lengths, strict=True)
    ):
        for note in notes:
            place = round(float((note.beat - start) / length) * POSITIONS)
            grid[index, min(place, POSITIONS - 1)] = True
    return grid


def groove(bars: Bars) -> float:
    """GS: how like one another all pairs of bars are in their onsets."""
    grid = rhythms(bars)
    pairs = [float((a == b).mean()) for a, b in combinations(grid, 2)]
    return float(np.mean(pairs)) if pairs else 1.0


def repeated_rhythms(bars: Bars) -> float:
    """Share of the bars whose rhythm another bar has too."""
    counts = Counter(row.tobytes() for row in rhythms(bars))
    return sum(count for count in counts.values() if count > 1) / len(bars.notes)


def scale_consistency(notes: Iterable[Note]) -> float:
    """Share of the notes inside the natural scale that fits best."""
    classes = Counter(note.pitch % 12 for note in notes)
    total = sum(classes.values())
    return max(sum(classes[tone] for tone in scale) for scale in _SCALES) / max(total, 1)


def melody(score: Score) -> list[Note]:
    """The melody parts as one voice: the highest note at each onset."""
    top: dict[Fraction, Note] = {}
    for part in score.parts:
        if part.role == "melody":
            for note in part.notes:
                if note.beat not in top or note.pitch > top[note.beat].pitch:
                    top[note.beat] = note
    return [top[beat] for beat in sorted(top)]


Gram = tuple[tuple[int, Fraction], ...]


def grams(notes: Sequence[Note]) -> list[Gram]:
    """Every six moves in a row: interval in semitones, time from onset to onset in quarters."""
    moves = [(b.pitch - a.pitch, b.beat - a.beat) for a, b in pairwise(notes)]
    return [tuple(moves[i : i + GRAM]) for i in range(len(moves) - GRAM + 1)]


def recurrence(notes: Sequence[Note]) -> float:
    """Share of the melody's 6-grams that come back."""
    found = Counter(grams(notes))
    total = sum(found.values())
    return sum(count for count in found.values() if count > 1) / total if total else 0.0


def in_common(one: Sequence[Note], other: Sequence[Note]) -> float:
    """Share of the distinct 6-grams of the shorter melody that the other has too."""
    a, b = set(grams(one)), set(grams(other))
    return len(a & b) / max(1, min(len(a), len(b)))


BANDS = {
    "H1": (1.4, 2.4),
    "H4": (2.2, 2.9),
    "GS16": (0.72, 0.90),
    "scale": (0.80, 0.97),
    "6-grams": (0.25, 0.60),
    "rhythms": (0.70, 0.97),
}

NAMED_IDIOMS = {
    "fear": frozenset({"H1", "H4", "GS16", "scale", "rhythms"}),
    "disgust": frozenset({"H1", "H4", "scale"}),
}
"""Bands that an idiom breaks: chromatic figures, minor seconds, the irregular rhythm of fear."""


FEWEST = {"GS16": 8, "scale": 8, "rhythms": 8, "6-grams": 24}
"""Bars, for 6-grams notes of the melody, from which a measure is held against its band: two phrases
of four bars, three ideas of eight notes. The bands come from whole pieces; what is shorter has
hardly a bar that could come back. Shorter cues stand in the tables all the same."""


def telling(score: Score) -> frozenset[str]:
    """The measures for which a score is long enough."""
    bars, notes = len(by_bar(score).notes), len(melody(score))
    return frozenset(
        name for name in BANDS if (notes if name == "6-grams" else bars) >= FEWEST.get(name, 0)
    )


def banded(score: Score) -> dict[str, float]:
    """The measures that have a band, of one score."""
    bars = by_bar(score)
    return {
        "H1": entropy(bars, 1),
        "H4": entropy(bars, 4),
        "GS16": groove(bars),
        "scale": scale_consistency(note for bar in bars.notes for note in bar),
        "6-grams": recurrence(melody(score)),
        "rhythms": repeated_rhythms(bars),
    }
