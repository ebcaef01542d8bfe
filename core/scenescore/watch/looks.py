"""How alike shots look: what tells whether a place goes on or another one has begun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenescore.model import Picture, Shot
from scenescore.timebase import Rate, to_seconds
from scenescore.watch.tables import SceneRules


@dataclass(frozen=True, slots=True)
class Look:
    """When a shot runs, in seconds, and what it looks like as a vector; None if it was not seen."""

    start: float
    end: float
    colours: npt.NDArray[np.float64] | None = None


def looks_of(
    shots: Sequence[Shot], pictures: Sequence[Picture], rate: Rate, rules: SceneRules
) -> list[Look]:
    """What each shot looks like: its colours (Hellinger's roots) and its light."""
    seen = {picture.shot: _colours(picture, rules) for picture in pictures}
    return [
        Look(
            float(to_seconds(shot.start_frame, rate)),
            float(to_seconds(shot.end_frame, rate)),
            seen.get(index),
        )
        for index, shot in enumerate(shots)
    ]


def _colours(picture: Picture, rules: SceneRules) -> npt.NDArray[np.float64]:
    light = (picture.brightness, picture.contrast, picture.saturation, picture.warmth)
    return np.concatenate((np.sqrt(np.array(picture.colours)), rules.light * np.array(light)))


def difference(looks: Sequence[Look], place: int, rules: SceneRules) -> float:
    """How little the shots before a cut resemble those after it, 0…1; ½ when they were not seen.

    The distance of the nearest pair counts, farther pairs less, so that a shot that returns holds
    a scene together; one that returns after longer than is remembered does not.
    """
    nearest = None
    for back in range(1, rules.memory + 1):
        for ahead in range(rules.memory + 1 - back):
            if place - back < 0 or place + ahead >= len(looks):
                continue
            before, after = looks[place - back], looks[place + ahead]
            if back + ahead > 1 and after.start - before.end > rules.memory_s:
                continue
            one, other = before.colours, after.colours
            if one is None or other is None or len(one) != len(other):
                continue
            apart = float(np.linalg.norm(one - other)) / rules.unlike
            apart = min(1.0, apart * (1 + rules.forgetting * (back + ahead - 1)))
            nearest = apart if nearest is None else min(nearest, apart)
    return 0.5 if nearest is None else nearest
