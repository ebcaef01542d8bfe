"""`score.json`: read as written, and what a hand got wrong is told by its place."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.compose.compose_cues import cue_of, cues

from scenescore.compose import Hand, compose
from scenescore.deliver import read_score, write_score
from scenescore.errors import ScoreUnreadable
from scenescore.model import Control, Cue, Note, Score
from scenescore.words import translated

SCORE = compose(cue_of(12, [5.2], style="orchestral_drama", seed=3))
NAME = "큐 1m01 🎼.score.json"
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])

NOTES = st.builds(
    Note,
    beat=st.fractions(0, 8, max_denominator=960),
    beats=st.fractions(Fraction(1, 960), 4, max_denominator=960),
    pitch=st.integers(0, 127),
    velocity=st.integers(1, 127),
    shift=st.floats(-0.05, 0.05),
    accent=st.booleans(),
)
CONTROLS = st.builds(
    Control, st.fractions(0, 8, max_denominator=960), st.integers(0, 127), st.integers(0, 127)
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("점수 éditée") / NAME


@FEW
@given(cue=cues(longest=30), energy=st.floats(-1, 1))
def test_a_composed_score_is_read_as_written(place: Path, cue: Cue, energy: float) -> None:
    score = compose(cue, hand=Hand(energy=energy))
    write_score(place, score)
    assert read_score(place) == score


@FEW
@given(notes=st.lists(NOTES, max_size=20), controls=st.lists(CONTROLS), name=st.text(min_size=1))
def test_what_a_hand_may_write_is_read_as_written(
    place: Path, notes: list[Note], controls: list[Control], name: str
) -> None:
    part = replace(SCORE.parts[0], name=f"own {name}", notes=tuple(notes), controls=tuple(controls))
    score = replace(SCORE, parts=(*SCORE.parts, part))
    write_score(place, score)
    assert read_score(place) == score


def _edited(place: Path, edit: Callable[[Any], None]) -> Path:
    write_score(place, SCORE)
    data = json.loads(place.read_text(encoding="utf-8"))
    edit(data)
    place.write_text(json.dumps(data), encoding="utf-8")
    return place


def _set(*steps: str | int, to: object = None) -> Callable[[Any], None]:
    def edit(data: Any) -> None:
        *way, last = steps
        for step in way:
            data = data[step]
        if to is None:
            del data[last]
        else:
            data[last] = to

    return edit


FIRST = ("parts", 0, "notes", 0)
END = SCORE.bars[-1].beat + SCORE.bars[-1].beats


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (_set(*FIRST, "pitch", to=140), ("parts[0].notes[0].pitch is 140", "from 0 to 127")),
        (_set(*FIRST, "pitch", to="C4"), ('pitch is "C4"', "a whole number")),
        (_set(*FIRST, "pitch", to=60.5), ("pitch is 60.5", "a whole number")),
        (_set(*FIRST, "velocity", to=0), ("velocity is 0", "from 1 to 127")),
        (_set(*FIRST, "shift", to=float("nan")), ("shift is", "a number from -1 to 1")),
        (_set(*FIRST, "beat", to="1/0"), ('beat is "1/0"', "fraction such as “3/2”")),
        (_set(*FIRST, "beat", to="-1"), ("beat is -1", f"from 0 to {END}")),
        (_set(*FIRST, "beat", to="400"), ("beat is 400", f"inside the cue, from 0 to {END}")),
        (_set(*FIRST, "beats", to="400"), ("beats is 400", f"at most {END}")),
        (_set(*FIRST, "beats", to=0), ("beats is 0", "above 0")),
        (_set(*FIRST, "pitch"), ("parts[0].notes[0].pitch is missing",)),
        (_set(*FIRST, "velocty", to=9), ("a field parts[0].notes[0].velocty",)),
        (_set("parts", 1, "name", to=SCORE.parts[0].name), ("parts[1].name", "no other part")),
        (_set("parts", 0, "role", to="melodie"), ("role is melodie", "perhaps melody")),
        (_set("mode", to="dorain"), ("mode is dorain", "perhaps dorian")),
        (_set("style", to="orchestra_drama"), ("style", "perhaps orchestral_drama")),
        (_set("hits", 0, "hit", "kind", to="haard"), ("kind is haard", "perhaps hard")),
        (_set("bars", 1, "beat", to="7/2"), ("bars[1].beat is 7/2", "where the one before ends")),
        (_set("bars", 0, "denominator", to=3), ("denominator is 3", "1, 2, 4, 8")),
        (_set("chords", 0, "beats", to="1/2"), ("chords[1].beat", "1/2, where")),
        (_set("chords", 0, "pitch_classes", to=[]), ("pitch_classes is empty", "0 to 11")),
        (_set("tempo", "knots", 1, to=["0", "0"]), ("tempo.knots[1] is 0, 0", "later than")),
        (_set(*FIRST, "pitch", to=float("nan")), ("pitch is nan", "a whole number")),
        (_set(*FIRST, "pitch", to=10**400), ("pitch is 1000", "from 0 to 127")),
        (_set("tempo", "knots", 1, to=[1, 2, 3]), ("knots[1] is [1,2,3]", "a shorter list")),
        (_set("tempo", "knots", to=[]), ("tempo.knots is empty", "two pairs")),
        (_set("tempo", to=[]), ("tempo is []", "curly brackets")),
        (_set("parts", to={}), ("parts is {}", "square brackets")),
        (_set("version", to=2), ("of version 2; this SceneScore reads 1",)),
        (_set("version"), ("names no version",)),
    ],
)
def test_a_slip_of_the_hand_is_named(
    tmp_path: Path, edit: Callable[[Any], None], said: tuple[str, ...]
) -> None:
    with pytest.raises(ScoreUnreadable) as caught:
        read_score(_edited(tmp_path / NAME, edit))
    assert NAME in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.hint
    for words in said:
        assert words in caught.value.message
    assert "has to be" not in translated(caught.value.message, "ko")


@pytest.mark.parametrize("share", [0, 1, 30, 50, 99])
def test_a_truncated_file_is_told(tmp_path: Path, share: int) -> None:
    path = tmp_path / NAME
    write_score(path, SCORE)
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: len(text) * share // 100], encoding="utf-8")
    with pytest.raises(ScoreUnreadable, match=r"breaks off or is no JSON: see line \d+\.$"):
        read_score(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"[]", "no score"), (b"null", "no score"), (b"\xff\xfe\x00", "no text in UTF-8")],
)
def test_another_file_is_no_score(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / NAME
    path.write_bytes(content)
    with pytest.raises(ScoreUnreadable, match=said):
        read_score(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / NAME, tmp_path):
        with pytest.raises(ScoreUnreadable, match="not there or may not be read"):
            read_score(path)


def test_a_mark_of_byte_order_and_other_spellings_are_read(tmp_path: Path) -> None:
    """Editors write a BOM; a person writes 1.5 for three halves and leaves out what has a usual."""
    path = _edited(tmp_path / NAME, _set("parts", 0, "notes", 0, "beats", to=1.5))
    path.write_text("\ufeff" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert read_score(path).parts[0].notes[0].beats == Fraction(3, 2)


def test_versions_of_the_model_and_its_file_are_one() -> None:
    assert Score.__dataclass_fields__["version"].default == 1
