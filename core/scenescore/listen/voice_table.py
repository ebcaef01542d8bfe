"""The table `voice.toml`: how a voice is measured and what makes it sound aroused."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, model_validator

from scenescore.tables import read_table

Measured = Literal["rate", "pitch", "range", "loudness", "edge", "pauses"]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Hearing(_Data):
    """What counts as voice, syllable and pause; levels in dB, times in seconds."""

    clear: float = Field(ge=0, le=1)
    drop_db: PositiveFloat
    dip_db: PositiveFloat
    pause_s: PositiveFloat
    least_voiced_s: PositiveFloat
    above_db: float
    floor_db: float
    beside_s: PositiveFloat


class Speakers(_Data):
    """How far voices lie apart, and between which pitches an unknown one may be at ease."""

    apart_st: PositiveFloat
    parted: float = Field(gt=0.75, lt=1)
    usual_hz: PositiveFloat
    either_st: PositiveFloat


class Measure(_Data):
    """Where a measure is usual and how far it moves arousal.

    `adaptation`: how far the film's own median is the centre; `alone`: the spread in a film of too
    few phrases to know its own.
    """

    centre: float
    spread: PositiveFloat
    alone: PositiveFloat | None = None
    adaptation: float = Field(ge=0, le=1)
    weight: float = Field(ge=-1, le=1)
    study: str


class VoiceTable(_Data):
    """All of it."""

    adaptation: float = Field(ge=0, le=1)
    adapt_from: int = Field(ge=2)
    furthest: PositiveFloat
    gain: PositiveFloat
    hearing: Hearing
    speakers: Speakers
    measures: dict[Measured, Measure]

    @model_validator(mode="after")
    def _all_measures(self) -> VoiceTable:
        missing = {"rate", "pitch", "range", "loudness", "edge", "pauses"} - set(self.measures)
        if missing:
            raise ValueError(f"voice.toml lacks {', '.join(sorted(missing))}")
        return self


@cache
def voice_table() -> VoiceTable:
    """The table, checked."""
    return VoiceTable.model_validate(read_table("voice.toml"))
