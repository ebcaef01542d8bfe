"""How speech is packed for a transcription engine, and when its words are believed."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, PositiveInt

from scenescore.tables import read_table


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Pieces(_Data):
    """How speech is packed."""

    longest: Fraction
    pad: Fraction
    bridge: Fraction
    joint: Fraction


class Language(_Data):
    """How the language is voted for."""

    voters: PositiveInt
    sure: float = Field(ge=0, le=1)
    candidate: float = Field(ge=0, le=1)
    own: float = Field(ge=0, le=1)


class Believed(_Data):
    """Limits beyond which words are inventions."""

    no_speech: float = Field(ge=0, le=1)
    log_probability: float
    compression: PositiveFloat
    letters_per_s: PositiveFloat
    repeats: PositiveInt
    slack: float = Field(ge=0)
    inside: float = Field(ge=0, le=1)
    word: float = Field(ge=0, le=1)


class Rules(_Data):
    """The table `transcription.toml`."""

    pieces: Pieces
    language: Language
    believed: Believed


@cache
def rules() -> Rules:
    """The table, checked."""
    return Rules.model_validate(read_table("transcription.toml"))
