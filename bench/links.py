"""Whether films' own music goes with what we read from them: `python bench/links.py [FILM…]`.

Without arguments the sample data's films and edits that bring music. Prints each correlation that
can be told, with n, the independent seconds those are worth, and its 95 % interval; then each row
of the table over all films together (Fisher's z, weighted by independent seconds less 3).
"""

from __future__ import annotations

import sys
from collections import defaultdict
from math import atanh, sqrt, tanh
from pathlib import Path

from scenescore.analysis import analyse_edit, read_input
from scenescore.job import Job
from scenescore.mood import Agreement, agreements
from scenescore.settings import Settings
from scenescore.stages import Stages

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
SAMPLES = (
    "film/sintel_trailer.mp4",
    "film/big_buck_bunny_0_30.webm",
    "edits/real/reel10.otio",
    "edits/real/mixed_sources.otio",
)
Row = tuple[str, str]


def of_film(path: Path) -> list[Agreement]:
    """What can be told of one film."""
    stages, settings = Stages(Job()), Settings()
    analysis = analyse_edit(read_input(path, settings, stages), settings, stages)
    return agreements(analysis.mood, analysis.heard)


def show(name: str, found: list[Agreement]) -> None:
    """One film's rows."""
    print(f"\n{name}: {len(found)} rows")
    for each in found:
        print(
            f"  {each.source:14} {each.trait:9} n {each.n:4} worth {each.effective:5.0f}  "
            f"r {each.r:+.2f} [{each.low:+.2f}, {each.high:+.2f}]  rho {each.rank:+.2f}  "
            f"expected {'+' if each.expected > 0 else '-'}  {each.verdict}"
        )


def together(rows: dict[Row, list[Agreement]]) -> None:
    """Every row over all films."""
    print("\nall films together")
    verdicts: dict[str, int] = defaultdict(int)
    for (source, trait), found in sorted(rows.items()):
        known = [each for each in found if each.effective > 4]
        weight = sum(each.effective - 3 for each in known)
        if not weight:
            continue
        z = sum((each.effective - 3) * atanh(min(0.999, max(-0.999, each.r))) for each in known)
        z /= weight
        low, high = tanh(z - 1.96 / sqrt(weight)), tanh(z + 1.96 / sqrt(weight))
        expected = found[0].expected
        sure = "open" if low <= 0 <= high else "for" if z * expected > 0 else "against"
        verdicts[sure] += 1
        print(
            f"  {source:14} {trait:9} films {len(known)}  n {sum(e.n for e in known):4} "
            f"worth {weight + 3 * len(known):5.0f}  r {tanh(z):+.2f} [{low:+.2f}, {high:+.2f}]  "
            f"expected {'+' if expected > 0 else '-'}  {sure}"
        )
    total = sum(verdicts.values())
    print(f"\n{dict(verdicts)} of {total}; about {total / 20:.0f} would be decided by chance alone")


if __name__ == "__main__":
    rows: dict[Row, list[Agreement]] = defaultdict(list)
    for path in [Path(name) for name in sys.argv[1:]] or [DATA / name for name in SAMPLES]:
        agreed = of_film(path)
        show(path.name, agreed)
        for one in agreed:
            rows[one.source, one.trait].append(one)
    together(rows)
