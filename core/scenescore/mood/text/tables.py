"""The table `words.toml`: how the emotions of words are read and made steady, checked once."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field


class Timeline(BaseModel):
    """When an emotion is too short to matter; seconds. See `timeline.py`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    near_s: Fraction = Field(ge=0)
    matters_s: Fraction = Field(ge=0)


class Sentences(BaseModel):
    """When phrases are read as one sentence. See `sentences.py`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    near_s: Fraction = Field(ge=0)
    longest: int = Field(ge=1, description="letters")


class Rules(BaseModel):
    """Everything in `words.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    timeline: Timeline
    sentences: Sentences


@cache
def rules() -> Rules:
    """The table `words.toml`, checked."""
    text = (files("scenescore_resources") / "words.toml").read_text("utf-8")
    return Rules.model_validate(tomllib.loads(text, parse_float=Fraction))
