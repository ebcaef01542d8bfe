"""Results appear all at once or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenescore.errors import OutputUnwritable
from scenescore.staging import staged


def test_results_take_their_places_and_nothing_else_remains(tmp_path: Path) -> None:
    target = tmp_path / "결과 🎬"
    with staged(target) as staging:
        (staging.folder / "cues").mkdir()
        (staging.folder / "cues" / "1m01.wav").write_text("new")
        (staging.scratch / "raw").write_text("scratch")
        assert staging.final(staging.folder / "cues" / "1m01.wav") == target / "cues" / "1m01.wav"
    assert [str(p.relative_to(target)) for p in sorted(target.rglob("*"))] == [
        "cues",
        "cues/1m01.wav",
    ]


def test_a_file_of_the_users_choosing_is_staged_where_it_lies_in_the_target(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere" / "film.mp4"
    with staged(tmp_path / "out") as staging:
        assert staging.place_of(elsewhere) == elsewhere
        staging.place_of(tmp_path / "out" / "film.mp4").write_text("film")
        assert not (tmp_path / "out" / "film.mp4").exists()
    assert (tmp_path / "out" / "film.mp4").read_text() == "film"


def test_a_second_run_replaces_its_own_names_only(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("the user's")
    for cue in ("1m01", "1m02"):
        with staged(tmp_path) as staging:
            (staging.folder / "cues").mkdir()
            (staging.folder / "cues" / cue).write_text("x")
    assert [p.name for p in (tmp_path / "cues").iterdir()] == ["1m02"]
    assert (tmp_path / "mine.txt").read_text() == "the user's"


@pytest.mark.parametrize("failure", [KeyboardInterrupt, ValueError])
def test_a_failure_leaves_the_folder_as_it_was(
    tmp_path: Path, failure: type[BaseException]
) -> None:
    (tmp_path / "report.json").write_text("old")
    with pytest.raises(failure), staged(tmp_path) as staging:
        (staging.folder / "report.json").write_text("half")
        raise failure
    assert [p.name for p in tmp_path.iterdir()] == ["report.json"]
    assert (tmp_path / "report.json").read_text() == "old"


def test_a_failed_run_leaves_no_new_folder(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="x"), staged(tmp_path / "new"):
        raise ValueError("x")
    assert not (tmp_path / "new").exists()


def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputUnwritable, match="cannot be written"), staged(tmp_path / "out"):
        pass
    assert (tmp_path / "out").read_text() == "a file"
