"""Emotions as places and features as evidence: the tables that a mood is read with."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PositiveFloat,
    ValidationError,
    model_validator,
)

from scenescore.errors import BadArgument
from scenescore.settings import EMOTIONS
from scenescore.tables import read_table

Axis = Literal["valence", "arousal", "tension"]

AXES: tuple[Axis, ...] = ("valence", "arousal", "tension")
"""The axes of the curve, in the order of every array of three."""

Bounded = Field(ge=-1.0, le=1.0)


class _Data(BaseModel):
    """Immutable data from a file; an unknown key is an error, so that a typo is found at load."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Place(_Data):
    """An emotion in the space of the curve, each -1…1, and how readily it is named."""

    valence: float = Bounded
    arousal: float = Bounded
    power: float = Bounded
    tension: float = Bounded
    prior: PositiveFloat


class Emotions(_Data):
    """The seven emotions; `spread` is how far each reaches, `relief` what an order leaves."""

    spread: PositiveFloat
    relief: float = Field(ge=0.0, le=1.0)
    places: dict[str, Place]

    @model_validator(mode="after")
    def _all_seven(self) -> Emotions:
        if set(self.places) != set(EMOTIONS):
            raise ValueError(f"emotions.toml must hold {', '.join(EMOTIONS)}")
        return self


class _Source(_Data):
    """Who speaks through some evidence, and which study says that it tells."""

    witness: str
    study: str


class Feature(_Source):
    """Where a feature is usual, how far it moves each axis, and whether below the usual, too."""

    centre: float
    spread: PositiveFloat
    speaks: Literal["always", "above"] = "always"
    valence: float = Field(0.0, ge=-1.0, le=1.0)
    arousal: float = Field(0.0, ge=-1.0, le=1.0)
    tension: float = Field(0.0, ge=-1.0, le=1.0)

    @property
    def weights(self) -> tuple[float, float, float]:
        """In the order of `AXES`."""
        return self.valence, self.arousal, self.tension


class Direct(_Source):
    """How much evidence counts that says itself where in the space a moment lies."""

    weight: PositiveFloat


class Side(_Data):
    """Witnesses that speak with one voice where sides contradict each other, and of what."""

    witnesses: tuple[str, ...]
    axes: tuple[Axis, ...]


class Contradicting(_Data):
    """When two sides contradict each other, and what comes of it; the table says how."""

    clear: float = Field(ge=0.0, le=1.0)
    apart: float = Field(ge=0.0, le=2.0)
    weight: float = Field(ge=0.0)
    bridge_s: float = Field(ge=0.0)
    shortest_s: PositiveFloat
    doubt: float = Field(ge=0.0, le=1.0)
    brighter: float = Field(ge=0.0, le=1.0)
    sides: dict[str, Side]


class Reserve(_Data):
    """Weight of all that picture and sound do not tell of an axis."""

    valence: PositiveFloat
    arousal: PositiveFloat
    tension: PositiveFloat


class Rules(_Data):
    """The evidence and how its opinions become a curve; the table says what each means."""

    adaptation: float = Field(ge=0.0, le=1.0)
    adapt_from: int
    gain: PositiveFloat
    tone: float = Field(ge=0.0, le=1.0)
    trust: float = Field(ge=0.0, le=1.0)
    smoothing_s: PositiveFloat
    dwell_s: PositiveFloat
    change_cost: float = Field(ge=0.0)
    window_s: PositiveFloat
    reserve: Reserve
    features: dict[str, Feature]
    direct: dict[str, Direct]
    contradiction: Contradicting

    @model_validator(mode="after")
    def _sides_of_witnesses(self) -> Rules:
        sided = [name for side in self.contradiction.sides.values() for name in side.witnesses]
        unknown = set(sided) - set(self.witnesses)
        if unknown or len(sided) != len(set(sided)):
            raise ValueError("each witness may be on one side, and only those that speak")
        return self

    @property
    def reserves(self) -> tuple[float, float, float]:
        """The reserve in the order of `AXES`."""
        return self.reserve.valence, self.reserve.arousal, self.reserve.tension

    @property
    def witnesses(self) -> tuple[str, ...]:
        """Those who speak, each once, in the order of the table."""
        everyone = (*self.features.values(), *self.direct.values())
        return tuple(dict.fromkeys(each.witness for each in everyone))

    def witness_of(self, source: str) -> str:
        """Who speaks through some evidence."""
        row: _Source = self.features.get(source) or self.direct[source]
        return row.witness


@cache
def emotions() -> Emotions:
    """The table `emotions.toml`, checked."""
    table = read_table("emotions.toml")
    places = {name: value for name, value in table.items() if isinstance(value, dict)}
    rest = {name: value for name, value in table.items() if name not in places}
    return Emotions.model_validate({**rest, "places": places})


@cache
def rules() -> Rules:
    """The table `evidence.toml`, checked."""
    return Rules.model_validate(read_table("evidence.toml"))


def read_rules(path: Path) -> Rules:
    """A table of the user's own: what it leaves out is as in ours.

    Raises BadArgument for a file that is not there, no TOML, or holds what the table does not know.
    """
    hint = "`python -m training.mood_weights` writes one; evidence.toml says what each row means."
    try:
        own: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadArgument(f"The evidence table {path} cannot be read.", hint, str(error)) from error
    try:
        return Rules.model_validate(_merged(rules().model_dump(), own))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise BadArgument(
            f"The evidence table {path} does not fit at “{place}”.", hint, str(error)
        ) from error


def _merged(ours: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Our table with the user's values in their places."""
    both = {
        key: _merged(ours[key], value)
        if isinstance(value, dict) and isinstance(ours.get(key), dict)
        else value
        for key, value in own.items()
    }
    return {**ours, **both}
