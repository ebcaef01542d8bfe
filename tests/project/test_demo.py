"""The demo is what its script makes: film, edit and captions agree to the frame."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import av
import numpy as np
import opentimelineio as otio
import pytest
from numpy.typing import NDArray

from scenescore.edit import read_edit

DEMO = Path(__file__).resolve().parents[2] / "examples" / "demo"


@pytest.fixture(scope="module")
def script() -> Iterator[ModuleType]:
    """The script that makes the demo, imported as it is run: from its own folder."""
    sys.path.insert(0, str(DEMO))
    try:
        import make_demo

        yield make_demo
    finally:
        sys.path.remove(str(DEMO))


def _looked_at(script: ModuleType) -> set[int]:
    """Both sides of every cut, the middle of a dissolve, and the fade."""
    cuts = script.STARTS[1:-1]
    return {*cuts, *(cut - 1 for cut in cuts), 0, script.LENGTH - 10, script.LENGTH - 1}


@pytest.fixture(scope="module")
def film(script: ModuleType) -> dict[int, NDArray[np.uint8]]:
    """The frames of the film that are looked at, by number."""
    wanted, kept, count = _looked_at(script), {}, 0
    with av.open(DEMO / "demo.mp4") as container:
        for frame in container.decode(video=0):
            if count in wanted:
                kept[count] = frame.to_ndarray(format="rgb24")
            count += 1
    assert count == script.LENGTH
    return kept


@pytest.fixture(scope="module")
def timeline() -> otio.schema.Timeline:
    return otio.adapters.read_from_file(str(DEMO / "demo.otio"))


def test_the_film_is_small_enough_to_keep() -> None:
    assert (DEMO / "demo.mp4").stat().st_size < 3_000_000


def test_it_is_a_short_film_of_six_scenes(script: ModuleType) -> None:
    assert 40 <= script.LENGTH / script.FPS <= 50
    assert {shot.scene for shot in script.SHOTS} == set(range(1, 7))
    assert len(script.SHOTS) - 1 >= 14


def test_the_script_draws_this_film_to_the_frame(
    script: ModuleType, film: dict[int, NDArray[np.uint8]]
) -> None:
    for frame in _looked_at(script):
        error = np.mean((film[frame].astype(float) - script.draw(frame)) ** 2)
        # What compression alone costs is 37 dB and more; a frame early or late at a cut, under 20.
        assert 10 * np.log10(255**2 / error) > 32, f"frame {frame}"


def test_the_edit_is_the_one_the_script_makes(
    script: ModuleType, timeline: otio.schema.Timeline
) -> None:
    assert script.edit("demo.mp4").to_json_string() == timeline.to_json_string()


def test_the_edit_says_what_the_film_shows(
    script: ModuleType, timeline: otio.schema.Timeline
) -> None:
    picture, sound = timeline.video_tracks()[0], timeline.audio_tracks()[0]
    starts = [clip.range_in_parent().start_time.to_frames() for clip in picture.find_clips()]
    assert starts == list(script.STARTS[:-1])
    assert picture.duration() == sound.duration() == script._time(script.LENGTH)
    for clip in timeline.find_clips():
        assert clip.source_range == clip.range_in_parent()
        assert (DEMO / clip.media_reference.target_url).is_file()


def test_scenescore_reads_the_edit_as_meant(script: ModuleType) -> None:
    edit = read_edit(DEMO / "demo.otio")
    assert edit.duration_frames == script.LENGTH
    assert edit.start_frame == script.HOUR
    assert [cut.frame for cut in edit.cuts if cut.frame < script.LENGTH] == list(
        script.STARTS[1:-1]
    )
    assert [cut.kind for cut in edit.cuts].count("dissolve") == 2
    assert {marker.text.split("\n")[0] for marker in edit.markers} == {
        "MOOD fear",
        "HIT",
        "분위기 희망",
    }
    assert not [remark for remark in edit.remarks if remark.skipped]


# --- words ----------------------------------------------------------------------------------------


def _captions(name: str) -> list[tuple[float, float, str]]:
    blocks = (DEMO / name).read_text(encoding="utf-8").strip().split("\n\n")
    read = []
    for block in blocks:
        _, times, text = block.split("\n", 2)
        start, end = (_seconds(stamp) for stamp in times.split(" --> "))
        read.append((start, end, text))
    return read


def _seconds(stamp: str) -> float:
    hours, minutes, seconds, thousandths = map(int, re.split("[:,]", stamp))
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000


def test_the_captions_follow_each_other_inside_the_film(script: ModuleType) -> None:
    captions = _captions("demo.srt")
    borders = [moment for start, end, _ in captions for moment in (start, end)]
    assert borders == sorted(borders)
    assert borders[-1] < script.LENGTH / script.FPS
    assert [text for _, _, text in captions] == [line.text for line in script.LINES]


def test_the_korean_captions_say_the_same_at_the_same_time() -> None:
    english, korean = _captions("demo.srt"), _captions("demo.ko.srt")
    assert [c[:2] for c in english] == [c[:2] for c in korean]
    assert all(re.search("[가-힣]", text) for _, _, text in korean)


def test_a_line_is_spoken_where_its_caption_stands(script: ModuleType) -> None:
    with av.open(DEMO / "demo.mp4") as film:
        resampler = av.AudioResampler("fltp", "mono", 8000)
        blocks = [b.to_ndarray()[0] for f in film.decode(audio=0) for b in resampler.resample(f)]
    sound = np.concatenate(blocks)
    spoken = np.zeros(len(sound), bool)
    for start, end, _ in _captions("demo.srt"):
        spoken[int(start * 8000) : int(end * 8000)] = True
    loud, quiet = np.mean(sound[spoken] ** 2), np.mean(sound[~spoken] ** 2)
    assert 10 * np.log10(loud / quiet) > 3


def test_a_voice_can_be_made_again(script: ModuleType, tmp_path: Path) -> None:
    if subprocess.run(["which", "espeak-ng"], capture_output=True).returncode:
        pytest.skip("espeak-ng, which speaks the demo's lines, is not installed")
    from film.sound import Noises, speak

    line = script.LINES[0]
    one, two = speak(line, Noises(1)), speak(line, Noises(1))
    assert np.array_equal(one, two)
    assert 1 < len(one) / script.RATE < 5
