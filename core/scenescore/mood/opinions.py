"""From findings to evidence: what each says of valence, arousal and tension."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import tanh

from scenescore.model import Evidence, Heard
from scenescore.mood.observing import Finding
from scenescore.mood.places import axes_of
from scenescore.mood.tables import Rules
from scenescore.settings import EMOTIONS
from scenescore.timebase import Span
from scenescore.usual import usual

_NEUTRAL = EMOTIONS.index("neutral")
_FELT_LEAST = 0.15  # share of feeling in words below which they say nothing of it

_WHOLE = 20.0
"""Seconds of music that one figure tells of; of a longer stretch it tells less at each moment."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A feature over a stretch on the common scale: -1 as low as can be … 1, 0 as usual."""

    feature: str
    span: Span
    z: float
    confidence: float = 1.0


def readings_of(found: Sequence[Finding], rules: Rules) -> tuple[Reading, ...]:
    """Every finding against what is usual for its feature, in the table and in this film."""
    by_feature: dict[str, list[Finding]] = defaultdict(list)
    for finding in found:
        by_feature[finding.feature].append(finding)
    return tuple(
        Reading(name, each.span, tanh((each.value - centre) / spread), each.confidence)
        for name, group in by_feature.items()
        for centre, spread in [_scale([finding.value for finding in group], rules, name)]
        for each in group
        if each.value > centre or rules.features[name].speaks == "always"
    )


def _scale(values: list[float], rules: Rules, name: str) -> tuple[float, float]:
    feature = rules.features[name]
    return usual(values, feature.centre, feature.spread, rules.adaptation, rules.adapt_from)


def opinion(reading: Reading, rules: Rules) -> Evidence:
    """What a reading says: its weight times where it lies, None on axes it says nothing of."""
    weights = rules.features[reading.feature].weights
    valence, arousal, tension = (weight * reading.z if weight else None for weight in weights)
    return Evidence(
        reading.feature, reading.span, valence, arousal, tension, None, reading.confidence
    )


def direct_evidence(heard: Heard) -> tuple[Evidence, ...]:
    """What words and the music that is already there say of where in the space they lie."""
    return (*_of_words(heard), *_of_music(heard))


def _of_words(heard: Heard) -> Iterator[Evidence]:
    """Where the feelings in the words lie; what is neutral in them speaks for nothing.

    Most of what is said in a film is neutral, whatever it is about: that is no sign of calm.
    """
    for phrase in heard.phrases:
        if phrase.emotions is None:
            continue
        felt = 1 - phrase.emotions[_NEUTRAL]
        if felt > _FELT_LEAST:
            axes = (value / felt for value in axes_of(_without_neutral(phrase.emotions)))
            valence, arousal, tension = axes
            sure = phrase.confidence * felt
            yield Evidence("words", phrase.span, valence, arousal, tension, phrase.emotions, sure)


def _without_neutral(emotions: Sequence[float]) -> list[float]:
    return [0.0 if place == _NEUTRAL else share for place, share in enumerate(emotions)]


def _of_music(heard: Heard) -> Iterator[Evidence]:
    """Music says how bright it is where its mode is known: that tells most of it (MUSIC.md 1.1)."""
    for found in heard.music:
        valence = found.valence if found.key else None
        if valence is not None or found.arousal is not None:
            sure = found.confidence * min(1.0, _WHOLE / float(found.span.duration))
            yield Evidence("music", found.span, valence, found.arousal, confidence=sure)
