"""What was felt, as the report tells it."""

from __future__ import annotations

from typing import Any

from scenescore.deliver.numbers import bounds, number, numbers
from scenescore.model import Contradiction, Evidence, MoodCurve
from scenescore.mood import Agreement, Rules, rules, weights_in

Table = dict[str, Any]


def mood_entry(mood: MoodCurve, table: Rules | None = None) -> Table:
    """The curve, what it was fused from, who abstained and who contradicted whom.

    `table` is the evidence's weights, where the mood was not read by ours.
    """
    weights = weights_in(mood, table)
    return {
        "times": numbers(mood.times),
        "valence": numbers(mood.valence, 4),
        "arousal": numbers(mood.arousal, 4),
        "tension": numbers(mood.tension, 4),
        "emotions": {name: numbers(values, 4) for name, values in mood.emotions.items()},
        "confidence": numbers(mood.confidence, 4),
        "evidence": [
            _evidence(each, weight) for each, weight in zip(mood.evidence, weights, strict=True)
        ],
        "abstained": [
            {"witness": each.witness, **bounds(each.span), "why": each.why}
            for each in mood.abstained
        ],
        "contradictions": [_contradiction(each) for each in mood.contradictions],
    }


def _contradiction(each: Contradiction) -> Table:
    return {
        "axis": each.axis,
        **bounds(each.span),
        "low": each.low,
        "low_value": number(each.low_value, 4),
        "high": each.high,
        "high_value": number(each.high_value, 4),
    }


def agreement_entry(each: Agreement) -> Table:
    """A correlation with the music that is there, over `n` seconds worth `effective`."""
    figures = {name: number(getattr(each, name), 4) for name in ("effective", "r", "rank")}
    return {
        "evidence": each.source,
        "axis": each.axis,
        "trait": each.trait,
        "n": each.n,
        **figures,
        "interval": [number(each.low, 4), number(each.high, 4)],
        "expected": each.expected,
        "verdict": each.verdict,
    }


def _evidence(evidence: Evidence, weight: float) -> Table:
    table = rules()
    return {
        "source": evidence.source,
        "witness": table.witness_of(evidence.source),
        **bounds(evidence.span),
        "valence": number(evidence.valence),
        "arousal": number(evidence.arousal),
        "tension": number(evidence.tension),
        "confidence": number(evidence.confidence),
        "weight": number(weight, 4),
    }
