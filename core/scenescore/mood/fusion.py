"""All evidence made into one curve: summed, bounded, smoothed within scenes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenescore.model import Evidence
from scenescore.mood.opinions import WORDS
from scenescore.mood.places import Values
from scenescore.mood.tables import Rules
from scenescore.settings import EMOTIONS

HZ = 4
"""Moments of the curve a second."""

_AXES = ("valence", "arousal", "tension")


@dataclass(frozen=True, slots=True)
class Fused:
    """Axes (n, 3) in [-1, 1]; emotions of words (n, 7), their weights (n,), confidence (n,)."""

    axes: Values
    worded: Values
    word_weight: Values
    confidence: Values


def fuse(
    evidence: Sequence[Evidence], count: int, scenes: Sequence[tuple[int, int]], rules: Rules
) -> Fused:
    """The curve at `count` moments. `scenes` are [first, last) moments that share no smoothing.

    What the features say adds up and is divided by the root of the sum of the squared weights heard
    from, so that one feature alone does not shout and ten do not drown one another. Where words
    speak, the axes move towards them by the share of their weight. Confidence is the share of the
    weights in the table that was heard from.
    """
    sums, squares, words = np.zeros((count, 3)), np.zeros((count, 3)), np.zeros((count, 10))
    word_weight = np.zeros(count)
    for item in evidence:
        part = moments(item, count)
        if item.source == WORDS:
            weight = rules.words.weight * item.confidence
            words[part] += weight * np.array([*_values(item), *(item.emotions or ())])
            word_weight[part] += weight
            continue
        weights = np.array([getattr(rules.features[item.source], axis) for axis in _AXES])
        sums[part] += item.confidence * _values(item)
        squares[part] += np.square(item.confidence * weights)
    axes = np.tanh(rules.gain * sums / np.sqrt(np.maximum(squares, 1e-9)))
    told = np.maximum(word_weight, 1e-9)[:, None]
    share = (word_weight / (1.0 + word_weight))[:, None]
    axes += share * (words[:, :3] / told - axes)
    everything = sum(getattr(f, axis) ** 2 for f in rules.features.values() for axis in _AXES)
    confidence = np.sqrt(squares.sum(axis=1) / everything) + word_weight / (1.0 + word_weight)
    width = round(rules.smoothing_s * HZ)
    smooth = _smoothed(np.column_stack((axes, words[:, 3:] / told, word_weight)), scenes, width)
    return Fused(smooth[:, :3], smooth[:, 3:10], smooth[:, 10], np.clip(confidence, 0.0, 1.0))


def moments(item: Evidence, count: int) -> slice:
    """The moments of the curve at which evidence holds: at least the one it starts in."""
    first = min(int(item.span.start * HZ), count - 1)
    return slice(first, max(first + 1, min(int(item.span.end * HZ), count)))


def _values(item: Evidence) -> Values:
    return np.array([value or 0.0 for value in (item.valence, item.arousal, item.tension)])


def _smoothed(values: Values, scenes: Sequence[tuple[int, int]], width: int) -> Values:
    """A moving mean with a raised-cosine window, that never reaches into another scene.

    Music may step where a scene changes and must not anywhere else.
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
