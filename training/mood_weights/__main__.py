"""Fit the weights of evidence to marked scenes: `python -m training.mood_weights EDIT… -o FILE`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from scenescore.cache import write_text
from scenescore.errors import ScoreError
from scenescore.job import Job
from scenescore.mood import rules
from scenescore.mood.places import Values
from scenescore.mood.tables import AXES, Rules
from scenescore.mood.testimony import weights_of
from training.mood_weights.fit import Figures, fitted, left_out
from training.mood_weights.marked import Marked, read_marked, scenes_of

_CHANGED = 0.005  # a smaller change of a weight is not written


def main(arguments: Sequence[str] | None = None) -> int:
    """Read, fit, print, write; 1 where nothing better than the shipped weights was found."""
    wants = argparse.ArgumentParser(description=__doc__)
    wants.add_argument("edits", type=Path, nargs="+", help="edits with MOOD markers")
    wants.add_argument("-o", "--output", type=Path, required=True, help="the table to write")
    given = wants.parse_args(arguments)
    table = rules()
    films = list(_read(given.edits, table))
    if len(films) < 2:
        print("Two marked edits are needed at least: each is predicted from the others.")
        return 1
    figures = list(left_out(films, table))
    print(f"{scenes_of(films)} marked scenes in {len(films)} films, each left out of its own fit")
    print(f"{'':>16} {'valence':>8} {'arousal':>8} {'tension':>8} {'mean':>8}")
    for each in figures:
        name = "shipped" if each.ridge is None else f"ridge {each.ridge:g}"
        cells = " ".join(f"{error:8.3f}" for error in (*each.errors, each.mean))
        print(f"{name:>16} {cells}")
    best = min(figures, key=lambda each: each.mean)
    if best.ridge is None:
        print("The shipped weights are the best on films they were not fitted to: nothing written.")
        return 1
    text = as_table(fitted(films, table, best.ridge), table, figures[0], best)
    write_text(given.output, text)
    print(f"{given.output} (ridge {best.ridge:g})")
    return 0


def _read(edits: Sequence[Path], table: Rules) -> Sequence[Marked]:
    found = []
    for edit in edits:
        film = read_marked(edit, table, Job())
        print(f"{edit.name}: {len(film.starts) if film else 0} marked scenes")
        if film:
            found.append(film)
    return found


def as_table(weights: Values, table: Rules, shipped: Figures, best: Figures) -> str:
    """The weights that changed, as a table for `--evidence`."""
    lines = [
        "# Weights of evidence fitted to marked scenes by training/mood_weights.",
        f"# Mean distance to the marks, each film predicted from the others: {best.mean:.3f},",
        f"# with the shipped weights {shipped.mean:.3f}.",
    ]
    for name, new, old in zip(table.features, weights, weights_of(table), strict=True):
        moved = [
            f"{axis} = {value:.3f}"
            for axis, value, before in zip(AXES, new, old, strict=True)
            if abs(value - before) >= _CHANGED
        ]
        if moved:
            lines += ["", f"[features.{name}]", *moved]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ScoreError as error:
        sys.exit(f"{error.message} {error.hint}")
