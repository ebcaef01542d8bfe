"""How full a take is told to be: by what sounds in each bar."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from tests.deliver.factory import make_cue
from tests.deliver.runs import long_score

from scenescore.model import Note
from scenescore.tempomap import seconds_at
from scenescore.worker.shape import shape_of


def test_a_bar_is_as_full_as_what_sounds_in_it() -> None:
    score = long_score(make_cue(1, 0, 480))
    first, second, third = score.bars[:3]
    long = Note(first.beat, first.beats + second.beats / 2, 60, 100)
    part = replace(score.parts[0], notes=(long,))
    shape = shape_of(replace(score, parts=(part,)))
    assert len(shape) == len(score.bars) + 1
    assert [round(full, 3) for _, full in shape[:3]] == [1.0, 0.5, 0.0]
    assert shape[2][0] == pytest.approx(float(seconds_at(score.tempo, third.beat)), abs=1e-3)
    assert all(a < b for (a, _), (b, _) in pairwise(shape))


def test_a_score_without_notes_is_empty_all_along() -> None:
    score = long_score(make_cue(1, 0, 480))
    silent = replace(score, parts=tuple(replace(part, notes=()) for part in score.parts))
    assert {full for _, full in shape_of(silent)} == {0.0}
    assert score.bars[0].beat == Fraction(0)
