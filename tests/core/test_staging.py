"""Results appear all at once or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenescore.errors import OutputUnwritable
from scenescore.staging import refuse_foreign, staged


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
    with staged(tmp_path / "out") as staging:
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
    with pytest.raises(OutputUnwritable, match="is a file"), staged(tmp_path / "out"):
        pass
    assert (tmp_path / "out").read_text() == "a file"


@pytest.mark.parametrize("cues", ["cues", "takes/2/cues"])
def test_only_cues_of_an_earlier_run_may_be_replaced(tmp_path: Path, cues: str) -> None:
    refuse_foreign(tmp_path)
    folder = tmp_path / cues
    (folder / "1m01").mkdir(parents=True)
    (folder / "1m01" / "1m01.score.json").write_text("{}")
    (folder / ".DS_Store").touch()
    refuse_foreign(tmp_path)
    (folder / "composer's demo.wav").touch()
    with pytest.raises(OutputUnwritable, match="not from an earlier run"):
        refuse_foreign(tmp_path)


@pytest.mark.parametrize("name", ["A012_C003.mov", "2", "old/cues/1m01/1m01.score.json"])
def test_takes_of_the_users_own_are_not_replaced(tmp_path: Path, name: str) -> None:
    own = tmp_path / "takes" / name
    own.parent.mkdir(parents=True)
    own.write_text("shot on Monday")
    with pytest.raises(OutputUnwritable, match="The folder takes"):
        refuse_foreign(tmp_path)


def test_a_film_elsewhere_comes_with_the_results_or_not_at_all(tmp_path: Path) -> None:
    film = tmp_path / "films" / "film.mp4"
    film.parent.mkdir()
    film.write_text("the last cut")
    with pytest.raises(ValueError, match="x"), staged(tmp_path / "new" / "out") as staging:
        staging.place_of(film).write_text("half")
        raise ValueError("x")
    assert film.read_text() == "the last cut"
    assert [p.name for p in tmp_path.iterdir()] == ["films"]
    with staged(tmp_path / "new" / "out") as staging:
        staging.place_of(film).write_text("scored")
        (staging.folder / "report.json").write_text("new")
        assert film.read_text() == "the last cut"
    assert film.read_text() == "scored"
    assert [p.name for p in film.parent.iterdir()] == ["film.mp4"]
    assert [p.name for p in (tmp_path / "new" / "out").iterdir()] == ["report.json"]


def test_results_that_cannot_all_be_placed_give_the_old_ones_back(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("old")
    with pytest.raises(OutputUnwritable), staged(tmp_path) as staging:
        (staging.folder / "a.json").write_text("new")
        staging.place_of(tmp_path / "films" / "film.mp4")  # and nothing was written there
    assert (tmp_path / "a.json").read_text() == "old"
    assert [p.name for p in tmp_path.iterdir() if p.name != "films"] == ["a.json"]
