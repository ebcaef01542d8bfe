"""The last lines of a run: what is missing, what sounds wrong if nobody looks, what to open."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.deliver.runs import make_run

from scenescore.model import Remark
from scenescore.reporting import Outcome
from scenescore.summary import summary

REMARKS = (
    Remark("media-missing", "a.mov is missing.", "Relink it.", skipped=True),
    Remark("words-engine", "This is only in the report."),
    Remark(
        "music-in-edit",
        "There is music in the edit already, which will sound together with ours: 0:10.",
        "--existing avoid writes no cue there, follow takes its tempo, replace takes it out.",
    ),
    Remark("picture-short", "The picture of b.mp4 ends 2.5 s early.", "Copy the file again."),
    Remark("mute-to-replace", "To hear the new score without the old music, mute: A 2."),
)


def _said(tmp_path: Path, language: str) -> list[str]:
    run = replace(make_run(), remarks=REMARKS)
    files = tuple(tmp_path / name for name in ("scored.otio", "report.html", "cue-sheet.csv"))
    return [*summary(Outcome(tmp_path, run, files, Path("내 영화.mp4")), language)]


def test_the_summary_tells_what_to_do_and_what_to_open(tmp_path: Path) -> None:
    said = _said(tmp_path, "en")
    text = "\n".join(said)
    assert said[1:3] == ["Left out: a.mov is missing.", "  Relink it."]
    assert "only in the report" not in text
    for word in ("avoid", "follow", "replace", "mute: A 2.", "2.5 s early. Copy the file again."):
        assert word in text
    paths = [line.partition(": ")[2] for line in said[-3:]]
    assert paths[:2] == [str(tmp_path / name) for name in ("scored.otio", "report.html")]
    assert Path(paths[2]) == Path("내 영화.mp4").resolve()


def test_who_came_with_xml_is_led_to_xml(tmp_path: Path) -> None:
    files = tuple(tmp_path / name for name in ("scored.otio", "scored.xml"))
    said = "\n".join(summary(Outcome(tmp_path, make_run(), files), "en"))
    assert str(tmp_path / "scored.xml") in said
    assert "scored.otio" not in said


def test_many_parts_with_one_cure_take_few_lines(tmp_path: Path) -> None:
    missing = [Remark("media-missing", f"{n}.mov is missing.", "Relink it.", skipped=True)
               for n in range(200)]  # fmt: skip
    other = Remark("no-sound", "Nothing could be heard.", "Run again.", skipped=True)
    run = replace(make_run(music=False), remarks=(*missing, other))
    assert [*summary(Outcome(tmp_path, run, ()), "en")][-7:] == [
        "Left out: 0.mov is missing.",
        "Left out: 1.mov is missing.",
        "Left out: 2.mov is missing.",
        "… and 197 more: see the report",
        "  Relink it.",
        "Left out: Nothing could be heard.",
        "  Run again.",
    ]


def test_of_many_alike_the_first_are_told_and_hits_beside_the_edit_are_counted(
    tmp_path: Path,
) -> None:
    followed = [Remark("music-followed", f"The music at {n} is followed.") for n in range(5)]
    run = replace(make_run(), remarks=(*followed,))
    work, *others = run.works
    hits = tuple(replace(hit, stands_out=not at) for at, hit in enumerate(work.recording.hits))
    work = replace(work, recording=replace(work.recording, hits=hits))
    said = [*summary(Outcome(tmp_path, replace(run, works=(work, *others)), ()), "en")]
    assert said[0].endswith("in the music: 6 of 6, 1 stand out of the edit's sound")
    told = [line for line in said if "followed" in line or "more" in line]
    assert told == [*(each.message for each in followed[:3]), "… and 2 more: see the report"]


@pytest.mark.parametrize("end", ["report.html", "내 영화.mp4"])
def test_the_summary_is_in_korean(tmp_path: Path, end: str) -> None:
    said = _said(tmp_path, "ko")
    assert any(line.endswith(end) for line in said)
    assert any(line.startswith("편집본에 이미 음악이 있어서") for line in said)
    assert not any("There is" in line or "To hear" in line for line in said)
