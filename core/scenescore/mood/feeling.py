"""The mood curve of an edit, from all that was seen and heard."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import numpy as np

from scenescore.model import Edit, Evidence, Heard, MoodCurve, Scene, Seen
from scenescore.mood.abstaining import abstentions_of
from scenescore.mood.dwell import leaders, led_by
from scenescore.mood.fusion import fuse, probabilities_named
from scenescore.mood.observing import findings
from scenescore.mood.opinions import direct_evidence, opinion, readings_of
from scenescore.mood.orders import obey
from scenescore.mood.places import Values, emotions_at
from scenescore.mood.tables import Rules, rules
from scenescore.mood.testimony import HZ, testimony
from scenescore.settings import EMOTIONS, MoodOrder
from scenescore.timebase import to_seconds

_STEP_SHARE = 0.25  # of the cost of a change of emotion, where a scene begins


def feel(
    edit: Edit,
    seen: Seen,
    scenes: tuple[Scene, ...],
    heard: Heard,
    order: MoodOrder | None,
    told: Sequence[Evidence] = (),
    table: Rules | None = None,
) -> MoodCurve:
    """Valence, arousal, tension and seven emotions at 4 Hz, with the evidence for them.

    Smooth within scenes, free to step between them; no emotion leads for less than six seconds. An
    order draws the curve towards its emotion by its strength, 1 replaces it. `told` is what engines
    say, `table` the evidence's weights (else ours). An edit without length has an empty curve.
    Raises BadArgument for an unknown mood.
    """
    table = table or rules()
    count = ceil(edit.duration * HZ)
    if count <= 0:
        return MoodCurve((), (), (), (), dict.fromkeys(EMOTIONS, ()))
    readings = readings_of(findings(edit, seen, scenes, heard, table.window_s), table)
    direct = (*direct_evidence(heard), *told)
    evidence = (*(opinion(reading, table) for reading in readings), *direct)
    starts = _starts(edit, scenes, count)
    said = testimony(readings, direct, count, table)
    fused = fuse(said, list(zip(starts, [*starts[1:], count], strict=True)), table)
    axes, confidence = fused.axes, fused.confidence
    shares = _emotions(axes, fused.worded, fused.word_weight)
    if order:
        axes, shares = obey(axes, shares, order)
        confidence = np.maximum(confidence, order.strength)
    shares = _led(shares, starts, table)
    shares /= shares.sum(axis=1, keepdims=True)
    valence, arousal, tension = (tuple(map(float, np.clip(column, -1, 1))) for column in axes.T)
    spoke = [(table.witness_of(each.source), each.span) for each in evidence]
    return MoodCurve(
        times=tuple(i / HZ for i in range(count)),
        valence=valence,
        arousal=arousal,
        tension=tension,
        emotions=probabilities_named(shares),
        confidence=tuple(map(float, confidence)),
        evidence=evidence,
        abstained=abstentions_of(edit, seen, scenes, heard, spoke, table),
        contradictions=fused.contradictions,
    )


def _starts(edit: Edit, scenes: tuple[Scene, ...], count: int) -> list[int]:
    """The moments of the curve at which a scene begins, from 0 on."""
    begun = {ceil(to_seconds(scene.start_frame, edit.rate) * HZ) for scene in scenes}
    return sorted({0} | {moment for moment in begun if moment < count})


def _emotions(axes: Values, worded: Values, weight: Values) -> Values:
    """Emotions where the curve is, drawn towards those of the words by their weight."""
    shares = emotions_at(axes)
    drawn: Values = shares + (weight / (1.0 + weight))[:, None] * (worded - shares)
    drawn /= drawn.sum(axis=1, keepdims=True)
    return drawn


def _led(shares: Values, starts: list[int], table: Rules) -> Values:
    costs = np.full(len(shares) + 1, table.change_cost)
    costs[starts] *= _STEP_SHARE
    return led_by(shares, leaders(shares, max(1, round(table.dwell_s * HZ)), costs))
