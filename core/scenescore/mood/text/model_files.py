"""The small model that ships with the program: its files, checked once."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from importlib.resources.abc import Traversable

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, model_validator

from scenescore.settings import EMOTIONS


class Calibration(BaseModel):
    """How the network's answers are read, each list in the order of `settings.EMOTIONS`.

    Of a text in general, a probability is the logistic of scale × logit + bias (fitted on the
    data's dev part), and an emotion is named from its threshold on. Of a line of a film, the shares
    are the softmax of film_scale × its logits. `sha256` is that of the network's file.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    emotions: tuple[str, ...]
    scale: tuple[PositiveFloat, ...]
    bias: tuple[float, ...]
    thresholds: tuple[float, ...] = Field(description="0…1, tuned on dev for the F1 of each")
    film_scale: PositiveFloat
    sha256: str = Field(pattern="^[0-9a-f]{64}$")

    @model_validator(mode="after")
    def _one_each(self) -> Calibration:
        if self.emotions != EMOTIONS:
            raise ValueError(f"calibration.json must hold {', '.join(EMOTIONS)}, in this order")
        if {len(self.scale), len(self.bias), len(self.thresholds)} != {len(EMOTIONS)}:
            raise ValueError("calibration.json must hold one value for each emotion")
        return self


def folder() -> Traversable:
    """Where network, vocabulary, calibration and model card lie."""
    return files("scenescore_resources") / "models" / "words_emotion"


def read_calibration(place: Traversable) -> Calibration:
    """The table `calibration.json` of the folder, checked."""
    return Calibration.model_validate_json((place / "calibration.json").read_text("utf-8"))


def model_version() -> str:
    """What changes when the network, its calibration or a lexicon does."""
    lexicons = files("scenescore_resources") / "lexicons"
    tables = sorted(lexicons.iterdir(), key=lambda table: table.name)
    digest = hashlib.sha256((folder() / "calibration.json").read_bytes())
    for table in tables:
        digest.update(table.read_bytes())
    return digest.hexdigest()[:16]
