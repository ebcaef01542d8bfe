"""A film or a sound on its own."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from tests.edit import make_edits as make

from scenescore.edit import read_edit, with_cuts
from scenescore.errors import BadArgument
from scenescore.model import Cut
from scenescore.timebase import Rate


def film(path: Path, times: list[int], rate: int = 30, timecode: str | None = None) -> Path:
    """A small film whose frames are shown at `times`, in milliseconds."""
    with av.open(str(path), "w") as out:
        if timecode:
            out.metadata["timecode"] = timecode
        stream = out.add_stream("mpeg4", rate=rate)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 1000)
        for number, shown in enumerate(times):
            picture = np.full((48, 64, 3), number % 250, np.uint8)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = shown, Fraction(1, 1000)
            out.mux(stream.encode(frame))
        out.mux(stream.encode())
    return path


@pytest.mark.parametrize(
    ("name", "rate", "frames", "heard"),
    [
        ("sintel_trailer.mp4", 24, 1252, True),
        ("friday.mp4", 30, 185, True),
        ("big_buck_bunny_0_30.webm", 24, 720, True),
    ],
)
def test_real_films(shared_data: Path, name: str, rate: int, frames: int, heard: bool) -> None:
    edit = read_edit(shared_data / "film" / name)
    assert (edit.format, edit.rate, edit.duration_frames) == ("film", Rate.of(rate), frames)
    (clip,) = edit.picture
    assert (clip.record.start, clip.record.end, clip.source_start) == (0, edit.duration, 0)
    assert bool(edit.sound) is heard
    assert edit.cuts == ()
    assert [t.kind for t in edit.tracks] == ["video", "audio"]


def test_sound_alone_counts_at_25_or_as_told(shared_data: Path) -> None:
    path = shared_data / "speech" / "jfk.flac"
    edit = read_edit(path)
    assert (edit.format, edit.rate, edit.duration_frames) == ("sound", Rate.of(25), 275)
    assert edit.picture == ()
    assert [t.kind for t in edit.tracks] == ["audio"]
    assert edit.sound[0].track == 0
    assert read_edit(path, rate="24").duration_frames == 264


def test_length_is_by_presentation_times(tmp_path: Path) -> None:
    """60 frames: half at 30 a second, half at 15; 3 s, not the 2 s that 60 at 30 would be."""
    times = [round(n * 1000 / 30) for n in range(30)]
    times += [1000 + round(n * 1000 / 15) for n in range(30)]
    edit = read_edit(film(tmp_path / "변동 vfr.mkv", times))
    assert abs(edit.duration - 3) < Fraction(1, 10)


def test_a_film_without_sound_says_so(tmp_path: Path) -> None:
    edit = read_edit(film(tmp_path / "무성 🎥.mp4", [n * 40 for n in range(50)], rate=25))
    assert edit.sound == ()
    assert [r.code for r in edit.remarks] == ["film-silent"]


def test_a_film_starts_at_its_timecode(tmp_path: Path) -> None:
    path = film(tmp_path / "tc.mov", [n * 40 for n in range(50)], 25, "10:00:00:00")
    edit = read_edit(path)
    assert edit.start_frame == 10 * 3600 * 25
    assert edit.picture[0].source_start == 0


def test_the_rate_of_a_film_is_its_own(shared_data: Path) -> None:
    edit = read_edit(shared_data / "film" / "friday.mp4", rate="24")
    assert edit.rate == Rate.of(30)
    assert [r.code for r in edit.remarks] == ["rate-ignored"]


def test_detected_cuts_split_the_film(shared_data: Path) -> None:
    edit = read_edit(shared_data / "film" / "sintel_trailer.mp4")
    cuts = (Cut(398), Cut(336), Cut(336, "fade"), Cut(0), Cut(1252), Cut(-4))
    split = with_cuts(edit, cuts)
    assert [cut.frame for cut in split.cuts] == [336, 398]
    assert [(c.record.start * 24, c.source_start * 24) for c in split.picture] == [
        (0, 0),
        (336, 336),
        (398, 398),
    ]
    assert split.picture[-1].record.end == edit.duration
    assert with_cuts(edit, ()) == edit


def test_only_films_take_detected_cuts(tmp_path: Path) -> None:
    edit = read_edit(make.saved(tmp_path, make.timeline(make.video(make.clip("a", 20)))))
    with pytest.raises(BadArgument):
        with_cuts(edit, (Cut(3),))
