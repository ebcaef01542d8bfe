"""What each evidence says over the film, one small plot under another, and where it is silent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt
from markupsafe import Markup

from scenescore.deliver.figure import Row
from scenescore.deliver.languages import hovered, in_languages, word
from scenescore.deliver.look import MOOD
from scenescore.deliver.run import Run
from scenescore.deliver.svg import BOX, Axis, block, curve_box, group, tag
from scenescore.model import Abstention, Evidence
from scenescore.mood.tables import rules

Series = npt.NDArray[np.float64]

MOST_BLOCKS = 200
"""Silent stretches drawn in one row."""

_MOST_CELLS = 600
_HEIGHT = 34
_SCALE = 0.5
"""Opinion that fills half the height of a plot."""


def evidence_rows(run: Run, axis: Axis) -> list[Row]:
    """A row for each evidence that spoke, and one for each witness that never did, as in the table.

    Engines that are not used have none.
    """
    table = rules()
    rows: list[Row] = []
    shown: set[str] = set()
    for source in (*table.features, *table.direct):
        mine = [each for each in run.mood.evidence if each.source == source]
        witness = table.witness_of(source)
        silent = [each for each in run.mood.abstained if each.witness == witness]
        asked = witness not in shown and any(each.why != "no_engine" for each in silent)
        if mine or asked:
            rows.append(_row(source, mine, silent[:MOST_BLOCKS], axis))
            shown.add(witness)
    return rows


def _row(
    source: str, evidence: Sequence[Evidence], silent: Sequence[Abstention], axis: Axis
) -> Row:
    middle = _HEIGHT / 2
    shapes = [
        shape
        for name, colour in MOOD.items()
        for shape in _plot(cells(evidence, name, axis), colour)
    ]
    pieces = [
        tag("line", x1=0, x2="100%", y1=middle, y2=middle, class_="base"),
        *(_silence(each, axis) for each in silent),  # above the line, so that its words are legible
        curve_box(*shapes, y=2, height=_HEIGHT - 4),
        tag("line", x1=0, x2="100%", y1=_HEIGHT, y2=_HEIGHT, class_="under"),
    ]
    return Row(source, _HEIGHT, group(pieces))


def _silence(abstention: Abstention, axis: Axis) -> Markup:
    """A stretch of another grey, with the reason for which nothing is said there."""
    span = float(abstention.span.start), float(abstention.span.end)
    why = in_languages(partial(word, f"why_{abstention.why}"), "tspan")
    return block(
        axis, span, 1, _HEIGHT - 2,
        hovered("rect", partial(_why, abstention), "silent", width="100%", height=_HEIGHT - 2),
        tag("text", why, x=6, y=_HEIGHT / 2 + 3, class_="why"),
    )  # fmt: skip


def _why(abstention: Abstention, language: str) -> tuple[str, str]:
    return word(abstention.witness, language), word(f"why_{abstention.why}", language)


def cells(evidence: Sequence[Evidence], name: str, axis: Axis) -> Series:
    """What is said on one axis in equal parts of the figure's time; NaN where nothing is."""
    count = int(min(_MOST_CELLS, max(8, (axis.end - axis.start) * 4)))
    sums, weights = np.zeros(count), np.zeros(count)
    for each in evidence:
        value = getattr(each, name)
        if value is None:
            continue
        first = int(axis.share(float(each.span.start)) * count)
        last = max(first + 1, round(axis.share(float(each.span.end)) * count))
        part = slice(max(0, first), last)
        sums[part] += each.confidence * value
        weights[part] += each.confidence
    told = weights > 0
    return np.where(told, sums / np.where(told, weights, 1), np.nan)


def _plot(values: Series, colour: str) -> Iterator[Markup]:
    """Steps from the middle line up and down, one shape for each stretch that is known."""
    known = np.flatnonzero(~np.isnan(values))
    if not len(known) or not np.any(np.abs(values[known]) > 1e-9):
        return
    heights = np.rint(500 * (1 - np.clip(values / _SCALE, -1, 1)))
    path = []
    for run in np.split(known, np.flatnonzero(np.diff(known) > 1) + 1):
        path.append(f"M{_across(run[0], values)},500")
        steps = run[np.diff(heights[run], prepend=np.nan) != 0]
        path += (f"H{_across(cell, values)}V{heights[cell]:.0f}" for cell in steps)
        path.append(f"H{_across(run[-1] + 1, values)}V500Z")
    yield tag(
        "path", d="".join(path), fill=colour, fill_opacity=0.22, stroke=colour,
        stroke_width=1.1, vector_effect="non-scaling-stroke",
    )  # fmt: skip


def _across(cell: int, values: Series) -> int:
    return round(BOX * int(cell) / len(values))
