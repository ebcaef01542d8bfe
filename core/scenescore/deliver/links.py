"""Which evidence moves which lever of the music, by how much: the two tables as one.

Evidence moves valence, arousal and tension (evidence.toml); there the emotions are more or less
likely (emotions.toml), and each pulls tempo, mode, register … its own way (emotion_music.toml, read
as the composer reads it).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel, ConfigDict

from scenescore.emotion_music import Feel, feel_of
from scenescore.model import Mood
from scenescore.mood.places import Values, emotions_at, places
from scenescore.mood.tables import AXES, Rules, rules
from scenescore.mood.testimony import pulled, weights_of, whole_weight
from scenescore.settings import EMOTIONS
from scenescore.tables import read_table


class Lever(BaseModel):
    """Something that the music can have more or less of; `reads` names it in emotion_music.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reads: str
    unit: str
    digits: int
    study: str


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    modes: Mapping[str, float]
    levers: Mapping[str, Lever]


@dataclass(frozen=True, slots=True)
class Link:
    """What one evidence does between its two ends, all else as usual.

    For a feature the ends are as low and as high as it gets, for direct evidence "sad" and "happy".
    `axes` is how far the curve moves on each axis, `levers` how far the music on each lever.
    """

    source: str
    witness: str
    axes: tuple[float, float, float]
    levers: Mapping[str, float]
    study: str


@cache
def levers() -> Mapping[str, Lever]:
    """The levers, in the order of the table."""
    return _table().levers


@cache
def _table() -> _Table:
    return _Table.model_validate(read_table("links.toml"))


def links(table: Rules | None = None) -> list[Link]:
    """Every row of the table of evidence, with what it does to feeling and to the music."""
    table = table or rules()
    weights = weights_of(table)
    norms = whole_weight(weights, table)
    found = []
    for name, row in zip(table.features, weights, strict=True):
        high = pulled(row, norms, table)
        found.append(_link(name, -high, high, table))
    sad, happy = (places()[EMOTIONS.index(name)] for name in ("sad", "happy"))
    for name, direct in table.direct.items():
        share = direct.weight / (1 + direct.weight)
        found.append(_link(name, share * sad, share * happy, table))
    return found


def _link(source: str, low: Values, high: Values, table: Rules) -> Link:
    before, after = _music_at(low), _music_at(high)
    moved = tuple(float(value) for value in high - low)
    row = table.features.get(source) or table.direct[source]
    return Link(
        source,
        table.witness_of(source),
        (moved[0], moved[1], moved[2]),
        {lever: after[lever] - before[lever] for lever in levers()},
        row.study,
    )


def _music_at(axes: Values) -> dict[str, float]:
    """Where each lever stands at a point: the mean of the emotions by their likelihood there."""
    valence, arousal, tension = map(float, axes)
    shares = emotions_at(axes[None, :])[0]
    feels = [feel_of(Mood(valence, arousal, tension, emotion)) for emotion in EMOTIONS]
    return {
        name: float(shares @ [_pulled(feel, lever.reads) for feel in feels])
        for name, lever in levers().items()
    }


def _pulled(feel: Feel, reads: str) -> float:
    """A lever in one emotion; shares in percent."""
    if reads == "modes":
        modes = feel.row.modes
        happy = sum(_table().modes[mode] * weight for mode, weight in modes.items())
        return 100 * happy / sum(modes.values())
    if reads == "bite":
        return 100 * feel.row.bite
    value = float(getattr(feel, reads))
    return 100 * value if reads == "articulation" else value


def links_text(table: Rules | None = None) -> str:
    """The table as text, one line an evidence, the studies below."""
    named = {name: f"{name} {lever.unit}".strip() for name, lever in levers().items()}
    heads = ["evidence", *AXES, *named.values()]
    lines = [_line(link) for link in links(table)]
    widths = [max(map(len, column)) for column in zip(heads, *lines, strict=True)]
    rows = [_row(row, widths) for row in (heads, *lines)]
    studies = [f"{link.source}: {link.study}." for link in links(table)]
    pulls = [f"{name}: {lever.study}." for name, lever in levers().items()]
    return "\n".join([*rows, "", *studies, "", *pulls])


def _line(link: Link) -> list[str]:
    moved = [f"{value:+.2f}" if abs(value) >= 0.005 else "·" for value in link.axes]
    pulled = [f"{link.levers[name]:+.{lever.digits}f}" for name, lever in levers().items()]
    return [link.source, *moved, *pulled]


def _row(cells: list[str], widths: list[int]) -> str:
    first, *rest = zip(cells, widths, strict=True)
    return "  ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)])
