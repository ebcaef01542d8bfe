"""Every sample edit reads as its golden says, or is refused with a sentence."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from tests.edit.make_golden import GOLDEN, SAMPLES, text_of

from scenescore.edit import read_edit
from scenescore.edit.loading import load
from scenescore.errors import EditUnreadable
from scenescore.timebase import Rate

NAMES = sorted(path.name.removesuffix(".txt") for path in GOLDEN.glob("*.txt"))


def sample(shared_data: Path, name: str) -> Path:
    return next((shared_data / "edits").glob(f"*/{name}"))


def test_every_sample_has_a_golden(shared_data: Path) -> None:
    assert {path.name for path in SAMPLES.glob("*/*")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_sample_reads_as_its_golden(shared_data: Path, name: str) -> None:
    golden = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    assert text_of(sample(shared_data, name)) == golden


def test_the_broken_dissolve_is_refused_in_one_sentence(shared_data: Path) -> None:
    with pytest.raises(EditUnreadable, match="event 2 dissolves") as caught:
        read_edit(sample(shared_data, "dissolve_test_fail.edl"))
    assert caught.value.hint


def test_a_file_of_clips_is_told_to_hold_no_timeline(shared_data: Path) -> None:
    with pytest.raises(EditUnreadable, match="holds no timeline"):
        read_edit(sample(shared_data, "fcpx_clips.fcpxml"))


def test_a_file_of_several_timelines_lists_them(shared_data: Path) -> None:
    path = sample(shared_data, "fcpx_example.fcpxml")
    with pytest.raises(EditUnreadable, match="1 'OpenTimeline_Project', 2") as caught:
        read_edit(path)
    assert "--timeline" in caught.value.hint
    chosen = read_edit(path, timeline="OpenTimeline_Project 1")
    assert chosen.name == "OpenTimeline_Project 1"
    assert read_edit(path, timeline="2").cuts == chosen.cuts
    with pytest.raises(EditUnreadable, match="no timeline called 'nowhere'"):
        read_edit(path, timeline="nowhere")


def test_trailer_has_the_cuts_that_were_checked_by_eye(shared_data: Path) -> None:
    edit = read_edit(sample(shared_data, "sintel_trailer.otio"))
    hard = [cut.frame for cut in edit.cuts if cut.kind == "hard"]
    soft = [cut.frame for cut in edit.cuts if cut.kind == "dissolve"]
    assert hard == [336, 398, 422, 573, 623, 660, 674]
    assert soft == [120, 222, 280, 520, 770, 850, 985, 1128]
    assert (edit.start_frame, edit.duration_frames) == (86_400, 1252)
    assert [(m.text, m.span.start * 24) for m in edit.markers] == [("the dragon is taken", 770)]
    assert not edit.remarks


def test_mixed_sources_keep_their_own_rates(shared_data: Path) -> None:
    edit = read_edit(sample(shared_data, "mixed_sources.otio"))
    hildy = next(c for c in edit.picture if c.name == "hildy")
    slow = next(c for c in edit.picture if c.name == "dragon slow")
    assert (hildy.record.start, hildy.record.end) == (10, 16)  # 180 frames of 30 are 6 s
    assert (slow.speed, slow.source_start) == (Fraction(1, 2), Fraction(623, 24))
    heard = next(c for c in edit.sound if c.name == "hildy")
    assert heard.record.start == hildy.record.start - Fraction(12, 24)  # the J-cut
    assert "switched off" not in [c.name for c in edit.picture]


def test_reel_counts_in_ntsc_from_two_seconds_before_the_hour(shared_data: Path) -> None:
    edit = read_edit(sample(shared_data, "reel10.otio"))
    assert edit.rate == Rate(Fraction(24_000, 1001))
    assert edit.start_frame == 24 * (3600 - 2)
    assert len(edit.picture) == 102
    assert len(edit.cuts) == 101
    orders = [marker.text for marker in edit.markers]
    assert orders == ["HIT", "NO MUSIC", "MOOD sad", "HIT", "STOP", "테마 sintel"]


def test_record_lengths_are_otios_own(shared_data: Path) -> None:
    """Beside the goldens, OTIO's own arithmetic for flat tracks without mixed rates."""
    for name in ("sintel_trailer.otio", "reel10.otio", "simple.aaf", "hiero_xml_export.xml"):
        path = sample(shared_data, name)
        duration = load(path, None, None).timeline.duration()
        assert read_edit(path).duration_frames == round(duration.value), name
