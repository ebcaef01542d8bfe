"""How good the music is by the numbers: seven moods, every palette, several seeds of 40 s.

`python bench/music.py [--palettes a,b] [--moods a,b] [--seeds N] [--render] [--long]` prints the
tables of docs/benchmarks.md; `--long` adds ten and ninety minutes of cues, `--render` what the dry
sound holds in the voice's band. Composes everything anew, asserts nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import subprocess
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np

from music_briefs import SECONDS, brief
from music_faults import (
    hits_exact,
    loose_accents,
    tempo_step,
    under_speech,
    wrong_notes,
)
from music_metrics import BANDS, banded, in_common, melody
from music_moods import FIELDS, features, heard, inside, told_apart
from music_voices import parallels
from scenescore.compose import compose
from scenescore.model import Cue, Score
from scenescore.palettes import load_palettes
from scenescore.settings import EMOTIONS

IDIOMS = ("fear", "anger", "disgust")
"""Moods whose idiom may break a band."""

PLAIN = "the other four moods"


@dataclass(frozen=True, slots=True)
class Piece:
    """One brief and what was composed for it."""

    emotion: str
    palette: str
    seed: int
    cue: Cue
    score: Score


def main() -> None:
    options = _options()
    pieces = [
        Piece(emotion, palette, seed, cue, compose(cue))
        for emotion in options.moods
        for palette in options.palettes
        for seed in range(options.seeds)
        for cue in [brief(emotion, palette, seed)]
    ]
    print(f"{len(pieces)} cues of {SECONDS:.0f} s, {len(options.palettes)} palettes")
    print_bands(pieces)
    print_moods(pieces)
    print_faults(pieces)
    print_speech(options)
    print_variety(pieces)
    print_identity(pieces)
    print_themes(options)
    if options.long:
        print_time(options.palettes)
    if options.render:
        from music_sound import print_voice_band

        print_voice_band(options.palettes, options.moods)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    listed = [*load_palettes()]
    parser.add_argument("--palettes", type=lambda text: text.split(","), default=listed)
    parser.add_argument("--moods", type=lambda text: text.split(","), default=[*EMOTIONS])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--render", action="store_true")
    parser.add_argument("--long", action="store_true")
    return parser.parse_args()


def table(title: str, head: list[str], rows: list[list[str]]) -> None:
    """A table in Markdown."""
    print(f"\n### {title}\n\n| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for row in rows:
        print(f"| {' | '.join(row)} |")


def print_bands(pieces: list[Piece]) -> None:
    """Share of the cues inside each band, and the median, over all and by mood and palette."""
    figures = [(piece, banded(piece.score)) for piece in pieces]
    groups: dict[str, list[dict[str, float]]] = defaultdict(list)
    for piece, values in figures:
        plain = () if piece.emotion in IDIOMS else (PLAIN,)
        for name in ("all", *plain, piece.emotion, piece.palette):
            groups[name].append(values)
    rows = []
    order = ("all", PLAIN, *EMOTIONS)
    for name in sorted(groups, key=lambda name: order.index(name) if name in order else len(order)):
        row = [name]
        for measure, (low, high) in BANDS.items():
            values = np.array([one[measure] for one in groups[name]])
            share = ((low <= values) & (values <= high)).mean()
            row.append(f"{share:.0%} ({np.median(values):.2f})")
        rows.append(row)
    head = [f"{name} {low}–{high}" for name, (low, high) in BANDS.items()]
    table("Share of cues inside the band (median)", ["", *head], rows)


def print_moods(pieces: list[Piece]) -> None:
    """Whether each mood keeps the ranges of MUSIC 1.6; whether moods are told apart."""
    rows = []
    for emotion in dict.fromkeys(piece.emotion for piece in pieces):
        figures = [heard(p.cue, p.score) for p in pieces if p.emotion == emotion]
        row = [emotion]
        for field in FIELDS:
            share = np.mean([inside(emotion, field, one[field]) for one in figures])
            numbers = [value for one in figures if not isinstance(value := one[field], str)]
            middle = f" ({np.median(numbers):.2f})" if numbers else ""
            row.append(f"{share:.0%}{middle}")
        rows.append(row)
    table("Share of cues inside the ranges of MUSIC 1.6 (median)", ["", *FIELDS], rows)
    examples = [(p.palette, p.emotion, features(p.cue, p.score)) for p in pieces]
    if len({emotion for _, emotion, _ in examples}) < 2:
        return
    accuracy, confusion, names = told_apart(examples)
    print(f"\nMoods told apart on palettes not trained on: {accuracy:.0%}")
    shares = confusion / confusion.sum(axis=1, keepdims=True)
    rows = [
        [name, *(f"{x:.0%}" if x else "" for x in row)]
        for name, row in zip(names, shares, strict=True)
    ]
    table("Taken for", ["", *names], rows)


def print_faults(pieces: list[Piece]) -> None:
    """What must not be there, by palette."""
    rows = []
    for palette in ["all", *dict.fromkeys(piece.palette for piece in pieces)]:
        mine = [piece for piece in pieces if palette in ("all", piece.palette)]
        wrong = [wrong_notes(p.cue, p.score) for p in mine]
        voices = np.sum([parallels(p.score) for p in mine], axis=0)
        hits = np.sum([hits_exact(p.cue, p.score) for p in mine], axis=0)
        loose = sum(loose_accents(p.cue, p.score) for p in mine)
        rows.append(
            [
                palette,
                *(str(sum(one[fault] for one in wrong)) for fault in wrong[0]),
                f"{100 * voices[0] / max(1, voices[1]):.2f}",
                f"{hits[0] / hits[1]:.0%}",
                f"{max(tempo_step(p.score) for p in mine):.2%}",
                f"{60 * loose / (SECONDS * len(mine)):.2f}",
            ]
        )
    head = ["", "out of range", "stuck or zero", "identical", "parallels/100"]
    table("Faults", [*head, "hits exact", "tempo step", "loose accents/min"], rows)


def print_speech(options: argparse.Namespace) -> None:
    """What goes on under speech, by palette."""
    rows = []
    for palette in options.palettes:
        figures = []
        for emotion in options.moods:
            cue = brief(emotion, palette, 0, spoken=True)
            figures.append(under_speech(cue, compose(cue)))
        means = [f"{np.mean([one[key] for one in figures]):.2f}" for key in figures[0]]
        worst = max(one["melody/s"] for one in figures)
        rows.append([palette, *means, f"{worst:.2f}"])
    head = ["melody onsets/s", "all onsets/s", "chord changes inside"]
    table("Under speech", ["", *head, "worst melody/s"], rows)


def print_variety(pieces: list[Piece]) -> None:
    """Two seeds share little; two palettes have other parts."""
    groups: dict[tuple[str, str], list[Score]] = defaultdict(list)
    casts: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for piece in pieces:
        groups[(piece.emotion, piece.palette)].append(piece.score)
        casts[piece.palette].add(tuple(part.name for part in piece.score.parts))
    shared = [
        in_common(melody(a), melody(b))
        for scores in groups.values()
        for a, b in combinations(scores, 2)
    ]
    if shared:
        print(f"\nMelody 6-grams in common between seeds: {np.mean(shared):.1%}", end=" ")
        print(f"(worst pair {max(shared):.0%})")
    same = sum(bool(casts[a] & casts[b]) for a, b in combinations(casts, 2))
    print(f"Pairs of palettes with a part list in common: {same}")


def print_identity(pieces: list[Piece]) -> None:
    """The same brief in another process gives the same notes."""
    chosen = pieces[:: max(1, len(pieces) // 12)]
    briefs = [f"{piece.emotion},{piece.palette},{piece.seed}" for piece in chosen]
    here = [_digest(piece.score) for piece in chosen]
    code = (
        "import sys, music, music_briefs\n"
        "for text in sys.argv[1:]:\n"
        "    mood, palette, seed = text.split(',')\n"
        "    cue = music_briefs.brief(mood, palette, int(seed))\n"
        "    print(music._digest(music.compose(cue)))"
    )
    paths = os.pathsep.join(path for path in sys.path if path)
    there = subprocess.run(
        [sys.executable, "-c", code, *briefs],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": paths},
    ).stdout.split()
    print(f"Identical in another process: {sum(map(str.__eq__, here, there))} of {len(here)}")


def _digest(score: Score) -> str:
    return hashlib.sha256(repr(score).encode()).hexdigest()


def print_themes(options: argparse.Namespace) -> None:
    """How often the theme comes back in cues of 90 s."""
    returns = []
    for palette in options.palettes:
        for emotion in options.moods:
            score = compose(brief(emotion, palette, 0, seconds=90.0, hits=(31.0, 62.5)))
            returns.append(max((_returns(use.bars) for use in score.themes), default=0))
    share = np.mean([count >= 2 for count in returns])
    print(f"Cues of 90 s with two returns of the theme or more: {share:.0%}", end=" ")
    print(f"(median {np.median(returns):.0f} returns)")


def _returns(bars: tuple[int, ...]) -> int:
    """Times that a theme is heard again after a bar without it."""
    return sum(b - a > 1 for a, b in pairwise(bars))


def print_time(palettes: list[str]) -> None:
    """Seconds for ten minutes and ninety minutes of cues, and how memory grows."""
    for minutes in (10, 90):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = time.perf_counter()
        for index in range(minutes):
            emotion = EMOTIONS[index % len(EMOTIONS)]
            hits = (9.1, 18.7, 31.0, 44.4, 52.2)
            compose(brief(emotion, palettes[index % len(palettes)], index, seconds=60, hits=hits))
        spent = time.perf_counter() - began
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        print(f"{minutes} minutes of cues: {spent:.1f} s, {grown:.0f} MiB more memory")


if __name__ == "__main__":
    main()
