"""The themes file: a whole series shares its themes, and a person can edit them.

JSON: `{"version": 1, "themes": {"Mina": {"degrees": [5, 8, 7, 5], "rhythm": ["1", "1/2", ...]}}}`.
Degrees count as musicians do: 1 is the tonic, 8 the one above it, 0 the step below; lengths are
beats (quarter notes) as whole numbers or fractions.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from scenescore.compose.theme import Motif, checked
from scenescore.compose.theme_midi import theme_from_midi
from scenescore.errors import BadArgument, OutputUnwritable

VERSION = 1


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    degrees: tuple[int, ...]
    rhythm: tuple[Fraction, ...]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    version: int
    themes: dict[str, _Entry]


def read_themes(path: Path) -> dict[str, Motif]:
    """Every theme of a themes file by its name. Raises BadArgument that says what is wrong."""
    try:
        content = _File.model_validate_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadArgument(
            f"The themes file {path.name} cannot be read.", "Check its path.", str(error)
        ) from error
    except (ValidationError, UnicodeDecodeError) as error:
        raise BadArgument(
            f"{path.name} is not a themes file.",
            "A theme is `degrees` (1 is the tonic) and `rhythm` (beats), as many of each.",
            str(error),
        ) from error
    if content.version != VERSION:
        raise BadArgument(
            f"{path.name} is of version {content.version}; this SceneScore reads {VERSION}.",
            "Update SceneScore, or write the file again.",
        )
    return {
        name: checked(Motif(tuple(d - 1 for d in entry.degrees), entry.rhythm), name)
        for name, entry in content.themes.items()
    }


def write_themes(path: Path, themes: Mapping[str, Motif]) -> None:
    """Write a themes file, one theme a line, that `read_themes` gives back without loss."""
    lines = ",\n".join(f"    {_quoted(name)}: {_line(motif)}" for name, motif in themes.items())
    text = f'{{\n  "version": {VERSION},\n  "themes": {{\n{lines}\n  }}\n}}\n'
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        raise OutputUnwritable(
            f"The themes file {path.name} cannot be written.", "Choose another folder.", str(error)
        ) from error


def load_themes(named: Iterable[tuple[str, Path]]) -> dict[str, Motif]:
    """Themes as a user names them: `(name, MIDI file)`, or `(name, themes file)` that holds it.

    A themes file without a name gives all of its themes; those named stand above them.
    """
    themes: dict[str, Motif] = {}
    for name, path in sorted(named, key=lambda pair: pair[0] != ""):
        if path.suffix.lower() != ".json":
            themes[name] = theme_from_midi(path)
            continue
        shared = read_themes(path)
        if not name:
            themes |= shared
            continue
        if name not in shared:
            raise BadArgument(
                f"There is no theme “{name}” in {path.name}.", f"Themes: {', '.join(shared)}."
            )
        themes[name] = shared[name]
    return themes


def _line(motif: Motif) -> str:
    degrees = [degree + 1 for degree in motif.degrees]
    return json.dumps({"degrees": degrees, "rhythm": [str(length) for length in motif.rhythm]})


def _quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)
