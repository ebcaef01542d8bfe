"""The same measures over the cues of real edits, and themes from cue to cue.

The edits go the program's own way up to the score: read, heard, seen, felt, spotted, composed. What
was heard and seen is kept in the program's cache, so that a second run is fast.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np

from music_metrics import melody
from music_moods import asked, rate
from music_tables import (
    Groups,
    Piece,
    piece_of,
    print_bands,
    print_faults,
    print_ranges,
    print_speech,
    table,
)
from scenescore.analysis import analyse_edit, read_input
from scenescore.job import Job
from scenescore.model import Score, ThemeUse
from scenescore.music import spot_with_themes
from scenescore.settings import Settings
from scenescore.stages import Stages

REAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "edits" / "real"
LENGTHS = ((0.0, 20.0), (20.0, 40.0), (40.0, 1e9))
_FACTORS = (Fraction(1), Fraction(2), Fraction(1, 2))
_DEGREE = 12 / 7
_OFF = 1.5
"""Semitones that an interval may be off its degrees' mean size, in any mode."""


def pieces_of(source: Path) -> list[Piece]:
    """Every cue of an edit, scored."""
    settings, stages = Settings(), Stages(Job())
    analysis = analyse_edit(read_input(source, settings, stages), settings, stages)
    cues, _ = spot_with_themes(analysis, (), settings)
    return [piece_of(cue) for cue in cues]


def print_edits(sources: Sequence[Path], render: bool) -> None:
    """All tables over the cues of some edits."""
    edits = {source.stem: pieces_of(source) for source in sources}
    everything = [piece for pieces in edits.values() for piece in pieces]
    groups: Groups = {"all": everything, **edits}
    print(f"{len(everything)} cues of {len(edits)} edits")
    print_bands({**groups, **by_length(everything)})
    print_ranges(everything)
    print_pace(everything)
    print_faults(groups)
    print_speech(groups)
    for name, pieces in edits.items():
        print_themes(name, pieces)
    if render:
        from music_sound import print_voice_band

        print_voice_band({name: spoken(pieces) for name, pieces in edits.items()})


def by_length(pieces: Sequence[Piece]) -> dict[str, list[Piece]]:
    """Cues by their length: a short one has little room to repeat anything."""
    found = {
        f"{low:.0f} to {high:.0f} s" if high < 1e9 else f"{low:.0f} s and more": [
            piece for piece in pieces if low <= piece.seconds < high
        ]
        for low, high in LENGTHS
    }
    return {name: group for name, group in found.items() if group}


def print_pace(pieces: Sequence[Piece]) -> None:
    """Notes a second against what the moods of each cue ask for, whose arousal is seldom usual."""
    shares = [rate(piece.cue, piece.score) / asked(piece.cue) for piece in pieces]
    low, middle, high = np.percentile(shares, (10, 50, 90))
    print(f"\nNotes a second outside speech against those asked for: median {middle:.2f}", end=" ")
    print(f"(10–90 %: {low:.2f} to {high:.2f})")


def spoken(pieces: Sequence[Piece]) -> list[Piece]:
    """Those of the cues in which somebody speaks, and not all the time."""
    return [piece for piece in pieces if 0.05 < _spoken_share(piece) < 0.95]


def _spoken_share(piece: Piece) -> float:
    return float(sum(line.overlap(piece.cue.span) for line in piece.cue.dialogue)) / piece.seconds


def print_themes(edit: str, pieces: Sequence[Piece]) -> None:
    """How often each cue sounds its themes, and which of them an earlier cue has sounded."""
    known: dict[str, tuple[str, ThemeUse]] = {}
    again: dict[str, int] = defaultdict(int)
    rows = []
    for piece in pieces:
        cells = []
        for use in piece.score.themes:
            times = sounded(piece.score, use)
            before = known.get(use.name)
            if before and (before[1].degrees, before[1].rhythm) == (use.degrees, use.rhythm):
                again[use.name] += bool(times)
            known.setdefault(use.name, (piece.cue.id, use))
            cells.append(f"{use.name} {len(times)}×, from {known[use.name][0]}")
        ordered = ", ".join(order.name for order in piece.cue.themes)
        length = f"{piece.seconds:.0f}"
        rows.append([piece.cue.id, length, piece.emotion, ordered, "; ".join(cells)])
    table(f"Themes in {edit}", ["cue", "s", "mood", "ordered", "heard whole"], rows)
    long = [piece for piece in pieces if piece.seconds > 60]
    enough = sum(any(len(sounded(p.score, u)) >= 3 for u in p.score.themes) for p in long)
    print(f"\nCues over 60 s with two returns or more: {enough} of {len(long)}")
    print(f"Found again in later cues: {', '.join(f'{n} {c}×' for n, c in again.items()) or '–'}")


def sounded(score: Score, use: ThemeUse) -> list[Fraction]:
    """Beats at which a theme begins in the melody: its rhythm, and its intervals in any mode.

    Found in the notes alone; the score's own list of bars is not believed.
    """
    notes = melody(score)
    gaps = [b.beat - a.beat for a, b in pairwise(notes)]
    moves = [b.pitch - a.pitch for a, b in pairwise(notes)]
    steps = [b - a for a, b in pairwise(use.degrees)]
    rhythms = [[length * factor for length in use.rhythm[:-1]] for factor in _FACTORS]
    return [
        notes[at].beat
        for at in range(len(notes) - len(steps))
        if gaps[at : at + len(steps)] in rhythms
        and all(
            abs(move - step * _DEGREE) <= _OFF and (move > 0) == (step > 0)
            for move, step in zip(moves[at:], steps, strict=False)
        )
    ]
