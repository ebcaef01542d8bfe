"""Weights nearest to the shipped ones that say of marked scenes what the user says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import least_squares

from scenescore.mood.places import Values
from scenescore.mood.tables import Rules
from scenescore.mood.testimony import axes_of_all, weights_of
from training.mood_weights.marked import Marked

RIDGES = (0.1, 0.3, 1.0, 3.0, 10.0)
"""How hard weights are held to the shipped ones: what a change of 1 costs, in squared errors."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Mean distance to the marks on each axis (3,), each film predicted from the others."""

    ridge: float | None
    errors: Values

    @property
    def mean(self) -> float:
        return float(self.errors.mean())


def predicted(film: Marked, weights: Values, rules: Rules) -> Values:
    """Where each marked scene of a film is felt to lie (scenes, 3): the mean of its moments."""
    axes = axes_of_all(film.said, weights, None, rules)
    lengths = np.diff([*film.starts, len(axes)])
    sums: Values = np.add.reduceat(axes, film.starts.astype(int), axis=0)
    return sums / lengths[:, None]


def fitted(films: Sequence[Marked], rules: Rules, ridge: float) -> Values:
    """The weights (features, 3) for the marks of some films; those that are 0 stay 0."""
    shipped = weights_of(rules)
    free = shipped != 0

    def misses(values: Values) -> Values:
        weights = shipped.copy()
        weights[free] = values
        told = [
            (np.sqrt(film.strength)[:, None] * (predicted(film, weights, rules) - film.wanted))
            for film in films
        ]
        held = np.sqrt(ridge) * (values - shipped[free])
        return np.concatenate([*(each.ravel() for each in told), held])

    start = np.clip(shipped[free], -0.999, 0.999)
    found = least_squares(misses, start, bounds=(-1, 1), max_nfev=30)
    weights = shipped.copy()
    weights[free] = found.x
    return weights


def left_out(
    films: Sequence[Marked], rules: Rules, ridges: Sequence[float] = RIDGES
) -> Iterator[Figures]:
    """Figures of the shipped weights, then of every ridge, each film left out of its own fit."""
    yield Figures(None, _errors(films, [weights_of(rules)] * len(films), rules))
    for ridge in ridges:
        others = [[film for film in films if film is not each] for each in films]
        yield Figures(ridge, _errors(films, [fitted(rest, rules, ridge) for rest in others], rules))


def _errors(films: Sequence[Marked], weights: Sequence[Values], rules: Rules) -> Values:
    apart = [
        film.strength[:, None] * np.abs(predicted(film, own, rules) - film.wanted)
        for film, own in zip(films, weights, strict=True)
    ]
    strength = sum(float(film.strength.sum()) for film in films)
    total: Values = np.concatenate(apart).sum(axis=0) / strength
    return total
