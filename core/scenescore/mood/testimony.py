"""All evidence on the grid of the curve's moments, and what it makes of each axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scenescore.model import Evidence
from scenescore.mood.opinions import Reading
from scenescore.mood.places import Values
from scenescore.mood.tables import AXES, Rules
from scenescore.settings import EMOTIONS
from scenescore.timebase import Span

HZ = 4
"""Moments of the curve a second."""


@dataclass(frozen=True, slots=True)
class Testimony:
    """What was read and told at each of n moments; rows go by the table's features and direct.

    z (features, n) times its sureness, sure (features, n), 0 where a feature is silent; told
    (direct, n, 3) and weight (direct, n, 3), 0 where nothing is told; worded (n, 7) and
    word_weight (n,) are the emotions that direct evidence names.
    """

    z: Values
    sure: Values
    told: Values
    weight: Values
    worded: Values
    word_weight: Values


@dataclass(frozen=True, slots=True)
class Opinions:
    """What each side alone would make of the axes (sides, n, 3), and with what weight."""

    value: Values
    weight: Values


def moments(span: Span, count: int) -> slice:
    """The moments of the curve at which evidence holds: at least the one it starts in."""
    first = min(int(span.start * HZ), count - 1)
    return slice(first, max(first + 1, min(int(span.end * HZ), count)))


def testimony(
    readings: Sequence[Reading], direct: Sequence[Evidence], count: int, rules: Rules
) -> Testimony:
    """Everything on `count` moments. What one source says twice of a moment is averaged."""
    rows = {name: row for row, name in enumerate(rules.features)}
    z, sure, times = (np.zeros((len(rows), count)) for _ in range(3))
    for reading in readings:
        row, part = rows[reading.feature], moments(reading.span, count)
        z[row, part] += reading.confidence * reading.z
        sure[row, part] += reading.confidence
        times[row, part] += 1
    told, weight, worded, word_weight = _told(direct, count, rules)
    often = np.maximum(times, 1)
    return Testimony(z / often, sure / often, told, weight, worded, word_weight)


def _told(
    direct: Sequence[Evidence], count: int, rules: Rules
) -> tuple[Values, Values, Values, Values]:
    rows = {name: row for row, name in enumerate(rules.direct)}
    told, weight, times = (np.zeros((len(rows), count, 3)) for _ in range(3))
    worded, word_weight = np.zeros((count, len(EMOTIONS))), np.zeros(count)
    for item in direct:
        row, part = rows[item.source], moments(item.span, count)
        share = rules.direct[item.source].weight * item.confidence
        for axis, name in enumerate(AXES):
            value = getattr(item, name)
            if value is not None:
                told[row, part, axis] += share * value
                weight[row, part, axis] += share
                times[row, part, axis] += 1
        if item.emotions:
            worded[part] += share * np.array(item.emotions)
            word_weight[part] += share
    told /= np.maximum(weight, 1e-9)
    worded /= np.maximum(word_weight, 1e-9)[:, None]
    return told, weight / np.maximum(times, 1), worded, word_weight


def weights_of(rules: Rules) -> Values:
    """The table's weights (features, 3)."""
    return np.array([feature.weights for feature in rules.features.values()])


def axes_of_all(said: Testimony, weights: Values, shares: Values | None, rules: Rules) -> Values:
    """Where all evidence together puts the axes (n, 3), before any smoothing.

    What the features say adds up and is divided by the weight heard from, so that one feature alone
    does not shout and ten do not drown one another; then the axes move towards what direct evidence
    tells, by its weight against 1 for all features. `shares` (witnesses, n, 3) is what each witness
    keeps of its weight; None: all of it.
    """
    kept = np.ones((len(rules.witnesses), 1, 1)) if shares is None else shares
    axes, _ = _of_features(said, weights, kept, rules)
    of_direct = [rules.witnesses.index(direct.witness) for direct in rules.direct.values()]
    told, total = _of_direct(said, kept[of_direct])
    left = 1.0 if shares is None else features_kept(said, weights, shares, rules)
    axes += total / np.maximum(left + total, 1e-9) * (told - axes)
    return axes


def features_kept(said: Testimony, weights: Values, shares: Values, rules: Rules) -> Values:
    """What all features together keep of their weight (n, 3): 1 where no witness loses any."""
    heard = _by_witness(said.sure, np.abs(weights), rules)
    whole = _together(heard)
    kept: Values = np.where(whole > 0, _together(shares * heard) / np.maximum(whole, 1e-9), 1.0)
    return kept


def heard_of(
    said: Testimony, weights: Values, rules: Rules, shares: Values | float = 1.0
) -> Values:
    """The weight of the features that were heard from (n, 3); `shares` as in `axes_of_all`.

    What one witness's features say goes together (a dark picture is low key, too), so within it
    weights add up; witnesses are independent, so theirs add up as squares.
    """
    return _together(shares * _by_witness(said.sure, np.abs(weights), rules))


def known_of(heard: Values, rules: Rules) -> Values:
    """How much features of such a weight let one know of each axis, 0 … 1; shape (…, 3).

    The rest is what nobody could tell who sees and hears no more than that: the table's reserve.
    """
    known: Values = heard / np.hypot(heard, rules.reserves)
    return known


def opinions_of(said: Testimony, weights: Values, rules: Rules) -> Opinions:
    """What each side says by itself; no weight on axes of which it is not asked."""
    value, weight = [], []
    for side in rules.contradiction.sides.values():
        asked = np.array([axis in side.axes for axis in AXES])
        mine = np.array([row.witness in side.witnesses for row in rules.features.values()])
        own = np.array([row.witness in side.witnesses for row in rules.direct.values()])
        read, read_weight = _of_features(said, weights * mine[:, None], 1.0, rules)
        told, told_weight = _of_direct(said, own[:, None, None].astype(float))
        both = read_weight + told_weight
        value.append((read_weight * read + told_weight * told) / np.maximum(both, 1e-9))
        weight.append(both * asked)
    return Opinions(np.array(value), np.array(weight))


def _of_features(
    said: Testimony, weights: Values, shares: Values | float, rules: Rules
) -> tuple[Values, Values]:
    """Axes (n, 3) by the features alone, and the weight heard from."""
    sums = (shares * _by_witness(said.z, weights, rules)).sum(axis=0)
    heard = heard_of(said, weights, rules, shares)
    return pulled(sums, heard, rules), heard


def _by_witness(values: Values, weights: Values, rules: Rules) -> Values:
    """What the features of each witness add up to, (witnesses, n, 3), from values (features, n)."""
    found = np.empty((len(rules.witnesses), values.shape[1], len(AXES)))
    for row, witness in enumerate(rules.witnesses):
        mine = [witness == feature.witness for feature in rules.features.values()]
        np.matmul(values[mine].T, weights[mine], out=found[row])
    return found


def _together(heard: Values) -> Values:
    """The weight (n, 3) of what witnesses were heard with, (witnesses, n, 3)."""
    norm: Values = np.sqrt(np.einsum("wna,wna->na", heard, heard))
    return norm


def pulled(sums: Values, heard: Values, rules: Rules) -> Values:
    """How far opinions that sum to `sums` move an axis, of which such a weight was heard from."""
    axes: Values = np.tanh(rules.gain * sums / np.hypot(heard, rules.reserves))
    return axes


def whole_weight(weights: Values, rules: Rules) -> Values:
    """The weight (3,) of all features when every one is heard from, and surely."""
    everything = np.ones((len(weights), 1))
    whole: Values = _together(_by_witness(everything, np.abs(weights), rules))[0]
    return whole


def _of_direct(said: Testimony, shares: Values) -> tuple[Values, Values]:
    """Axes (n, 3) by direct evidence alone, and its weight; `shares` (direct, n or 1, 3 or 1)."""
    counts = shares * said.weight
    total: Values = counts.sum(axis=0)
    told: Values = (counts * said.told).sum(axis=0) / np.maximum(total, 1e-9)
    return told, total
