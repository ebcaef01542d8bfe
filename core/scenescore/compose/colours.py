"""Film colours: which harmonies that say something by themselves a cue uses, from colours.toml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from scenescore.emotion_music import Feel, emotion_rows
from scenescore.errors import BadArgument, ScoreError
from scenescore.model import Cue
from scenescore.modes import Mode, ModeChord
from scenescore.seeds import stream
from scenescore.tables import read_table

Kind = Literal["chord", "dressing", "suspension", "pedal"]
Semitones = Annotated[int, Field(ge=0, le=11)]
Unit = Annotated[float, Field(ge=0, le=1)]

_OWN = 3
"""Colour chords that one cue draws: enough for variety, few enough to be heard as its own."""


class ColourChord(BaseModel):
    """The chord that a colour of kind "chord" brings into a key."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    numeral: str
    root: Semitones
    quality: str
    function: Literal["tonic", "predominant", "dominant", "colour"]


class Colour(BaseModel):
    """A colour as the user sees it: see resources/colours.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: str
    name: Mapping[Literal["en", "ko"], str]
    kind: Kind
    says: str
    suits: Mapping[str, Unit]
    weight: Annotated[float, Field(gt=0, le=100)]
    evidence: Literal["V", "A", "S", "M", "D"]
    source: str
    from_: Annotated[Literal["major", "minor"] | None, Field(alias="from")] = None
    chord: ColourChord | None = None
    on: str = ""
    functions: tuple[str, ...] = ()
    quality: str = ""
    above: Semitones = 0

    @model_validator(mode="after")
    def _complete(self) -> Colour:
        if not set(self.suits) <= set(emotion_rows()):
            raise ValueError("`suits` names an emotion that there is not")
        if self.kind == "chord" and (self.chord is None or self.from_ is None):
            raise ValueError("a colour of kind chord needs `chord` and `from`")
        if self.kind == "dressing" and not (self.on and self.functions and self.quality):
            raise ValueError("a dressing needs `on`, `functions` and `quality`")
        return self


@lru_cache(maxsize=1)
def load_colours() -> Mapping[str, Colour]:
    """Every colour by its id. Raises ScoreError when the data file is damaged."""
    try:
        return MappingProxyType(
            {
                key: Colour.model_validate({"id": key, **fields})
                for key, fields in read_table("colours.toml").items()
            }
        )
    except ValidationError as error:
        raise ScoreError(
            "The data file colours.toml of this installation is damaged.",
            "Install SceneScore again.",
            str(error),
        ) from error


def colours_named(names: Sequence[str]) -> tuple[Colour, ...]:
    """The colours of these ids. Raises BadArgument that lists those there are."""
    known = load_colours()
    for name in names:
        if name not in known:
            raise BadArgument(f"There is no colour “{name}”.", f"Colours: {', '.join(known)}.")
    return tuple(known[name] for name in names)


def emotion_of(feel: Feel) -> str:
    """The emotion whose row a feel was read from."""
    return next(name for name, row in emotion_rows().items() if row is feel.row)


def own_colours(cue: Cue, feel: Feel, mode: Mode, only: Sequence[str] | None) -> tuple[Colour, ...]:
    """The colours of a cue in one mood: a few chords drawn by how they suit it, all the rest of it.

    `only` names those that the user allows; they then need not suit.
    """
    if only is not None:
        return tuple(colour for colour in colours_named(only) if _fits(colour, mode))
    emotion = emotion_of(feel)
    suiting = [
        colour
        for colour in load_colours().values()
        if _fits(colour, mode) and colour.suits.get(emotion, 0.0) > 0
    ]
    chords = [colour for colour in suiting if colour.kind == "chord"]
    rng = stream(cue.seed, cue.uid, "colours", emotion, mode.name)
    drawn: list[Colour] = []
    while chords and len(drawn) < _OWN:
        weights = [colour.suits[emotion] * colour.weight for colour in chords]
        drawn.append(chords.pop(rng.choices(range(len(chords)), weights)[0]))
    return (*drawn, *(colour for colour in suiting if colour.kind != "chord"))


def colour_chords(colours: Sequence[Colour], feel: Feel) -> tuple[ModeChord, ...]:
    """The chords that colours bring, weighted by mood: tension brings more of them."""
    emotion = emotion_of(feel)
    amount = max(0.5, round(4 * feel.row.colour * (1 + max(0.0, feel.tension))) / 4)
    return tuple(
        ModeChord(
            colour.chord.numeral,
            colour.chord.root,
            colour.chord.quality,
            colour.chord.function,
            round(colour.weight * amount * max(0.3, colour.suits.get(emotion, 0.0)), 2),
            colour.id,
        )
        for colour in colours
        if colour.chord is not None
    )


def _fits(colour: Colour, mode: Mode) -> bool:
    """Whether a colour is one in a mode: what belongs to the mode anyway is none."""
    if colour.chord is None:
        return True
    own = {(chord.root, chord.quality) for chord in mode.chords}
    return (colour.from_ == "minor") == mode.minor and (
        (colour.chord.root, colour.chord.quality) not in own
    )
