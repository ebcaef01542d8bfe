"""Emotions as places and features as evidence: the tables that a mood is read with."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, model_validator

from scenescore.settings import EMOTIONS

Bounded = Field(ge=-1.0, le=1.0)


class Place(BaseModel):
    """An emotion in the space of the curve, each -1…1, and how readily it is named."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    valence: float = Bounded
    arousal: float = Bounded
    power: float = Bounded
    tension: float = Bounded
    prior: PositiveFloat


class Emotions(BaseModel):
    """The seven emotions; `spread` is how far each reaches, `relief` what an order leaves."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    spread: PositiveFloat
    relief: float = Field(ge=0.0, le=1.0)
    places: dict[str, Place]

    @model_validator(mode="after")
    def _all_seven(self) -> Emotions:
        if set(self.places) != set(EMOTIONS):
            raise ValueError(f"emotions.toml must hold {', '.join(EMOTIONS)}")
        return self


class Feature(BaseModel):
    """Where a feature is usual, and how far it moves each axis."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    centre: float
    spread: PositiveFloat
    valence: float = Field(0.0, ge=-1.0, le=1.0)
    arousal: float = Field(0.0, ge=-1.0, le=1.0)
    tension: float = Field(0.0, ge=-1.0, le=1.0)
    study: str


class Words(BaseModel):
    """How much the emotion of words counts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    weight: PositiveFloat


class Rules(BaseModel):
    """The features and how their opinions become a curve; the table says what each means."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    adaptation: float = Field(ge=0.0, le=1.0)
    adapt_from: int
    gain: PositiveFloat
    smoothing_s: PositiveFloat
    dwell_s: PositiveFloat
    change_cost: float = Field(ge=0.0)
    window_s: PositiveFloat
    features: dict[str, Feature]
    words: Words


@cache
def emotions() -> Emotions:
    """The table `emotions.toml`, checked."""
    table = _load("emotions.toml")
    places = {name: value for name, value in table.items() if isinstance(value, dict)}
    rest = {name: value for name, value in table.items() if name not in places}
    return Emotions.model_validate({**rest, "places": places})


@cache
def rules() -> Rules:
    """The table `evidence.toml`, checked."""
    return Rules.model_validate(_load("evidence.toml"))


def _load(name: str) -> dict[str, object]:
    return tomllib.loads((files("scenescore_resources") / name).read_text("utf-8"))
