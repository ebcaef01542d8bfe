"""How good the music is by the numbers: seven moods, every palette, several seeds of 40 s.

`python bench/music.py [--palettes a,b] [--moods a,b] [--seeds N] [--render] [--long]` prints the
tables of docs/benchmarks.md; `--long` adds ten and ninety minutes of cues, `--render` what the dry
sound holds in the voice's band. `--edits [FILE …]` measures the cues of edits instead, by default
the three real ones, `--pooled` briefs and edits in one table of bands. Composes everything anew,
asserts nothing.
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
from collections.abc import Sequence
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np

from music_briefs import SECONDS, brief
from music_metrics import in_common, melody
from music_moods import features, told_apart
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
from scenescore.compose import compose
from scenescore.model import Score
from scenescore.palettes import load_palettes
from scenescore.settings import EMOTIONS

IDIOMS = ("fear", "anger", "disgust")
"""Moods whose idiom may break a band."""

PLAIN = "the other four moods"


def main() -> None:
    options = _options()
    if options.edits is not None:
        from music_edits import REAL, print_edits

        print_edits(options.edits or sorted(REAL.glob("*.otio")), options.render)
        return
    cues = [
        brief(emotion, palette, seed)
        for emotion in options.moods
        for palette in options.palettes
        for seed in range(options.seeds)
    ]
    pieces = [piece_of(cue) for cue in cues]
    if options.pooled:
        from music_edits import REAL, pieces_of

        scored = [piece for path in sorted(REAL.glob("*.otio")) for piece in pieces_of(path)]
        print(f"{len(pieces)} briefs and {len(scored)} cues of edits")
        print_bands({"all": [*pieces, *scored], "cues of edits": scored})
        return
    spoken = [
        piece_of(brief(emotion, palette, 0, spoken=True))
        for palette in options.palettes
        for emotion in options.moods
    ]
    print(f"{len(pieces)} cues of {SECONDS:.0f} s, {len(options.palettes)} palettes")
    print_bands({**by_mood(pieces), **by_palette(pieces)})
    print_ranges(pieces)
    print_told_apart(pieces)
    print_faults({"all": pieces, **by_palette(pieces)})
    print_speech(by_palette(spoken))
    print_variety(pieces)
    print_identity(pieces)
    print_themes(options)
    if options.long:
        print_time(options.palettes)
    if options.render:
        from music_sound import print_voice_band

        print_voice_band(by_palette(spoken))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    listed = [*load_palettes()]
    parser.add_argument("--palettes", type=lambda text: text.split(","), default=listed)
    parser.add_argument("--moods", type=lambda text: text.split(","), default=[*EMOTIONS])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--edits", type=Path, nargs="*")
    parser.add_argument("--pooled", action="store_true")
    parser.add_argument("--render", action="store_true")
    parser.add_argument("--long", action="store_true")
    return parser.parse_args()


def by_mood(pieces: Sequence[Piece]) -> Groups:
    """All pieces, those of the moods that are to keep every band, and those of each mood."""
    plain = [piece for piece in pieces if piece.emotion not in IDIOMS]
    groups = {"all": pieces, **({PLAIN: plain} if plain else {})}
    for emotion in dict.fromkeys(piece.emotion for piece in pieces):
        groups[emotion] = [piece for piece in pieces if piece.emotion == emotion]
    return groups


def by_palette(pieces: Sequence[Piece]) -> Groups:
    """The pieces of each palette."""
    palettes = dict.fromkeys(piece.cue.style for piece in pieces)
    return {name: [piece for piece in pieces if piece.cue.style == name] for name in palettes}


def print_told_apart(pieces: Sequence[Piece]) -> None:
    """Whether moods are told apart on palettes that the classifier has not heard."""
    examples = [(p.cue.style, p.emotion, features(p.cue, p.score)) for p in pieces]
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


def print_variety(pieces: Sequence[Piece]) -> None:
    """Two seeds share little; two palettes have other parts."""
    groups: dict[tuple[str, str], list[Score]] = defaultdict(list)
    casts: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for piece in pieces:
        groups[(piece.emotion, piece.cue.style)].append(piece.score)
        casts[piece.cue.style].add(tuple(part.name for part in piece.score.parts))
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


def print_identity(pieces: Sequence[Piece]) -> None:
    """The same brief in another process gives the same notes."""
    chosen = pieces[:: max(1, len(pieces) // 12)]
    briefs = [",".join(piece.cue.uid.split()) for piece in chosen]
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
