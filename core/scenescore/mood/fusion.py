"""All evidence made into one curve: summed, bounded, smoothed within scenes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from scenescore.model import Contradiction
from scenescore.mood.contradicting import contradictions_of, doubts_of, shares_of
from scenescore.mood.places import Values
from scenescore.mood.tables import Rules
from scenescore.mood.testimony import (
    HZ,
    Opinions,
    Testimony,
    axes_of_all,
    features_kept,
    heard_of,
    known_of,
    opinions_of,
    weights_of,
    whole_weight,
)
from scenescore.settings import EMOTIONS

_LEAST_KEPT = 0.05

Scenes = Sequence[tuple[int, int]]
"""[first, last) moments that share no smoothing."""


@dataclass(frozen=True, slots=True)
class Fused:
    """Axes (n, 3) in [-1, 1]; emotions of words (n, 7), their weights (n,), confidence (n,)."""

    axes: Values
    worded: Values
    word_weight: Values
    confidence: Values
    contradictions: tuple[Contradiction, ...]


def fuse(said: Testimony, scenes: Scenes, rules: Rules) -> Fused:
    """The curve at every moment of the testimony.

    Sides that contradict each other are told; the brighter one then counts for less on valence and
    tension, and the curve is less sure. Where little is known, the tone of the whole film fills in.
    """
    weights, width = weights_of(rules), max(1, round(rules.smoothing_s * HZ))
    count = len(said.word_weight)
    opinions = opinions_of(said, weights, rules)
    found = contradictions_of(_steady(opinions, scenes, width), rules)
    shares = shares_of(found, count, rules)
    axes = _toned(axes_of_all(said, weights, shares, rules), _known(said, weights, rules), rules)
    word_weight = said.word_weight * shares[rules.witnesses.index("words"), :, 0]
    word_weight /= np.maximum(features_kept(said, weights, shares, rules)[:, 0], _LEAST_KEPT)
    confidence = _confidence(said, weights, rules) * doubts_of(found, count, rules)
    smooth = smoothed(np.column_stack((axes, said.worded, word_weight)), scenes, width)
    return Fused(smooth[:, :3], smooth[:, 3:10], smooth[:, 10], confidence, found)


def _known(said: Testimony, weights: Values, rules: Rules) -> Values:
    """How much is known of each axis (n, 3), 0 … 1: from the features, and told directly."""
    told = said.weight.sum(axis=0)
    known: Values = (known_of(heard_of(said, weights, rules), rules) + told) / (1 + told)
    return known


def _toned(axes: Values, known: Values, rules: Rules) -> Values:
    """Axes (n, 3) drawn towards the film's own mean, as far as a moment is not known."""
    tone = (known * axes).sum(axis=0) / np.maximum(known.sum(axis=0), 1e-9)
    toned: Values = axes + rules.tone * (1 - known) * (tone - axes)
    return toned


def _confidence(said: Testimony, weights: Values, rules: Rules) -> Values:
    """How sure the curve is (n,): the mean over its axes.

    Each is as sure as the features that were heard from make known of it, times their share of all
    features and the trust in them, drawn towards 1 by what is told directly.
    """
    heard, told = heard_of(said, weights, rules), said.weight.sum(axis=0)
    share = heard / np.maximum(whole_weight(weights, rules), 1e-9)
    sure = (rules.trust * share * known_of(heard, rules) + told) / (1 + told)
    confidence: Values = np.clip(sure, 0.0, 1.0).mean(axis=1)
    return confidence


def _steady(opinions: Opinions, scenes: Scenes, width: int) -> Opinions:
    """Opinions as the curve would show them: smooth, as far as there is anyone to have them."""
    there = (opinions.weight > 0).astype(float)
    means = [
        smoothed(value * known, scenes, width) / np.maximum(smoothed(known, scenes, width), 1e-9)
        for value, known in zip(opinions.value, there, strict=True)
    ]
    return replace(opinions, value=np.array(means))


def smoothed(values: Values, scenes: Scenes, width: int) -> Values:
    """A moving mean with a raised-cosine window, that never reaches into another scene.

    Music may step where a scene changes and must not anywhere else. `values` (n, k); the window is
    `width` moments wide at half its height.
    """
    window: npt.NDArray[np.float64] = np.hanning(2 * width + 1)[1:-1]
    smooth = values.copy()
    for first, last in scenes:
        part = values[first:last]
        share = _convolved(np.ones((len(part), 1)), window)
        smooth[first:last] = _convolved(part, window) / share
    return smooth


def _convolved(part: Values, window: npt.NDArray[np.float64]) -> Values:
    padded = np.pad(part, ((len(window) // 2, len(window) // 2), (0, 0)))
    columns = [np.convolve(column, window, "valid") for column in padded.T]
    return np.column_stack(columns)


def probabilities_named(shares: Values) -> dict[str, tuple[float, ...]]:
    """Probabilities (n, 7) by the name of the emotion."""
    return {emotion: tuple(map(float, shares[:, place])) for place, emotion in enumerate(EMOTIONS)}
