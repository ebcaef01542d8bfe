"""Palettes and instruments: the data that says who plays, read once and checked when read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from scenescore.errors import BadArgument
from scenescore.settings import EMOTIONS
from scenescore.tables import damaged, read_table

Pitch = Annotated[int, Field(ge=0, le=127)]
Register = tuple[Pitch, Pitch]
Unit = Annotated[float, Field(ge=0, le=1)]
Bipolar = Annotated[float, Field(ge=-1, le=1)]
T = TypeVar("T", bound=BaseModel)

Role = Literal["melody", "counter", "pad", "bass", "accompaniment", "pulse", "percussion", "accent"]
Emotion = Literal["happy", "sad", "disgust", "anger", "surprise", "fear", "neutral"]


class _Data(BaseModel):
    """Immutable data from a file; an unknown key is an error, so that a typo is found at load."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Instrument(_Data):
    """One General MIDI sound as a player: see resources/instruments.toml for the units.

    `drums` marks a kit, whose pitches are the keys of the General MIDI percussion map.
    `speech_share_db` is its brightness in its register under speech, decibels at or below 0.
    """

    id: str
    name: str
    program: Annotated[int, Field(ge=0, le=127)]
    stem: str
    range: Register
    attack: Literal["fast", "slow"]
    sustain: bool
    breath: bool = False
    drums: bool = False
    under_speech: Register | None = None
    speech_share_db: float = 0.0
    pan: Bipolar = 0.0
    gain_db: float = 0.0
    reverb: Unit = 0.3


class Player(_Data):
    """A chair of a palette: an instrument in a role, in a register, from some energy upwards.

    The player takes part where `enters` <= energy < `leaves`, in the emotions of `moods` if it
    names any, only where somebody speaks if `only_speech`, never there if `yields`. `texture` is a
    pattern of its own within the common rhythm, `groove` what a drum kit plays, `rolls` that it
    rolls into swells.
    """

    role: Role
    instrument: Instrument
    name: str
    pitches: Register
    enters: Annotated[float, Field(ge=-1, le=2)] = -1.0
    leaves: Annotated[float, Field(ge=-1, le=2)] = 2.0
    gain_db: float = 0.0
    moods: frozenset[Emotion] = frozenset()
    only_speech: bool = False
    yields: bool = False
    texture: str = ""
    groove: str = ""
    rolls: bool = False

    @model_validator(mode="after")
    def _inside_range(self) -> Player:
        low, high = self.instrument.range
        if not low <= self.pitches[0] < self.pitches[1] <= high:
            raise ValueError(f"pitches {self.pitches} lie outside {self.instrument.id}'s range")
        if self.instrument.drums != bool(self.groove) and self.role != "accent":
            raise ValueError("a drum kit needs a groove, and nobody else has one")
        return self

    @property
    def gain(self) -> float:
        """Decibels: the instrument's own and the chair's together."""
        return self.instrument.gain_db + self.gain_db


class TextureStep(_Data):
    """The accompaniment texture used from an energy and a tension upwards.

    `moods`, if given, limits it to those emotions, where it then goes before the others; `answer`
    is what contrasting phrases have instead.
    """

    arousal: Bipolar
    texture: str
    tension: Bipolar = -1.0
    moods: frozenset[Emotion] = frozenset()
    answer: str = ""


class Palette(_Data):
    """A style: who plays, in which textures, and how well it suits each emotion (0…1).

    `note` says what it does not suit, if there is something. `leaning` "pentatonic" leaves out the
    notes that make half steps where a chord allows it.
    """

    id: str
    name: Mapping[Literal["en", "ko"], str]
    suits: Mapping[str, Unit]
    note: Mapping[Literal["en", "ko"], str] = Field(default_factory=dict)
    leaning: Literal["", "pentatonic"] = ""
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

    def texture_for(self, emotion: str, energy: float, tension: float, answer: bool) -> str:
        """The accompaniment's texture; "" leaves it to the emotion's own.

        Steps made for the emotion go before the others; of those that fit, the last one in the file
        counts.
        """
        own = [step for step in self.textures if emotion in step.moods]
        for steps in (own, [step for step in self.textures if not step.moods]):
            fitting = [s for s in steps if s.arousal <= energy and s.tension <= tension]
            if fitting:
                step = fitting[-1]
                return (answer and step.answer) or step.texture
            if steps is own and emotion in _GESTURES:
                return ""
        return self.textures[0].texture


_GESTURES = frozenset({"anger", "fear", "disgust"})
"""Emotions heard first of all in how the accompaniment moves, whatever the style."""


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


def _palette(name: str) -> Palette:
    table = read_table(name)
    instruments = load_instruments()
    for player in table.get("players", ()):
        instrument = instruments.get(player["instrument"])
        if instrument is None:
            raise damaged(name, ValueError(f"no instrument {player['instrument']}"))
        player["instrument"] = instrument
        player.setdefault("name", instrument.name)
        player.setdefault("pitches", instrument.range)
    return _checked(Palette, table, name)


def _checked(kind: type[T], fields: dict[str, Any], name: str) -> T:
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        raise damaged(name, error) from error
