"""Which families of instruments play: rough evidence of spectrum, attack and decay, or none.

One logistic regression a family on 24 traits of a stretch (`resources/families.json`, learned by
`training/sound_kinds/families.py` from stems of our own composer's cues, alone and mixed). Tested
on palettes that it had not learned from, of what it names strings are right in 88 %, winds (wood or
brass) in 89 %, plucked or struck strings in 79 % and percussion in 93 %. It names only what it is
sure of: 20 to 50 % of what is there.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from scenescore.errors import ScoreError
from scenescore.listen.percentiles import percentiles

Floats = npt.NDArray[np.float64]
Table = npt.NDArray[np.float32]

TRAITS = 24
_SURE = 0.7
_AUDIBLE = 1e-4  # of the loudest half second's power
_SHAPE = 8  # cosines that tell the spectrum's shape
_VIBRATO_HZ = (4.0, 7.5)
_MOVEMENT_HZ = (0.5, 20.0)


def families_of(onsets: Table, levels: Table, colours: Table, pitches: Table) -> tuple[str, ...]:
    """The families that surely play in a stretch, the surest first; see `Traces`."""
    if len(levels) < 100 or not colours.any():
        return ()
    values = traits_of(onsets, levels, colours, pitches)
    chances = {
        name: float(1 / (1 + np.exp(-((values - mean) / spread @ weights + bias))))
        for name, (mean, spread, weights, bias) in _learned().items()
    }
    sure = [name for name, chance in chances.items() if chance >= _SURE]
    return tuple(sorted(sure, key=lambda name: -chances[name]))


def traits_of(onsets: Table, levels: Table, colours: Table, pitches: Table) -> Floats:
    """The spectrum's shape and unrest, how the level moves, what pitches and onsets do."""
    power = colours.sum(axis=1)
    audible = power > power.max() * _AUDIBLE
    mean = 10 * np.log10(colours[audible].mean(axis=0, dtype=np.float64) + 1e-12)
    mean = np.maximum(mean - mean.max(), -60) / 10
    bands = np.arange(len(mean))
    shape = [
        (mean * np.cos(np.pi * (bands + 0.5) * n / len(mean))).mean() for n in range(1, _SHAPE + 1)
    ]
    decibels = 10 * np.log10(colours[audible].astype(np.float64) + 1e-10)
    unrest = np.minimum(decibels.std(axis=0), 20).reshape(3, -1).mean(axis=1) / 5
    amplitude = 10**mean
    share = pitches.sum(axis=0, dtype=np.float64)
    share = share / (share.sum() + 1e-9)
    strong = np.log(percentiles(onsets, 95)[0] + 1e-4)
    usual = np.log(onsets.mean(dtype=np.float64) + 1e-4)
    return np.array(
        [
            *shape,
            *unrest,
            *_movement(levels),
            -(share * np.log(share + 1e-9)).sum(),
            pitches[audible].sum(axis=1).mean() / 5,
            (amplitude @ bands) / amplitude.sum() / 5,
            _vibrato(levels),
            usual,
            strong - usual,
        ]
    )


def _movement(levels: Table) -> list[float]:
    """Percentiles of change over 0.2 s where something sounds, and of rises over 30 ms; / 5 dB."""
    decibels = 20 * np.log10(levels.astype(np.float64) + 1e-5)
    sounding = levels[20:] > levels.max() * 0.01
    slow = (decibels[20:] - decibels[:-20])[sounding]
    fast = decibels[3:] - decibels[:-3]
    changes = percentiles(slow, 5, 25, 50, 75, 95) if len(slow) else np.zeros(5)
    return [float(change) / 5 for change in (*changes, *percentiles(fast, 95, 99))]


def _vibrato(levels: Table) -> float:
    """The share of the level's movement that is as fast as a vibrato or tremolo."""
    decibels = 20 * np.log10(levels.astype(np.float64) + 1e-5)
    swing = decibels - np.convolve(decibels, np.ones(50) / 50, "same")
    power = np.abs(np.fft.rfft(swing * np.hanning(len(swing)))) ** 2
    hertz = np.fft.rfftfreq(len(swing), 0.01)

    def between(low: float, high: float) -> float:
        return float(power[(hertz > low) & (hertz < high)].sum())

    return between(*_VIBRATO_HZ) / (between(*_MOVEMENT_HZ) + 1e-9)


@cache
def _learned() -> dict[str, tuple[Floats, Floats, Floats, float]]:
    """(mean, spread, weights, bias) of each family. Raises ScoreError for a damaged file."""
    source = files("scenescore_resources").joinpath("families.json")
    try:
        data = json.loads(source.read_text(encoding="utf-8"))
        learned = {}
        for name, each in data.items():
            parts = (np.array(each[key], float) for key in ("mean", "spread", "weights"))
            mean, spread, weights = parts
            if not len(mean) == len(spread) == len(weights) == TRAITS:
                raise ValueError(f"other traits than these for {name}")
            learned[name] = (mean, spread, weights, float(each["bias"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ScoreError(
            "The data file families.json of this installation is damaged.",
            "Install SceneScore again.",
            str(error),
        ) from error
    return learned
