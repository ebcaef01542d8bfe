"""Pictures by number and time: constant and variable rates, rotation, damage, looking anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
from av.video.frame import VideoFrame
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.media.making import STEPS, number_in, sine, write_film, write_sound

from scenescore.errors import Cancelled, MediaUnreadable
from scenescore.job import Job
from scenescore.media import Image, View, probe, sample_frames, sample_views, watch_film
from scenescore.media.pictures import PictureReader
from scenescore.timebase import to_seconds


class Notebook:
    """Writes down what it is shown."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.seconds: list[Fraction] = []
        self.seen: list[int] = []
        self.shapes: set[Sequence[int]] = set()

    def frame(self, index: int, seconds: Fraction, view: View) -> None:
        self.numbers.append(index)
        self.seconds.append(seconds)
        self.seen.append(number_of(view.fine))
        self.shapes |= {view.rough.shape, view.fine.shape}


def number_of(image: Image) -> int:
    """The number that a picture tells, from its grey in full range."""
    return number_in(float(image.mean()) * 219 / 255 + 16)


def watched(path: Path, width: int = 32) -> Notebook:
    book = Notebook()
    assert watch_film(path, [book], Job(), rough=width, fine=width) == ()
    return book


@pytest.mark.parametrize("name", ["constant.mp4", "가변 프레임.mkv", "constant.webm", "b.avi"])
def test_every_picture_once_in_order(tmp_path: Path, name: str) -> None:
    codec = "libvpx" if name.endswith("webm") else "libx264"
    book = watched(write_film(tmp_path / name, 100, codec=codec, rate=Fraction(30000, 1001)))
    assert book.numbers == list(range(100))
    assert book.seen == [k % STEPS for k in range(100)]
    assert book.shapes == {(24, 32, 3)}


def test_variable_rate_counts_by_time(tmp_path: Path) -> None:
    """Pictures at 0, 1, 2, 6, 7, 8, 12 … thirtieths: numbers follow the time stamps."""
    slots = [k // 3 * 6 + k % 3 for k in range(40)]
    times = [slot * 20 + (3 if k % 2 else 0) for k, slot in enumerate(slots)]
    path = write_film(tmp_path / "v.mp4", 40, times=times, time_base=Fraction(1, 600), rate=30)
    picture = probe(path).picture
    assert picture is not None
    book = watched(path)
    assert book.seconds == [Fraction(t, 600) for t in times]
    assert book.numbers == [round(t * picture.rate.fps) for t in book.seconds]


@pytest.mark.parametrize("rotation", [0, 90, 180, -90])
def test_rotation_is_that_of_opencv(tmp_path: Path, rotation: int) -> None:
    frame = VideoFrame(64, 48, "yuv420p").to_ndarray()
    frame[:48], frame[48:] = 30, 128
    frame[:12, :32] = 220  # bright at the top left
    frames = [VideoFrame.from_ndarray(frame, format="yuv420p") for _ in range(3)]
    path = write_film(tmp_path / "r.mp4", frames, rotation=rotation)
    ok, expected = cv2.VideoCapture(str(path)).read()
    assert ok
    _, image = next(sample_frames(path, [Fraction(0)], expected.shape[1]))
    assert image.shape == expected.shape
    assert np.abs(image.astype(int) - expected).mean() < 8


@pytest.mark.parametrize("name", ["long.mp4", "시계 없는 필름.avi"])
@settings(max_examples=25, deadline=None)
@given(numbers=st.lists(st.integers(0, 199), min_size=1, max_size=12))
def test_looking_anywhere_finds_the_picture(
    tmp_path_factory: pytest.TempPathFactory, name: str, numbers: list[int]
) -> None:
    """AVI tells when pictures are coded, not when they are shown."""
    path = tmp_path_factory.getbasetemp() / name
    if not path.exists():
        write_film(path, 200, rate=25)
    reader = PictureReader(path)
    try:
        for number in numbers:  # any order, forwards and back
            picture = reader.at(to_seconds(number, reader.info.rate))
            assert picture.number == number
            assert picture.frame.pts is not None
            assert number_in(float(picture.frame.to_ndarray()[:48].mean())) == number % STEPS
    finally:
        reader.close()
    rising = [m for m, _ in sample_frames(path, [Fraction(n, 25) for n in numbers], 16)]
    assert rising == sorted(Fraction(n, 25) for n in numbers)


def test_before_the_first_and_after_the_last(tmp_path: Path) -> None:
    path = write_film(tmp_path / "short.mp4", 10)
    moments = [Fraction(-1), Fraction(100)]
    assert [number_of(image) for _, image in sample_frames(path, moments, 32)] == [0, 9]


@pytest.mark.parametrize("b_frames", [0, 2])
def test_what_is_passed_on_the_way_is_shown(tmp_path: Path, b_frames: int) -> None:
    """Up to half a second is decoded through, key frames or not; beyond, what lies between is not.

    Key frames lie twelve pictures apart, so that picture 98 is reached from 96. What no other needs
    is left out, unless it is asked for.
    """
    options = {"crf": "4", "g": "12", "x264-params": f"bframes={b_frames}:b-adapt=0:weightp=0"}
    path = write_film(tmp_path / "지나가는 그림.mp4", 100, rate=25, options=options)
    book = Notebook()
    moments = [Fraction(n, 25) for n in (1, 11, 13, 98)]
    views = sample_views(path, moments, rough=16, fine=32, passing=book)
    looked = [number_of(view.fine) for _, view in views]
    assert looked == [1, 11, 13, 98 % STEPS]
    passed = {number for number in book.numbers if number <= 13}
    assert {1, 11, 12, 13} <= passed <= set(range(14))
    assert (passed == set(range(1, 14))) == (b_frames == 0)
    assert {96, 98} <= set(book.numbers)
    assert not set(range(30, 96)) & set(book.numbers)
    assert [number % STEPS for number in book.numbers] == book.seen
    assert book.shapes == {(12, 16, 3), (24, 32, 3)}


def test_a_picture_that_is_held_late_in_a_film_is_found(tmp_path: Path) -> None:
    """As in a recording of a screen: steady at first, then a picture every second or two."""
    times = [n if n < 300 else 300 + (n - 300) * 36 for n in range(340)]
    options = {"crf": "4", "x264-params": "bframes=3:b-adapt=0:keyint=250:scenecut=0"}
    path = write_film(tmp_path / "늦게.mp4", 340, times=times, options=options)
    moments = [Fraction(300 + 36 * k + 20, 24) for k in range(39)]
    looked = [number_of(image) for _, image in sample_frames(path, moments, 32)]
    assert looked == [(300 + k) % STEPS for k in range(39)]


def test_damage_in_the_middle_is_told_and_survived(tmp_path: Path) -> None:
    path = write_film(tmp_path / "film.mkv", 240, size=(320, 240))
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 1500] = bytes(range(250)) * 6
    path.write_bytes(data)
    book = Notebook()
    remarks = watch_film(path, [book], Job(), rough=32, fine=32)
    assert [remark.code for remark in remarks] == ["picture-damaged"]
    assert book.numbers[0] == 0
    assert book.numbers[-1] == 239
    assert book.numbers == sorted(set(book.numbers))


def test_truncated_film_is_watched_to_its_end(tmp_path: Path) -> None:
    whole = write_film(tmp_path / "whole.mkv", 240, sound=sine(440, 10)).read_bytes()
    path = tmp_path / "cut.mkv"
    path.write_bytes(whole[: len(whole) // 2])
    book = Notebook()
    remarks = watch_film(path, [book], Job(), rough=32, fine=32)
    assert 20 < len(book.numbers) < 200
    assert "picture-short" in {remark.code for remark in remarks}


def test_no_picture(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "sound.wav", sine(440, 1))
    with pytest.raises(MediaUnreadable, match="no picture"):
        watch_film(path, [], Job(), rough=32, fine=32)


def test_cancelling(tmp_path: Path) -> None:
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        watch_film(write_film(tmp_path / "film.mp4", 30), [], job, rough=32, fine=32)


def test_real_films(shared_data: Path) -> None:
    counts = {"sintel_trailer.mp4": 1252, "big_buck_bunny_0_30.webm": 720, "friday.mp4": 185}
    for name, count in counts.items():
        assert watched(shared_data / "film" / name).numbers == list(range(count))
