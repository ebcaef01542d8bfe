"""How a mood is heard: rate, mode, register, level, articulation, and whether moods are told apart.

The ranges are those of MUSIC 1.6; velocities for its dynamics are pp 40, p 54, mp 66, mf 78, f 92,
ff 110. The classifier is linear discriminant analysis with a shrunk covariance on what sounds: no
tempo, no name of key or mode. Pitch classes are counted from the last bass note.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np

from music_metrics import melody, pitched, scale_consistency
from scenescore.compose.speech import MARGIN, SHORTEST_GAP
from scenescore.cue_mood import mood_at
from scenescore.emotion_music import feel_of
from scenescore.model import Cue, Note, Score
from scenescore.tempomap import seconds_at
from scenescore.timebase import Span, merge_spans

FIELDS = ("onsets/s", "mode", "centre", "velocity", "note/IOI")
MINOR_BENT = frozenset({"phrygian", "locrian", "octatonic", "whole_tone", "chromatic"})
Pair = tuple[float, float]
RANGES: dict[str, tuple[Pair, frozenset[str], Pair, Pair, Pair]] = {
    "happy": ((4, 5.5), frozenset({"ionian", "mixolydian"}), (76, 82), (72, 98), (0.45, 0.7)),
    "sad": ((1.1, 1.6), frozenset({"aeolian"}), (62, 70), (36, 60), (0.95, 1.2)),
    "anger": (
        (5, 7),
        MINOR_BENT | {"aeolian", "harmonic_minor"},
        (43, 60),
        (86, 115),
        (0.3, 0.5),
    ),
    "fear": ((1, 6), MINOR_BENT | {"aeolian"}, (60, 69), (40, 72), (0.3, 1.2)),
    "disgust": ((1.5, 3), MINOR_BENT | {"diminished"}, (48, 62), (56, 74), (0.6, 0.9)),
    "surprise": (
        (2, 6),
        frozenset({"lydian", "mixolydian", "ionian"}),
        (70, 88),
        (60, 98),
        (0.3, 1),
    ),
    "neutral": (
        (2.8, 3.6),
        frozenset({"dorian", "mixolydian", "lydian"}),
        (69, 75),
        (56, 74),
        (0.8, 0.95),
    ),
}
SHRINKAGE = 0.2
TRAINING, SPLITS = 2 / 3, 5


def heard(cue: Cue, score: Score) -> dict[str, float | str]:
    """The five figures of MUSIC 1.6 for one score; notes a second where nobody speaks."""
    everything = [note for part in score.parts for note in part.notes]
    line = melody(score)
    shares = [float(a.beats / (b.beat - a.beat)) for a, b in pairwise(line) if b.beat - a.beat <= 3]
    plain = [note.velocity for note in everything if not note.accent]
    return {
        "onsets/s": rate(cue, score),
        "mode": score.mode,
        "centre": float(np.mean([note.pitch for note in line])) if line else 0.0,
        "velocity": float(np.median(plain)) if plain else 0.0,
        "note/IOI": float(np.median(shares)) if shares else 0.0,
    }


def rate(cue: Cue, score: Score) -> float:
    """Onsets a second of all parts together, outside the lines and the margin round them."""
    speech = _speech(cue)
    beats = {note.beat for part in score.parts for note in part.notes}
    moments = [seconds_at(score.tempo, beat) for beat in beats]
    free = sum(not any(line.start <= at < line.end for line in speech) for at in moments)
    return free / max(1.0, float(cue.span.duration - sum(line.duration for line in speech)))


def asked(cue: Cue) -> float:
    """Onsets a second that the cue's own course of mood asks for, outside the lines."""
    speech = _speech(cue)
    moments = [Fraction(step, 2) for step in range(int(2 * cue.span.duration))]
    free = [at for at in moments if not any(line.start <= at < line.end for line in speech)]
    return float(np.mean([feel_of(mood_at(cue, float(at))).onsets for at in free or moments]))


def _speech(cue: Cue) -> list[Span]:
    """The lines of a cue with their margins, in seconds from its begin."""
    lines = [line for span in cue.dialogue if (line := span.clip_to(cue.span))]
    start = cue.span.start
    wide = [Span(line.start - start - MARGIN, line.end - start + MARGIN) for line in lines]
    whole = Span(Fraction(0), cue.span.duration)
    return [line for span in merge_spans(wide, SHORTEST_GAP) if (line := span.clip_to(whole))]


def inside(emotion: str, field: str, value: float | str) -> bool:
    """Whether a figure lies in the range of its mood, 2 % of slack at the edges."""
    wanted = RANGES[emotion][FIELDS.index(field)]
    if isinstance(wanted, frozenset):
        return value in wanted
    return wanted[0] * 0.98 <= float(value) <= wanted[1] * 1.02


def features(cue: Cue, score: Score) -> np.ndarray:
    """What a listener could tell a mood by, tempo and names withheld."""
    everything = sorted(
        (note for part in pitched(score) for note in part.notes), key=lambda n: (n.beat, n.pitch)
    )
    figures = heard(cue, score)
    length = float(cue.seconds_at(cue.out_frame))
    times = np.unique([round(float(seconds_at(score.tempo, n.beat)), 3) for n in everything])
    gaps = np.diff(times) if len(times) > 2 else np.ones(2)
    pitches = np.array([note.pitch for note in everything])
    levels = np.array([note.velocity for note in everything])
    line = [note.pitch for note in melody(score)] or [60, 60]
    moves = np.abs(np.diff(line)) if len(line) > 1 else np.zeros(1)
    lasting = [float(note.beats) for note in everything]
    return np.array(
        [
            np.log2(float(figures["onsets/s"]) + 0.2),
            np.log2(len(everything) / length + 0.2),
            float(figures["centre"]),
            pitches.mean(),
            np.percentile(pitches, 10),
            np.percentile(pitches, 90),
            float(figures["velocity"]),
            levels.std(),
            float(figures["note/IOI"]),
            np.median(lasting),
            np.log2(gaps.mean()),
            gaps.std() / gaps.mean(),
            gaps.max(),
            (moves == 1).mean(),
            (moves >= 5).mean(),
            (moves == 6).mean(),
            moves.mean(),
            scale_consistency(everything),
            len({c.pitch_classes for c in score.chords}) / max(1, len(score.chords)),
            len(score.chords) / length,
            *_dissonance(everything),
            *_profile(score, everything),
        ]
    )


def _dissonance(notes: Sequence[Note]) -> tuple[float, float, float]:
    """Shares of minor seconds, tritones and thirds among the intervals that begin together."""
    counts = np.zeros(12)
    for a, b in ((a, b) for a, b in pairwise(notes) if a.beat == b.beat):
        counts[(b.pitch - a.pitch) % 12] += 1
    total = max(1.0, counts.sum())
    return (
        float(counts[[1, 11]].sum() / total),
        float(counts[6] / total),
        float(counts[[3, 4, 8, 9]].sum() / total),
    )


def _profile(score: Score, notes: Sequence[Note]) -> np.ndarray:
    """Pitch classes by length, counted up from the last bass note."""
    last = [n for n in notes if n.beat >= score.chords[-1].beat] or list(notes[-1:])
    tonic = min(note.pitch for note in last)
    profile = np.zeros(12)
    for note in notes:
        profile[(note.pitch - tonic) % 12] += float(note.beats)
    return np.sqrt(profile / profile.sum())


def told_apart(rows: Sequence[tuple[str, str, np.ndarray]]) -> tuple[float, np.ndarray, list[str]]:
    """Accuracy on palettes never trained on, mean of five seeded splits, and the confusion.

    `rows` are (palette, emotion, features); two thirds of the palettes train, the others test.
    """
    palettes = sorted({palette for palette, _, _ in rows})
    names = sorted({emotion for _, emotion, _ in rows})
    confusion = np.zeros((len(names), len(names)))
    for split in range(SPLITS):
        shuffled = random.Random(split).sample(palettes, len(palettes))
        train = set(shuffled[: max(1, round(TRAINING * len(palettes)))])
        known = [row for row in rows if row[0] in train]
        asked = [row for row in rows if row[0] not in train] or known
        guesses = _discriminate(known, [row[2] for row in asked], names)
        for (_, emotion, _), guess in zip(asked, guesses, strict=True):
            confusion[names.index(emotion), guess] += 1
    return float(np.trace(confusion) / confusion.sum()), confusion, names


def _discriminate(
    known: Sequence[tuple[str, str, np.ndarray]], asked: Sequence[np.ndarray], names: list[str]
) -> np.ndarray:
    """Index of the nearest class mean under the shrunk within-class covariance."""
    data = np.array([row[2] for row in known])
    centre, scale = data.mean(axis=0), data.std(axis=0) + 1e-6
    data = (data - centre) / scale
    labels = np.array([names.index(row[1]) for row in known])
    means = np.array([data[labels == label].mean(axis=0) for label in range(len(names))])
    within = data - means[labels]
    covariance = within.T @ within / max(1, len(data) - len(names))
    covariance = (1 - SHRINKAGE) * covariance + SHRINKAGE * np.eye(len(covariance))
    whiten = np.linalg.inv(covariance)
    away = ((np.array(asked) - centre) / scale)[:, None, :] - means[None]
    return np.einsum("nkf,fg,nkg->nk", away, whiten, away).argmin(axis=1)
