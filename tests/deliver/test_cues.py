"""The cue sheet: in running order, in timecode, readable by Excel in Korean."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from fractions import Fraction

import pytest

from scenescore.deliver.cues import clock, write_cue_sheet

from .runs import make_edit, make_run


def test_the_table_opens_in_excel_with_korean(tmp_path):
    table, _ = write_cue_sheet(make_run(), tmp_path / "표 📋")
    assert table.read_bytes().startswith(b"\xef\xbb\xbf")
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == ["1m01", "1m02"]
    first = rows[0]
    assert first["title"] == "소피의 <편집> & co 1m01"
    assert (first["usage"], first["timecode_in"], first["timecode_out"]) == (
        "BI",
        "01:00:00:00",
        "01:00:26:00",
    )
    assert first["duration"] == "0:00:26"
    assert first["composer_name"] == first["publisher_ipi"] == ""
    assert first["provenance_digital_source_type"].endswith("algorithmicMedia")
    assert first["provenance_soundfont_licence"] == "MIT"
    assert first["production_total_music_length"] == "0:00:52"


def test_both_files_say_the_same(tmp_path):
    run = make_run()
    shuffled = replace(run, works=run.works[::-1])
    table, tree = write_cue_sheet(shuffled, tmp_path)
    cues = json.loads(tree.read_text(encoding="utf-8"))["cues"]
    assert [(cue["sequence"], cue["id"]) for cue in cues] == [(1, "1m01"), (2, "1m02")]
    with table.open(encoding="utf-8-sig", newline="") as file:
        for row, cue in zip(csv.DictReader(file), cues, strict=True):
            assert row["timecode_in"] == cue["timecode_in"]
            assert row["provenance_score_sha256"] == cue["provenance"]["score_sha256"]


def test_scores_are_told_apart_by_their_hash(tmp_path):
    _, tree = write_cue_sheet(make_run(), tmp_path)
    cues = json.loads(tree.read_text(encoding="utf-8"))["cues"]
    assert len({cue["provenance"]["score_sha256"] for cue in cues}) == 2


def test_drop_frame_timecode_is_written_as_such(tmp_path):
    run = make_run()
    edit = make_edit(1800, "29.97", start_frame=107_892, drop_frame=True)
    _, tree = write_cue_sheet(replace(run, edit=edit), tmp_path)
    assert json.loads(tree.read_text(encoding="utf-8"))["cues"][0]["timecode_in"] == "01:00:00;00"


def test_without_cues_there_is_a_sheet_of_the_production(tmp_path):
    table, _ = write_cue_sheet(make_run(music=False), tmp_path)
    assert "production_title" in table.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0:00:00"), (Fraction(119, 2), "0:01:00"), (3661, "1:01:01"), (Fraction(1, 4), "0:00:00")],
)
def test_lengths_are_rounded_to_the_second(seconds, text):
    assert clock(Fraction(seconds)) == text
