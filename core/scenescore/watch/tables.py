"""The rules of scenes and the words for them, read from `scenescore_resources/scenes.toml`."""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel, ConfigDict, PositiveFloat, PositiveInt

from scenescore.model import CutKind
from scenescore.tables import read_table


class SceneRules(BaseModel):
    """Weights, lengths and limits of scenes; the table says what each means."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    threshold: float
    different: float
    pause: float
    sound: float
    sound_s: PositiveFloat
    faces: float
    cuts: dict[CutKind, float]
    memory: PositiveInt
    memory_s: PositiveFloat
    forgetting: float
    light: PositiveFloat
    unlike: PositiveFloat
    short_s: PositiveFloat
    long_s: PositiveFloat
    short_cost: float
    long_cost: float
    shortest_pause_s: PositiveFloat
    long_pause_s: PositiveFloat
    pause_threshold: float


class Word(BaseModel):
    """A word said of a scene when a measure of it lies in [low, high)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    measure: str
    low: float = float("-inf")
    high: float = float("inf")
    word: str


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    rules: SceneRules
    shots: tuple[str, str]
    words: tuple[Word, ...]


@cache
def _table() -> _Table:
    return _Table.model_validate(read_table("scenes.toml"))


def scene_rules() -> SceneRules:
    """How scenes are told apart."""
    return _table().rules


def shots_word(count: int) -> str:
    """The word for that many shots."""
    return _table().shots[count != 1]


def scene_words() -> tuple[Word, ...]:
    """The words for scenes, in the order in which they are said."""
    return _table().words
