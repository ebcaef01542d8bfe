"""Between the curve's three axes and the seven emotions, both ways."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from scenescore.mood.tables import emotions
from scenescore.settings import EMOTIONS

Values = npt.NDArray[np.float64]


def places() -> Values:
    """Valence, arousal and tension of the seven emotions, shape (7, 3), in their usual order."""
    table = emotions().places
    return np.array([(table[e].valence, table[e].arousal, table[e].tension) for e in EMOTIONS])


def axes_of(probabilities: Sequence[float]) -> tuple[float, float, float]:
    """Valence, arousal and tension of a mixture of emotions: the mean of their places."""
    valence, arousal, tension = np.asarray(probabilities, float) @ places()
    return float(valence), float(arousal), float(tension)


def emotions_at(axes: Values) -> Values:
    """Probabilities (n, 7) of the emotions at points (n, 3) of valence, arousal and tension.

    Each emotion reaches around its place as a Gaussian of the table's spread, times its prior.
    """
    table = emotions()
    priors = np.array([table.places[e].prior for e in EMOTIONS])
    squares = np.square(axes[:, None, :] - places()[None, :, :]).sum(axis=2)
    likely = priors * np.exp(-squares / (2 * table.spread**2)) + 1e-12
    shares: Values = likely / likely.sum(axis=1, keepdims=True)
    return shares
