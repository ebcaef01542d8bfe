"""Palettes and instruments: the data that says who plays, read once and checked when read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from scenescore.errors import BadArgument, ScoreError
from scenescore.settings import EMOTIONS

Pitch = Annotated[int, Field(ge=0, le=127)]
Register = tuple[Pitch, Pitch]
Unit = Annotated[float, Field(ge=0, le=1)]
Bipolar = Annotated[float, Field(ge=-1, le=1)]
T = TypeVar("T", bound=BaseModel)

Role = Literal["melody", "pad", "bass", "accompaniment", "pulse", "percussion", "accent"]


class _Data(BaseModel):
    """Immutable data from a file; an unknown key is an error, so that a typo is found at load."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Instrument(_Data):
    """One General MIDI sound as a player: see resources/instruments.toml for the units."""

    id: str
    name: str
    program: Annotated[int, Field(ge=0, le=127)]
    stem: str
    range: Register
    attack: Literal["fast", "slow"]
    sustain: bool
    breath: bool = False
    under_speech: Register | None = None
    pan: Bipolar = 0.0
    gain_db: float = 0.0
    reverb: Unit = 0.3


class Player(_Data):
    """A chair of a palette: an instrument in a role, in a register, from some arousal upwards.

    The player takes part where `enters` <= arousal < `leaves`.
    """

    role: Role
    instrument: Instrument
    name: str
    pitches: Register
    enters: Annotated[float, Field(ge=-1, le=2)] = -1.0
    leaves: Annotated[float, Field(ge=-1, le=2)] = 2.0
    gain_db: float = 0.0

    @model_validator(mode="after")
    def _inside_range(self) -> Player:
        low, high = self.instrument.range
        if not low <= self.pitches[0] < self.pitches[1] <= high:
            raise ValueError(f"pitches {self.pitches} lie outside {self.instrument.id}'s range")
        return self

    @property
    def gain(self) -> float:
        """Decibels: the instrument's own and the chair's together."""
        return self.instrument.gain_db + self.gain_db


class TextureStep(_Data):
    """The accompaniment texture used from an arousal upwards."""

    arousal: Bipolar
    texture: str


class Palette(_Data):
    """A style: who plays, in which textures, and how well it suits each emotion (0…1)."""

    id: str
    name: Mapping[Literal["en", "ko"], str]
    suits: Mapping[str, Unit]
    textures: tuple[TextureStep, ...]
    players: tuple[Player, ...]

    @field_validator("suits")
    @classmethod
    def _seven_emotions(cls, suits: Mapping[str, float]) -> Mapping[str, float]:
        if set(suits) != set(EMOTIONS):
            raise ValueError(f"`suits` must name each of {', '.join(EMOTIONS)}")
        return suits

    @model_validator(mode="after")
    def _can_play(self) -> Palette:
        if not any(p.instrument.attack == "fast" for p in self.role("accent")):
            raise ValueError("a palette needs a player of role accent that speaks at once")
        for role in ("melody", "pad", "bass"):
            if not self.role(role):
                raise ValueError(f"a palette needs a player of role {role}")
        if len({p.name for p in self.players}) != len(self.players):
            raise ValueError("two players of a palette share a name")
        return self

    def role(self, role: str) -> tuple[Player, ...]:
        """The players of one role, in the order of the file."""
        return tuple(player for player in self.players if player.role == role)

    def texture_at(self, arousal: float) -> str:
        """The accompaniment texture for an arousal in [-1, 1]."""
        fitting = [step for step in self.textures if step.arousal <= arousal]
        return (fitting[-1] if fitting else self.textures[0]).texture


@lru_cache(maxsize=1)
def load_instruments() -> Mapping[str, Instrument]:
    """Every instrument by its id. Raises ScoreError when the data file is damaged."""
    return MappingProxyType(
        {
            key: _checked(Instrument, {"id": key, **fields}, "instruments.toml")
            for key, fields in read_table("instruments.toml").items()
        }
    )


@lru_cache(maxsize=1)
def load_palettes() -> Mapping[str, Palette]:
    """Every palette by its id, in alphabetical order. Raises ScoreError for a damaged file."""
    folder = files("scenescore_resources") / "palettes"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    palettes = (_palette(f"palettes/{name}") for name in names)
    return MappingProxyType({palette.id: palette for palette in palettes})


def palette_of(style: str) -> Palette:
    """The palette of that id. Raises BadArgument that lists the palettes there are."""
    palettes = load_palettes()
    if style not in palettes:
        raise BadArgument(f"There is no style “{style}”.", f"Styles: {', '.join(palettes)}.")
    return palettes[style]


def read_table(name: str) -> dict[str, Any]:
    """A TOML file of the resources, parsed; `name` is relative to the package of resources."""
    source = files("scenescore_resources").joinpath(*name.split("/"))
    try:
        return tomllib.loads(source.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise _damaged(name, error) from error


def _palette(name: str) -> Palette:
    table = read_table(name)
    instruments = load_instruments()
    for player in table.get("players", ()):
        instrument = instruments.get(player["instrument"])
        if instrument is None:
            raise _damaged(name, ValueError(f"no instrument {player['instrument']}"))
        player["instrument"] = instrument
        player.setdefault("name", instrument.name)
        player.setdefault("pitches", instrument.range)
    return _checked(Palette, table, name)


def _checked(kind: type[T], fields: dict[str, Any], name: str) -> T:
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        raise _damaged(name, error) from error


def _damaged(name: str, error: Exception) -> ScoreError:
    return ScoreError(
        f"The data file {name} of this installation is damaged.",
        "Install SceneScore again.",
        str(error),
    )
