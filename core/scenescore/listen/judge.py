"""Whether there is music, from features of lines and of speech: a small network whose weights are
data (`resources/sound_kinds.json`, learned by `training/sound_kinds`)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from scenescore.errors import ScoreError
from scenescore.listen.lines import Table, feature_names

Floats = npt.NDArray[np.float64]

_CONTEXT = 9
"""Half seconds whose mean is told beside each one's own value."""

_AROUND_SPEECH = 3

_CHANGE = 3.0
_SUREST = 4.0
"""What a change between music and none costs, and the most that one half second can say, in nats:
music that begins or ends is believed when two of them agree surely, or more of them less so."""


@dataclass(frozen=True, slots=True, eq=False)
class _Network:
    """One hidden layer: logit = out · tanh(inward · (x - mean) / spread + bias) + out_bias."""

    mean: Floats
    spread: Floats
    inward: Floats
    bias: Floats
    out: Floats
    out_bias: float


def inputs(features: Table, spoken: Floats) -> Floats:
    """What the network sees, shape (steps, inputs): each value and its mean around, speech."""
    from scipy.ndimage import uniform_filter1d

    table = features.astype(np.float64)
    around = uniform_filter1d(table, _CONTEXT, axis=0, mode="nearest")
    both = np.concatenate((table, around), axis=1)
    speech = uniform_filter1d(spoken.astype(np.float64), _AROUND_SPEECH, mode="nearest")
    return np.concatenate((np.sign(both) * np.log1p(np.abs(both)), speech[:, None]), axis=1)


def music_logits(features: Table, spoken: Floats) -> Floats:
    """Log odds of music for each half second; `spoken` is the share of it that is speech."""
    if not len(features):
        return np.zeros(0)
    net = _network()
    hidden = np.tanh(((inputs(features, spoken) - net.mean) / net.spread) @ net.inward + net.bias)
    return np.asarray(hidden @ net.out + net.out_bias)


def steadied(logits: Floats) -> npt.NDArray[np.bool_]:
    """The most likely course of music and none, where each change has its cost (Viterbi)."""
    said = np.clip(logits, -_SUREST, _SUREST)
    best = np.zeros(2)
    came_from = np.zeros((len(said), 2), np.int64)
    for step, value in enumerate(said):
        other = best[::-1] - _CHANGE
        came_from[step] = np.where(other > best, (1, 0), (0, 1))
        best = np.maximum(best, other) + np.array((0.0, value))
    course = np.zeros(len(said), bool)
    state = int(best[1] > best[0])
    for step in range(len(said) - 1, -1, -1):
        course[step] = bool(state)
        state = int(came_from[step, state])
    return course


@cache
def _network() -> _Network:
    """The weights, checked against the features. Raises ScoreError for a damaged file."""
    source = files("scenescore_resources").joinpath("sound_kinds.json")
    try:
        data = json.loads(source.read_text(encoding="utf-8"))
        if tuple(data["features"]) != feature_names():
            raise ValueError("other features than these")
        mean, spread, inward, bias, out = (
            np.array(data[key], float) for key in ("mean", "spread", "inward", "bias", "out")
        )
        network = _Network(mean, spread, inward, bias, out, float(data["out_bias"]))
        if network.inward.shape != (len(network.mean), len(network.out)):
            raise ValueError("weights that do not fit together")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ScoreError(
            "The data file sound_kinds.json of this installation is damaged.",
            "Install SceneScore again.",
            str(error),
        ) from error
    return network
