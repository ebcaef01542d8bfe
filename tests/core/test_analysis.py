"""The first half of the way: what is wrong with the orders is told before the work begins."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from threadpoolctl import threadpool_info

from scenescore.analysis import analyse_edit
from scenescore.errors import BadArgument
from scenescore.job import Job, Progress
from scenescore.model import Clip, Edit
from scenescore.settings import Settings
from scenescore.stages import Stages
from scenescore.timebase import Rate, Span

CLIP = Clip("a", None, Span(Fraction(0), Fraction(4)), Fraction(0))
EDIT = Edit("e", Rate.of(25), 0, 100, False, "", "otio", "x", (CLIP,))
"""An edit whose media is missing."""


def test_captions_that_are_none_are_told_before_anything_is_watched(tmp_path: Path) -> None:
    captions = tmp_path / "자막 없음.srt"
    captions.write_text("nothing that is said", "utf-8")
    told: list[Progress] = []
    with pytest.raises(BadArgument, match="no captions"):
        analyse_edit(EDIT, Settings(captions=captions), Stages(Job(told.append)))
    assert told == []


def test_an_engine_that_is_not_wanted_is_not_asked() -> None:
    analysis = analyse_edit(EDIT, Settings(without=("picture",)), Stages(Job()))
    why = {use.task: use.why for use in (*analysis.heard.engines, *analysis.seen.engines)}
    assert why["picture engine"] == "no engine was wanted"
    assert why["voice engine"] != "no engine was wanted"


def _blas_threads() -> set[int]:
    return {
        library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"
    }


def test_matrix_products_keep_to_one_thread_while_both_observe() -> None:
    before = _blas_threads()
    threads: dict[str, set[int]] = {}

    def listener(progress: Progress) -> None:
        threads[progress.stage] = _blas_threads()

    analyse_edit(EDIT, Settings(without=("picture", "voice")), Stages(Job(listener)))
    assert threads["listen"] == threads["watch"] == {1}
    assert threads["feel"] == _blas_threads() == before
