"""How much each evidence counted where it spoke: its share of what could move the curve."""

from __future__ import annotations

import numpy as np

from scenescore.model import MoodCurve
from scenescore.mood.contradicting import shares_of
from scenescore.mood.opinions import Reading
from scenescore.mood.places import Values
from scenescore.mood.tables import Rules, rules
from scenescore.mood.testimony import (
    Testimony,
    features_kept,
    heard_of,
    moments,
    testimony,
    weights_of,
)


def weights_in(mood: MoodCurve, table: Rules | None = None) -> tuple[float, ...]:
    """For each evidence of the curve its share 0…1 of all that was said at the time.

    The share is how far it would move the three axes if its opinion were as strong as can be,
    against how far all who spoke could; the mean over its stretch. Contradicted sides count for
    less, as they do in the curve.
    """
    table = table or rules()
    if not mood.evidence:
        return ()
    count = len(mood.times)
    readings = [
        Reading(each.source, each.span, 0.0, each.confidence)
        for each in mood.evidence
        if each.source in table.features
    ]
    direct = [each for each in mood.evidence if each.source in table.direct]
    kept = shares_of(mood.contradictions, count, table)
    sway = _sway(testimony(readings, direct, count, table), kept, table)
    sway /= np.maximum(sway.sum(axis=0), 1e-9)
    before = np.concatenate((np.zeros((len(sway), 1)), sway.cumsum(axis=1)), axis=1)
    row = {name: number for number, name in enumerate((*table.features, *table.direct))}
    found = []
    for each in mood.evidence:
        part, own = moments(each.span, count), before[row[each.source]]
        found.append(float(own[part.stop] - own[part.start]) / (part.stop - part.start))
    return tuple(found)


def _sway(said: Testimony, shares: Values, table: Rules) -> Values:
    """How far each source (features, then direct) could move the axes together, (sources, n).

    The slopes of `testimony.axes_of_all` at an opinion of nothing.
    """
    weights, told = weights_of(table), said.weight
    of = {name: shares[row] for row, name in enumerate(table.witnesses)}
    heard = heard_of(said, weights, table, shares)
    left = features_kept(said, weights, shares, table)
    counts = [of[row.witness] * own for row, own in zip(table.direct.values(), told, strict=True)]
    both = np.maximum(left + sum(counts), 1e-9)
    slopes = table.gain / np.hypot(heard, table.reserves) * left / both
    features = zip(table.features.values(), said.sure, np.abs(weights), strict=True)
    return np.stack(
        [
            *(sure * ((of[row.witness] * slopes) @ weight) for row, sure, weight in features),
            *((count / both).sum(axis=1) for count in counts),
        ]
    )
