"""What music feels like, by the cues that studies weighed: mode, notes a second, loudness …"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import sqrt, tanh
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, ValidationError

from scenescore.errors import ScoreError
from scenescore.tables import read_table

Axis = Literal["valence", "arousal"]
_TABLE = "found_music.toml"


class Trait(BaseModel):
    """Where a trait is usual, how far it moves each axis, and which study says so."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    centre: float
    spread: PositiveFloat
    valence: float = Field(0.0, ge=-1.0, le=1.0)
    arousal: float = Field(0.0, ge=-1.0, le=1.0)
    study: str


class Traits(BaseModel):
    """All traits, and how strongly their sum speaks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    gain: PositiveFloat
    traits: dict[str, Trait]


def feeling_of(values: Mapping[str, float]) -> tuple[float | None, float | None]:
    """(valence, arousal), -1…1, of the traits that could be told; None where none speaks."""
    return _axis(values, "valence"), _axis(values, "arousal")


def energy_of(values: Mapping[str, float]) -> float:
    """How much is going on, 0…1: the traits that arouse, without asking how they feel."""
    arousal = _axis(values, "arousal")
    return round((1 + (arousal or 0.0)) / 2, 3)


def _axis(values: Mapping[str, float], axis: Axis) -> float | None:
    table = traits()
    said = [
        (getattr(trait, axis), tanh((values[name] - trait.centre) / trait.spread))
        for name, trait in table.traits.items()
        if name in values and getattr(trait, axis)
    ]
    if not said:
        return None
    total = sum(weight * z for weight, z in said) / sqrt(sum(weight**2 for weight, _ in said))
    return round(tanh(table.gain * total), 3)


@cache
def traits() -> Traits:
    """The table `found_music.toml`, checked. Raises ScoreError."""
    try:
        return Traits.model_validate(read_table(_TABLE))
    except ValidationError as error:
        raise ScoreError(
            f"The data file {_TABLE} of this installation is damaged.",
            "Install SceneScore again.",
            str(error),
        ) from error
