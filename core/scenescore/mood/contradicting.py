"""Where two sides (picture, words, voice …) contradict each other, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from scenescore.model import Contradiction
from scenescore.mood.places import Values
from scenescore.mood.tables import AXES, Axis, Contradicting, Rules
from scenescore.mood.testimony import HZ, Opinions
from scenescore.timebase import Span

Flags = npt.NDArray[np.bool_]

_DARKER: Mapping[Axis, str] = {"valence": "low", "tension": "high"}
"""Which of the two is the darker one; on arousal neither is."""


def contradictions_of(opinions: Opinions, rules: Rules) -> tuple[Contradiction, ...]:
    """Where sides with weight disagree clearly for long enough, by time.

    Of all who disagree at a moment only the two farthest apart are named. Gaps that are short (from
    one line to the next) do not end a contradiction.
    """
    table = rules.contradiction
    found: list[Contradiction] = []
    for axis, name in enumerate(AXES):
        low, high, there = _extremes(opinions, axis, table)
        for pair in {(int(a), int(b)) for a, b in zip(low[there], high[there], strict=True)}:
            together = there & (low == pair[0]) & (high == pair[1])
            for first, last in _runs(together, table):
                found.append(_told(opinions, axis, name, pair, together, first, last, rules))
    return tuple(sorted(found, key=lambda each: (each.span, each.axis, each.low, each.high)))


def _extremes(
    opinions: Opinions, axis: int, table: Contradicting
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Flags]:
    """(lowest side, highest side, whether they contradict) at each moment."""
    value, weight = opinions.value[:, :, axis], opinions.weight[:, :, axis]
    counts = weight >= table.weight
    low = np.where(counts, value, np.inf).argmin(axis=0)
    high = np.where(counts, value, -np.inf).argmax(axis=0)
    moments = np.arange(value.shape[1])
    lowest, highest = value[low, moments], value[high, moments]
    there = counts[low, moments] & counts[high, moments]
    there &= (lowest <= -table.clear) & (highest >= table.clear)
    return low, high, there & (highest - lowest >= table.apart)


def _runs(there: Flags, table: Contradicting) -> Iterator[tuple[int, int]]:
    """[first, last) moments of each stretch that is long enough, its short gaps included."""
    moments = np.flatnonzero(there)
    gaps = np.flatnonzero(np.diff(moments) - 1 > table.bridge_s * HZ) + 1
    for group in np.split(moments, gaps):
        if len(group) and group[-1] + 1 - group[0] >= table.shortest_s * HZ:
            yield int(group[0]), int(group[-1]) + 1


def _told(
    opinions: Opinions,
    axis: int,
    name: Axis,
    pair: tuple[int, int],
    together: Flags,
    first: int,
    last: int,
    rules: Rules,
) -> Contradiction:
    part = np.flatnonzero(together[first:last]) + first
    low, high = (float(opinions.value[one, part, axis].mean()) for one in pair)
    names = list(rules.contradiction.sides)
    span = Span(Fraction(first, HZ), Fraction(last, HZ))
    return Contradiction(span, name, names[pair[0]], low, names[pair[1]], high)


def shares_of(found: tuple[Contradiction, ...], count: int, rules: Rules) -> Values:
    """What each witness keeps of its weight (witnesses, count, 3): the brighter one less."""
    shares: Values = np.ones((len(rules.witnesses), count, len(AXES)))
    for each in found:
        darker = _DARKER.get(each.axis)
        if darker:
            brighter = each.high if darker == "low" else each.low
            part = slice(int(each.span.start * HZ), int(each.span.end * HZ))
            side = rules.contradiction.sides[brighter]
            rows = [rules.witnesses.index(witness) for witness in side.witnesses]
            for axis in _DARKER:  # who is glad against the evidence is at ease against it, too
                shares[rows, part, AXES.index(axis)] = rules.contradiction.brighter
    return shares


def doubts_of(found: tuple[Contradiction, ...], count: int, rules: Rules) -> Values:
    """The share of its confidence that the curve keeps at each moment (count,)."""
    kept: Values = np.ones(count)
    for each in found:
        apart = (each.high_value - each.low_value) / 2
        part = slice(int(each.span.start * HZ), int(each.span.end * HZ))
        kept[part] = np.minimum(kept[part], 1 - rules.contradiction.doubt * apart)
    return kept
