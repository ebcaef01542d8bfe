"""Loudness presets: data in loudness.toml, checked when read."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from scenescore.settings import LoudnessPreset


class LoudnessTarget(BaseModel):
    """What a programme must measure; see resources/loudness.toml for the units."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    programme_lufs: float
    true_peak_dbtp: float
    gate: Literal["programme", "dialogue"]
    fallback_lufs: float = -24.0
    fallback_share: float = 0.0
    codec_margin_db: float
    music_lufs: float


@lru_cache(maxsize=1)
def _targets() -> dict[LoudnessPreset, LoudnessTarget]:
    text = (files("scenescore_resources") / "loudness.toml").read_text(encoding="utf-8")
    adapter = TypeAdapter(dict[LoudnessPreset, LoudnessTarget])
    return adapter.validate_python(tomllib.loads(text))


def loudness_target(preset: LoudnessPreset) -> LoudnessTarget:
    """The figures of a preset."""
    return _targets()[preset]
