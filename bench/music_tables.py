"""The tables of the music bench: each one measure over groups of composed cues."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from music_faults import hits_exact, loose_accents, tempo_step, under_speech, wrong_notes
from music_metrics import BANDS, NAMED_IDIOMS, banded, telling
from music_moods import FIELDS, heard, inside
from music_voices import parallels
from scenescore.compose import compose
from scenescore.model import Cue, Score


@dataclass(frozen=True, slots=True)
class Piece:
    """A cue and what was composed for it."""

    cue: Cue
    score: Score

    @property
    def emotion(self) -> str:
        return self.cue.mood.emotion

    @property
    def seconds(self) -> float:
        return float(self.cue.span.duration)


Groups = Mapping[str, Sequence[Piece]]


def piece_of(cue: Cue) -> Piece:
    return Piece(cue, compose(cue))


def table(title: str, head: list[str], rows: list[list[str]]) -> None:
    """A table in Markdown."""
    print(f"\n### {title}\n\n| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for row in rows:
        print(f"| {' | '.join(row)} |")


def print_bands(groups: Groups) -> None:
    """Share of the cues inside each band, and the median.

    Of all also without the named idioms, and of those only the cues that are long enough.
    """
    rows = []
    for name, pieces in groups.items():
        rows.append([name, str(len(pieces)), *_inside_bands(pieces)])
        if name == "all":
            rows.append(["all but the named idioms", "", *_inside_bands(pieces, _apart)])
        if name == "all" and any(telling(piece.score) < BANDS.keys() for piece in pieces):
            rows.append(["… and long enough (n)", "", *_inside_bands(pieces, _fair, count=True)])
    head = [f"{name} {low}–{high}" for name, (low, high) in BANDS.items()]
    table("Share of cues inside the band (median)", ["", "n", *head], rows)


Counts = Callable[[Piece, str], bool]
"""Whether a piece counts for a measure."""


def _every(piece: Piece, measure: str) -> bool:
    return True


def _apart(piece: Piece, measure: str) -> bool:
    """Not where the mood's idiom is named to break the band."""
    return measure not in NAMED_IDIOMS.get(piece.emotion, ())


def _fair(piece: Piece, measure: str) -> bool:
    return _apart(piece, measure) and measure in telling(piece.score)


def _inside_bands(
    pieces: Sequence[Piece], counts: Counts = _every, count: bool = False
) -> list[str]:
    """A cell for every band, over the pieces that count."""
    figures = [banded(piece.score) for piece in pieces]
    cells = []
    for measure, (low, high) in BANDS.items():
        pairs = zip(pieces, figures, strict=True)
        values = np.array([one[measure] for piece, one in pairs if counts(piece, measure)])
        share = ((low <= values) & (values <= high)).mean() if values.size else 1.0
        size = f", {values.size}" if count else ""
        cells.append(f"{share:.0%} ({np.median(values) if values.size else 0:.2f}{size})")
    return cells


def print_ranges(pieces: Sequence[Piece]) -> None:
    """Whether each mood keeps the ranges of MUSIC 1.6."""
    rows = []
    for emotion in dict.fromkeys(piece.emotion for piece in pieces):
        figures = [heard(p.cue, p.score) for p in pieces if p.emotion == emotion]
        row = [emotion, str(len(figures))]
        for field in FIELDS:
            share = np.mean([inside(emotion, field, one[field]) for one in figures])
            numbers = [value for one in figures if not isinstance(value := one[field], str)]
            middle = f" ({np.median(numbers):.2f})" if numbers else ""
            row.append(f"{share:.0%}{middle}")
        rows.append(row)
    table("Share of cues inside the ranges of MUSIC 1.6 (median)", ["", "n", *FIELDS], rows)


def print_faults(groups: Groups) -> None:
    """What must not be there, and the hits."""
    rows = []
    for name, pieces in groups.items():
        wrong = [wrong_notes(p.cue, p.score) for p in pieces]
        voices = np.sum([parallels(p.score) for p in pieces], axis=0)
        hits = np.sum([hits_exact(p.cue, p.score) for p in pieces], axis=0)
        loose = sum(loose_accents(p.cue, p.score) for p in pieces)
        rows.append(
            [
                name,
                str(len(pieces)),
                *(str(sum(one[fault] for one in wrong)) for fault in wrong[0]),
                f"{100 * voices[0] / max(1, voices[1]):.2f}",
                f"{hits[0]} of {hits[1]}",
                f"{max(tempo_step(p.score) for p in pieces):.2%}",
                f"{60 * loose / sum(p.seconds for p in pieces):.2f}",
            ]
        )
    head = ["", "n", "out of range", "stuck or zero", "identical", "parallels/100"]
    table("Faults", [*head, "hits exact", "tempo step", "loose accents/min"], rows)


def print_speech(groups: Groups) -> None:
    """What goes on under speech, in the cues that have some."""
    rows = []
    for name, pieces in groups.items():
        spoken = [p for p in pieces if any(line.overlaps(p.cue.span) for line in p.cue.dialogue)]
        figures = [under_speech(p.cue, p.score) for p in spoken]
        if not figures:
            continue
        means = [f"{np.mean([one[key] for one in figures]):.2f}" for key in figures[0]]
        worst = max(one["melody/s"] for one in figures)
        rows.append([name, str(len(figures)), *means, f"{worst:.2f}"])
    head = ["melody onsets/s", "all onsets/s", "chord changes inside"]
    table("Under speech", ["", "n", *head, "worst melody/s"], rows)
