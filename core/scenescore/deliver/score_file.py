"""`score.json`: a score on disk without loss, for people to edit and for later runs to keep.

It is the `Score` of `model.score` field by field; beats and seconds are whole numbers or fractions
such as "3/2". What a hand has changed is checked on reading, and the first thing that is wrong is
told by its place in the file, as `parts[0].notes[14].pitch`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_core import from_json as parsed

from scenescore.cache import from_json, to_json, write_text
from scenescore.deliver.score_check import CURE, flaws, one_of, place_of, wrong
from scenescore.errors import ScoreUnreadable
from scenescore.model import HitKind, Score

VERSION = 1

_LINE = re.compile(r"line (\d+)")

_WANTED = {
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "finite_number": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "fraction_type": "a whole number or a fraction such as “3/2”",
    "fraction_parsing": "a whole number or a fraction such as “3/2”",
    "string_type": "text in quotes",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list in square brackets",
    "dataclass_type": "fields in curly brackets",
    "too_long": "a shorter list",
}
"""What pydantic's complaints ask for."""


def write_score(path: Path, score: Score) -> None:
    """Write a score as `read_score` gives it back, exactly. Raises OutputUnwritable."""
    write_text(path, to_json(score, indent=1))


def read_score(path: Path) -> Score:
    """The score in a file, checked. Raises ScoreUnreadable: which field, and what it may be."""
    text = _text(path)
    try:
        data = parsed(text)
    except ValueError as error:
        found = _LINE.search(str(error))
        raise ScoreUnreadable(
            f"{path.name} breaks off or is no JSON: see line {found[1] if found else 1}.",
            "Correct it there, or take the file that the run wrote.",
            str(error),
        ) from error
    _check_version(path, data)
    try:
        score = from_json(text, Score)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise _told(path.name, first, str(error)) from error
    for place in _unknown(data, parsed(to_json(score))):
        raise ScoreUnreadable(f"{path.name} has a field {place}, which no score has.", CURE)
    for flaw in flaws(score, path.name):
        raise flaw
    return score


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ScoreUnreadable(
            f"{path.name} is not there or may not be read.",
            "Check the path and its permissions.",
            str(error),
        ) from error
    except UnicodeDecodeError as error:
        raise ScoreUnreadable(
            f"{path.name} is no text in UTF-8.", "Save it as UTF-8.", str(error)
        ) from error


def _check_version(path: Path, data: Any) -> None:
    version = data.get("version") if isinstance(data, dict) else None
    if version is None:
        raise ScoreUnreadable(
            f"{path.name} is no score: it names no version.",
            "Give a .score.json file of an earlier run.",
        )
    if version != VERSION:
        raise ScoreUnreadable(
            f"{path.name} is a score of version {version}; this SceneScore reads {VERSION}.",
            "Update SceneScore, or score the edit again.",
        )


def _told(file: str, complaint: ErrorDetails, detail: str) -> ScoreUnreadable:
    """A complaint of pydantic's as a sentence."""
    place, kind, given = place_of(complaint["loc"]), complaint["type"], complaint["input"]
    # JSON has no word for what is no number, so as JSON it would be shown as null.
    found = str(given) if isinstance(given, float) else to_json(given)
    if kind == "missing":
        return ScoreUnreadable(f"In {file}, {place} is missing.", CURE, detail)
    if kind == "literal_error":
        return one_of(file, place, str(given), get_args(HitKind))
    if kind in _WANTED:
        return wrong(file, place, found, _WANTED[kind], detail)
    return wrong(file, place, found, "of another kind", detail)


def _unknown(data: Any, known: Any, place: tuple[str | int, ...] = ()) -> Iterator[str]:
    """Fields of a file that the score read from it does not have: most likely slips of the pen."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key in known:
                yield from _unknown(value, known[key], (*place, key))
            else:
                yield place_of((*place, key))
    elif isinstance(data, list):
        for index, (value, other) in enumerate(zip(data, known, strict=True)):
            yield from _unknown(value, other, (*place, index))
