"""The tables of the resources: TOML files that hold what the program decides by."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

from scenescore.errors import ScoreError


def read_table(name: str) -> dict[str, Any]:
    """A TOML file of the resources, parsed; `name` is relative to the package of resources.

    Raises ScoreError for a file that is missing or no TOML.
    """
    source = files("scenescore_resources").joinpath(*name.split("/"))
    try:
        return tomllib.loads(source.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise damaged(name, error) from error


def damaged(name: str, error: Exception) -> ScoreError:
    """What to tell of a table that cannot be used."""
    return ScoreError(
        f"The data file {name} of this installation is damaged.",
        "Install SceneScore again.",
        str(error),
    )
