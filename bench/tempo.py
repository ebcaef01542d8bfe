"""How many cuts of a drama can stand exactly on a barline: the table of MUSIC 2.5, measured again.

`python bench/tempo.py` draws random cut lists (shots log-normal, sigma 0.75), and compares the best
constant tempo with the solver at several limits. Prints a table, asserts nothing.
"""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import dataclass

import numpy as np

from scenescore.compose.tempo_ending import Ending
from scenescore.compose.tempo_model import Anchor, Limits
from scenescore.compose.tempo_solver import solve

SECONDS = 120.0
SIGMA = 0.75
FRAME = 1 / 24
BPM = (66.0, 100.0)
PREFERRED = 82.0
PRICE = 3.5
"""Of a missed cut: what the composer charges for a hit of weight 1."""

LIMITS = (
    ("2 %/bar", Limits(0.02, 4)),
    ("3 %/bar", Limits(0.03, 4)),
    ("5 %/bar", Limits(0.05, 4)),
    ("3 % + x/8", Limits(0.03, 8)),
)


@dataclass(frozen=True, slots=True)
class Row:
    """Shares of cuts met, for one average length of shot."""

    shot: float
    beat: float
    barline: float
    solved: tuple[float, ...]
    milliseconds: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sequences", type=int, default=25)
    count = parser.parse_args().sequences
    names = " | ".join(name for name, _ in LIMITS)
    print(f"| shot | constant: beat ±1 f | constant: barline ±1 f | {names} | ms a cue |")
    print("|---" * (4 + len(LIMITS)) + "|")
    for shot in (3.0, 5.0, 8.0):
        row = measure(shot, count)
        shares = " | ".join(f"{share:.0%}" for share in (row.beat, row.barline, *row.solved))
        print(f"| {row.shot:.0f} s | {shares} | {row.milliseconds:.0f} |")


def measure(shot: float, count: int) -> Row:
    """One row of the table over `count` random cut lists."""
    films = [cuts_of(random.Random(f"{shot}/{index}"), shot) for index in range(count)]
    began = time.perf_counter()
    solved = [sum(_met(cuts, limits) for cuts in films) for _, limits in LIMITS]
    spent = 1000 * (time.perf_counter() - began) / (count * len(LIMITS))
    total = sum(map(len, films))
    beat = sum(_constant(cuts, 1) for cuts in films)
    barline = sum(_constant(cuts, 4) for cuts in films)
    shares = tuple(met / total for met in solved)
    return Row(shot, beat / total, barline / total, shares, spent)


def cuts_of(rng: random.Random, shot: float) -> list[float]:
    """Cuts of two minutes on frames: shot lengths log-normal with the mean `shot`."""
    cuts, now = [], 0.0
    while True:
        now += rng.lognormvariate(np.log(shot) - SIGMA**2 / 2, SIGMA)
        if now >= SECONDS:
            return cuts
        frame = round(now / FRAME) * FRAME
        if frame > (cuts[-1] if cuts else 0.0):
            cuts.append(frame)


def _constant(cuts: list[float], beats: int) -> int:
    """Cuts that the best constant tempo puts on a beat (or on every 4th) within a frame."""
    times = np.array(cuts)
    best = 0
    for bpm in np.arange(BPM[0], BPM[1], 0.1):
        grid = 60 / bpm * beats
        off = np.abs((times + grid / 2) % grid - grid / 2)
        best = max(best, int((off <= FRAME).sum()))
    return best


def _met(cuts: list[float], limits: Limits) -> int:
    """Cuts that the solver puts exactly on a barline."""
    anchors = [Anchor(0.0, 0.0), *(Anchor(cut, PRICE) for cut in cuts)]
    ending = Ending("open", SECONDS, SECONDS)
    stretches = solve(anchors, (), ending, BPM, PREFERRED, limits)
    reached = {stretch.end for stretch in stretches}
    return sum(cut in reached for cut in cuts)


if __name__ == "__main__":
    main()
