"""What a score has to be, beyond its types: found flaws are told by their place in the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from fractions import Fraction
from itertools import pairwise
from math import inf
from types import MappingProxyType
from typing import Any, get_args

from pydantic_core import from_json

from scenescore.cache import to_json
from scenescore.errors import ScoreUnreadable
from scenescore.model import Score
from scenescore.modes import load_modes

_RANGES = MappingProxyType(
    {
        "tonic": (0, 11),
        "bars.numerator": (1, 64),
        "bars.denominator": (1, 32),
        "chords.root": (0, 11),
        "chords.pitch_classes": (0, 11),
        "keys.tonic": (0, 11),
        "hits.bar": (1, 1_000_000),
        "hits.hit.weight": (0, 1),
        "parts.program": (0, 127),
        "parts.pan": (-1, 1),
        "parts.gain_db": (-60, 24),
        "parts.reverb": (0, 1),
        "parts.notes.pitch": (0, 127),
        "parts.notes.velocity": (1, 127),
        "parts.notes.shift": (-1, 1),
        "parts.controls.number": (0, 127),
        "parts.controls.value": (0, 127),
    }
)
"""Lowest and highest value of a field: MIDI's own, pitch classes, seconds of a player's timing."""

CURE = "Correct it in the file, counting from 0 in lists, or take the file that the run wrote."

_LONGEST = 40
"""Characters of a value that are repeated to the user."""

Step = str | int
Place = tuple[Step, ...]


def wrong(file: str, place: str, found: object, wanted: str, detail: str = "") -> ScoreUnreadable:
    """A field of a file by its place, what stands there, and what has to."""
    text = found if isinstance(found, str) else str(found)
    return ScoreUnreadable(
        f"In {file}, {place} is {_short(text)}, but has to be {wanted}.", CURE, detail
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def place_of(steps: Iterable[Step]) -> str:
    """`parts[0].notes[14].pitch`."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return text.lstrip(".") or "score"


def one_of(file: str, place: str, found: str, names: Sequence[str]) -> ScoreUnreadable:
    """A name that is none of some: the nearest first, or all of them."""
    near = get_close_matches(found, names, n=1, cutoff=0.5)
    listed = ", ".join(near or sorted(names))
    return wrong(file, place, found, f"one of the known names, perhaps {listed}")


def flaws(score: Score, file: str) -> Iterator[ScoreUnreadable]:
    """Everything that is wrong in a score, in the order of the file."""
    yield from _out_of_range(from_json(to_json(score)), file)
    yield from _unknown_names(score, file)
    yield from _time(score, file)
    yield from _chords(score, file)
    yield from _parts(score, file)
    yield from _themes(score, file)


def _out_of_range(value: Any, file: str, place: Place = ()) -> Iterator[ScoreUnreadable]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _out_of_range(inner, file, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _out_of_range(inner, file, (*place, index))
    else:
        field = ".".join(step for step in place if isinstance(step, str))
        low, high = _RANGES.get(field, (-inf, inf))
        if field in _RANGES and not (isinstance(value, int | float) and low <= value <= high):
            yield wrong(file, place_of(place), value, f"a number from {low} to {high}")


def _unknown_names(score: Score, file: str) -> Iterator[ScoreUnreadable]:
    from scenescore.palettes import Role, load_palettes

    modes = [*load_modes()]
    named: list[tuple[Place, str]] = [(("mode",), score.mode)]
    named += [(("keys", index, "mode"), key.mode) for index, key in enumerate(score.keys)]
    for place, mode in named:
        if mode not in modes:
            yield one_of(file, place_of(place), mode, modes)
    if score.style and score.style not in load_palettes():
        yield one_of(file, "style", score.style, [*load_palettes()])
    for index, part in enumerate(score.parts):
        if part.role not in get_args(Role):
            yield one_of(file, place_of(("parts", index, "role")), part.role, get_args(Role))


def _time(score: Score, file: str) -> Iterator[ScoreUnreadable]:
    knots = score.tempo.knots
    if len(knots) < 2:
        found = to_json(knots) if knots else "empty"
        yield wrong(file, "tempo.knots", found, "two pairs of beat and seconds or more")
    for index, (before, after) in enumerate(pairwise(knots), start=1):
        if not (before[0] < after[0] and before[1] < after[1]):
            found = ", ".join(map(str, after))
            yield wrong(
                file, f"tempo.knots[{index}]", found, "later than the one before in both numbers"
            )
    if not score.bars:
        yield wrong(file, "bars", "empty", "one bar or more")
    for index, bar in enumerate(score.bars):
        if bar.denominator & (bar.denominator - 1):
            wanted = "1, 2, 4, 8, 16 or 32"
            yield wrong(file, f"bars[{index}].denominator", bar.denominator, wanted)
    starts = [Fraction(0), *(bar.beat + bar.beats for bar in score.bars)]
    yield from _joined(file, "bars", [bar.beat for bar in score.bars], starts)


def _chords(score: Score, file: str) -> Iterator[ScoreUnreadable]:
    if not score.chords:
        yield wrong(file, "chords", "empty", "one chord or more")
    for index, chord in enumerate(score.chords):
        if chord.beats <= 0:
            yield wrong(file, f"chords[{index}].beats", chord.beats, "above 0")
        if not chord.pitch_classes:
            wanted = "its notes from the bass up, as numbers from 0 to 11"
            yield wrong(file, f"chords[{index}].pitch_classes", "empty", wanted)
    starts = [Fraction(0), *(chord.beat + chord.beats for chord in score.chords)]
    yield from _joined(file, "chords", [chord.beat for chord in score.chords], starts)


def _joined(
    file: str, name: str, beats: Sequence[Fraction], wanted: Sequence[Fraction]
) -> Iterator[ScoreUnreadable]:
    """Each begins where the one before ends, the first at 0."""
    for index, (beat, start) in enumerate(zip(beats, wanted, strict=False)):
        if beat != start:
            yield wrong(file, f"{name}[{index}].beat", beat, f"{start}, where the one before ends")


def _parts(score: Score, file: str) -> Iterator[ScoreUnreadable]:
    end = score.bars[-1].beat + score.bars[-1].beats
    names: set[str] = set()
    for index, part in enumerate(score.parts):
        if not part.name or part.name in names:
            yield wrong(file, f"parts[{index}].name", part.name, "a name that no other part has")
        names.add(part.name)
        for number, note in enumerate(part.notes):
            place = f"parts[{index}].notes[{number}]"
            if not 0 <= note.beat < end:
                yield wrong(file, f"{place}.beat", note.beat, f"inside the cue, from 0 to {end}")
            elif not 0 < note.beats <= end - note.beat:
                most = end - note.beat
                yield wrong(file, f"{place}.beats", note.beats, f"above 0 and at most {most}")


def _themes(score: Score, file: str) -> Iterator[ScoreUnreadable]:
    for index, use in enumerate(score.themes):
        if len(use.degrees) != len(use.rhythm):
            found, wanted = len(use.rhythm), len(use.degrees)
            yield wrong(
                file, f"themes[{index}].rhythm", found, f"of {wanted} lengths, one a degree"
            )
        if any(length <= 0 for length in use.rhythm):
            yield wrong(file, f"themes[{index}].rhythm", min(use.rhythm), "of lengths above 0")
