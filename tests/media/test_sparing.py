"""Pictures that are left out: the others stay the same, and what happens is not left out."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, pairwise
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange
from numpy.typing import NDArray
from tests.media.making import write_film

from scenescore.job import Job
from scenescore.media import View, look_again, probe, watch_film
from scenescore.media.luma import SIZE, has_luma, luma_of


class Album:
    """Keeps what it is shown in grey, and how many pictures were left out before each."""

    def __init__(self) -> None:
        self.grey: dict[int, NDArray[np.uint8]] = {}
        self.left_out: dict[int, int] = {}

    def frame(self, index: int, seconds: Fraction, view: View) -> None:
        self.grey[index] = view.grey
        self.left_out[index] = view.left_out


def _shots(lengths: tuple[int, ...], size: tuple[int, int] = (320, 180)) -> Iterator[VideoFrame]:
    """Noise that moves a little, another at each cut."""
    rng = np.random.default_rng(7)
    for length in lengths:
        scene = rng.integers(0, 255, (size[1] // 8, size[0] // 8 + 4, 3)).astype(np.uint8)
        large = cv2.resize(scene, (size[0] + 64, size[1]), interpolation=cv2.INTER_CUBIC)
        for step in range(length):
            image = np.ascontiguousarray(large[:, step % 64 : step % 64 + size[0]])
            yield VideoFrame.from_ndarray(image, format="bgr24")


def _seen(path: Path, *, sparing: bool) -> Album:
    album = Album()
    assert watch_film(path, [album], Job(), rough=96, fine=160, sparing=sparing) == ()
    return album


@pytest.mark.parametrize(("codec", "name"), [("libx264", "남긴 그림.mp4"), ("mpeg2video", "b.mkv")])
def test_what_is_decoded_is_the_same_whatever_is_left_out(
    tmp_path: Path, codec: str, name: str
) -> None:
    options = {"bf": "2", "g": "60", "b": "3M"}
    path = write_film(
        tmp_path / name, _shots((70, 50)), size=(320, 180), codec=codec, options=options
    )
    every, some = _seen(path, sparing=False), _seen(path, sparing=True)
    assert sorted(every.grey) == list(range(120))
    assert not any(every.left_out.values())
    assert 40 < len(some.grey) < 100
    for number, grey in some.grey.items():
        np.testing.assert_array_equal(grey, every.grey[number])
    for before, after in pairwise(sorted(some.grey)):
        assert some.left_out[after] == after - before - 1


def test_pictures_around_a_cut_are_decoded(tmp_path: Path) -> None:
    """Without key frames at the cuts: their sizes tell."""
    options = {"x264-params": "scenecut=0:bframes=3:b-adapt=0:keyint=250", "crf": "20"}
    path = write_film(tmp_path / "c.mp4", _shots((45, 46, 47)), size=(320, 180), options=options)
    some = _seen(path, sparing=True)
    assert len(some.grey) < 110
    assert {44, 45, 90, 91} <= set(some.grey)


def test_nothing_is_left_out_where_times_are_uneven(tmp_path: Path) -> None:
    times = [slot * 20 for slot in (k // 3 * 6 + k % 3 for k in range(60))]
    path = write_film(tmp_path / "v.mp4", 60, times=times, time_base=Fraction(1, 600), rate=30)
    assert len(_seen(path, sparing=True).grey) == 60


def test_another_look_leaves_nothing_out(tmp_path: Path) -> None:
    path = write_film(tmp_path / "l.mp4", _shots((120,)), size=(320, 180))
    every = _seen(path, sparing=False)
    stretches = [(3, 9), (50, 61), (110, 125)]
    looks = [list(each) for each in look_again(path, stretches, Job(), rough=96, fine=160)]
    assert [[number for number, _, _ in look] for look in looks] == [
        list(range(3, 10)),
        list(range(50, 62)),
        list(range(110, 120)),
    ]
    for number, seconds, view in looks[1]:
        assert seconds == Fraction(number, 24)
        np.testing.assert_array_equal(view.grey, every.grey[number])


def test_what_is_coded_before_the_first_key_picture_is_told_as_lost(tmp_path: Path) -> None:
    options = {"x264-params": "scenecut=0:bframes=3:b-adapt=0:keyint=40:min-keyint=40"}
    whole = write_film(tmp_path / "whole.mkv", _shots((120,)), size=(320, 180), options=options)
    path = tmp_path / "begun late.mkv"
    with av.open(str(whole)) as film, av.open(str(path), "w") as late:
        stream = late.add_stream_from_template(film.streams.video[0])
        for packet in islice(film.demux(film.streams.video[0]), 20, None):
            if packet.dts is not None:
                packet.stream = stream
                late.mux(packet)
    told = [
        watch_film(path, [Album()], Job(), rough=96, fine=160, sparing=sparing)
        for sparing in (False, True)
    ]
    assert [remark.code for remark in told[0]] == ["picture-damaged"]
    assert told[1] == told[0]


@pytest.mark.parametrize("format", ["yuv420p", "yuv444p", "yuvj422p", "nv12", "yuv420p10le"])
@pytest.mark.parametrize("rotation", [0, 90, 180])
def test_grey_is_what_a_viewer_sees(format: str, rotation: int) -> None:
    image = cv2.resize(
        np.random.default_rng(1).integers(0, 255, (6, 8, 3)).astype(np.uint8), (640, 360)
    )
    frame = VideoFrame.from_ndarray(image, format="bgr24").reformat(format=format)
    if format.startswith("yuvj"):
        frame.color_range = ColorRange.JPEG
    assert has_luma(frame)
    turned = np.ascontiguousarray(np.rot90(image, -rotation // 90))
    grey = cv2.cvtColor(turned, cv2.COLOR_BGR2GRAY)
    expected = cv2.resize(grey, SIZE, interpolation=cv2.INTER_AREA).astype(int)
    assert np.abs(luma_of(frame, rotation) - expected).mean() < 6


@pytest.mark.parametrize("size", [(2, 2), (3000, 2), (2, 3000), (97, 5)])
def test_grey_of_any_shape(size: tuple[int, int]) -> None:
    frame = VideoFrame(*size, "yuv420p")
    assert luma_of(frame, 0).shape == SIZE[::-1]


@pytest.mark.parametrize(("keys", "gap", "nearest"), [(24, 1, 3.0), (400, 16.7, 0.5)])
def test_edges_of_blocks_stay_only_where_key_frames_are_near(
    tmp_path: Path, keys: int, gap: float, nearest: float
) -> None:
    """What strays from the pictures themselves, which are coded coarsely, is little in the mean."""
    options = {"x264-params": f"keyint={keys}:min-keyint={keys}:scenecut=0", "crf": "34"}
    path = write_film(
        tmp_path / "거친 🎬.mp4", _shots((200, 200)), size=(320, 180), options=options
    )
    info = probe(path).picture
    assert info is not None
    assert float(info.key_gap or 0) == pytest.approx(gap, abs=0.1)
    with av.open(str(path)) as film:
        whole = [luma_of(frame, 0).astype(int) for frame in film.decode(video=0)]
    strayed = [np.abs(grey - whole[n]).mean() for n, grey in _seen(path, sparing=True).grey.items()]
    assert max(strayed) < nearest
