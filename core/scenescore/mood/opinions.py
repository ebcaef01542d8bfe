"""From findings to evidence: what each says of valence, arousal and tension."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import tanh
from statistics import median

from scenescore.model import Evidence, Heard
from scenescore.mood.observing import Finding
from scenescore.mood.places import axes_of
from scenescore.mood.tables import Feature, Rules

WORDS = "words"
_MAD = 1.4826  # a median absolute deviation to a standard deviation, for a normal distribution


def evidence_of(found: Sequence[Finding], heard: Heard, rules: Rules) -> tuple[Evidence, ...]:
    """The evidence that a curve is fused from, at most one for each finding and each phrase."""
    by_feature: dict[str, list[Finding]] = defaultdict(list)
    for finding in found:
        by_feature[finding.feature].append(finding)
    opinions = [
        _opinion(finding, rules.features[name], centre, spread)
        for name, group in by_feature.items()
        for centre, spread in [_scale([finding.value for finding in group], rules, name)]
        for finding in group
    ]
    return (*opinions, *_of_words(heard))


def _scale(values: list[float], rules: Rules, name: str) -> tuple[float, float]:
    """(centre, spread) of a feature, drawn from the table towards the film's own."""
    feature = rules.features[name]
    if len(values) < rules.adapt_from:
        return feature.centre, feature.spread
    middle = median(values)
    unrest = _MAD * median(abs(value - middle) for value in values)
    share = rules.adaptation
    centre = feature.centre + share * (middle - feature.centre)
    return centre, max(feature.spread / 2, feature.spread + share * (unrest - feature.spread))


def _opinion(finding: Finding, feature: Feature, centre: float, spread: float) -> Evidence:
    z = tanh((finding.value - centre) / spread)
    valence, arousal, tension = (
        weight * z if weight else None
        for weight in (feature.valence, feature.arousal, feature.tension)
    )
    return Evidence(finding.feature, finding.span, valence, arousal, tension)


def _of_words(heard: Heard) -> Iterator[Evidence]:
    """Phrases whose words have an emotion say where in the space it lies."""
    for phrase in heard.phrases:
        if phrase.emotions is not None:
            valence, arousal, tension = axes_of(phrase.emotions)
            yield Evidence(
                WORDS, phrase.span, valence, arousal, tension, phrase.emotions, phrase.confidence
            )
