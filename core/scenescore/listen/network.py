"""A small convolutional network that sees music in lines along time, in numpy.

It looks in two steps, because speech is known only when all has been heard. First, as the sound
comes, at the prominence of every pitch, as it is and averaged over 0.75 and 3 s (in noise only what
lasts stands out), the same at every pitch and time; from each third of the scale it keeps the mean
and the most of what it sees, and boils that down to `WIDTH` numbers each half second (`codes_of`).
At the end it looks along these and the share of speech, seven seconds back and ahead
(`logits_of`). Its weights are data (`sound_kinds.json`), learned by `training/sound_kinds`, where
the same network stands in torch.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from scenescore.errors import ScoreError
from scenescore.listen.running import means
from scenescore.listen.spectra import FRAMES, Table

Floats = npt.NDArray[np.float64]

WIDTH = 20
"""Numbers that half a second is boiled down to."""

REACH = 5 * FRAMES
"""Spectra on each side that the first step looks at."""

SPANS = (1, 12, 48)
"""Spectra that prominence is averaged over."""

SCALES_DB = (12.0, 6.0, 4.0)
"""What each average is divided by: how large it usually gets."""

DILATIONS = (1, 2, 4)
"""Half seconds from one value to the next that the second step's layers look at."""

_THIRDS = 3
_AT_ONCE = 16  # spectra that a layer looks at together: all would be copied 75 times
_SHAPES = {
    "see1": (8, 3, 5, 5),  # channels out, channels in, spectra, pitches
    "see2": (8, 8, 8, 1),
    "see3": (16, 8, 3, 3),
    "boil": (WIDTH, 2 * 16 * _THIRDS + 1),  # the last input is the share of speech
    **{f"along{dilation}": (WIDTH, WIDTH, 5) for dilation in DILATIONS},
    "tell": (1, WIDTH, 1),
}


def codes_of(prominence: Table) -> Table:
    """What is seen in each half second of (spectra, pitches) in decibels, shape (steps, `WIDTH`).

    There must be whole half seconds; those within `REACH` of an end see nothing beyond it.
    """
    weights = _weights()
    seen = _seen(averaged(prominence), weights, "see1", (1, 1), (2, 2))
    seen = _seen(seen, weights, "see2", (4, 1), (2, 0))
    seen = _seen(seen, weights, "see3", (2, 3), (1, 1))
    channels, steps, places = seen.shape
    thirds = seen.reshape(channels, steps, _THIRDS, places // _THIRDS)
    both = np.concatenate((thirds.mean(axis=3), thirds.max(axis=3)))
    flat = both.transpose(1, 0, 2).reshape(steps, -1)
    return np.asarray(flat @ weights["boil"][:, :-1].T + weights["boil_bias"], np.float32)


def averaged(prominence: Table) -> Table:
    """Prominence over each of `SPANS`, shape (spans, spectra, pitches)."""
    pairs = zip(SPANS, SCALES_DB, strict=True)
    return np.stack([means(prominence, span, axis=0) / np.float32(scale) for span, scale in pairs])


def logits_of(codes: Table, spoken: Floats) -> Floats:
    """Log odds of music for each half second; `spoken` is the share of it that is speech."""
    if not len(codes):
        return np.zeros(0)
    weights = _weights()
    course = np.maximum(codes + spoken[:, None] * weights["boil"][:, -1], 0)
    for dilation in DILATIONS:
        course = course + np.maximum(_along(course, weights, dilation), 0)
    return np.asarray(course @ weights["tell"][0, :, 0] + weights["tell_bias"], np.float64)


def _seen(
    x: Table, weights: Mapping[str, Table], name: str, stride: tuple[int, int], pad: tuple[int, int]
) -> Table:
    """A convolution over spectra and pitches, negative values cut off; x (channels, …, …)."""
    kernel = weights[name]
    padded = np.pad(x, ((0, 0), (pad[0], pad[0]), (pad[1], pad[1])))
    windows = np.lib.stride_tricks.sliding_window_view(padded, kernel.shape[2:], axis=(1, 2))
    windows = windows[:, :: stride[0], :: stride[1]]
    out = np.empty((len(kernel), *windows.shape[1:3]), np.float32)
    for at in range(0, windows.shape[1], _AT_ONCE):
        some = windows[:, at : at + _AT_ONCE]
        out[:, at : at + _AT_ONCE] = np.tensordot(kernel, some, axes=((1, 2, 3), (0, 3, 4)))
    np.add(out, weights[f"{name}_bias"][:, None, None], out=out)
    return np.maximum(out, 0, out=out)


def _along(course: Floats, weights: Mapping[str, Table], dilation: int) -> Floats:
    """A convolution along half seconds that are `dilation` apart; course (steps, width)."""
    kernel = weights[f"along{dilation}"]
    reach = kernel.shape[2] // 2 * dilation
    padded = np.pad(course, ((reach, reach), (0, 0)))
    out = np.broadcast_to(weights[f"along{dilation}_bias"], course.shape).astype(np.float64)
    for tap in range(kernel.shape[2]):
        out = out + padded[tap * dilation : tap * dilation + len(course)] @ kernel[:, :, tap].T
    return out


@cache
def _weights() -> Mapping[str, Table]:
    """The weights, checked against the layers. Raises ScoreError for a damaged file."""
    source = files("scenescore_resources").joinpath("sound_kinds.json")
    try:
        data = json.loads(source.read_text(encoding="utf-8"))
        weights = {name: np.array(data[name], np.float32) for name in _SHAPES}
        for name, shape in _SHAPES.items():
            weights[f"{name}_bias"] = np.array(data[f"{name}_bias"], np.float32)
            if weights[name].shape != shape or weights[f"{name}_bias"].shape != shape[:1]:
                raise ValueError(f"another shape than {shape} for {name}")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ScoreError(
            "The data file sound_kinds.json of this installation is damaged.",
            "Install SceneScore again.",
            str(error),
        ) from error
    return weights
