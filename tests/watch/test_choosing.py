"""Which moments are looked at: within the clips, every clip, and few where looking is dear."""

from __future__ import annotations

import warnings
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenescore.media import picture_index
from scenescore.model import Clip, Cut, Edit, Media
from scenescore.timebase import Rate, Span
from scenescore.watch.choosing import chosen, moments_of

RATE = Rate.of(25)
SECONDS = 24
BURST = 14


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A slow film with one key frame in six seconds, and one second of noise from `BURST` on."""
    path = tmp_path_factory.mktemp("영화 🎬") / "느린 필름.mp4"
    rng = np.random.default_rng(7)
    still = rng.integers(0, 255, (90, 160, 3)).astype(np.uint8)
    options = {"x264-params": "keyint=150:min-keyint=150:scenecut=0:bframes=0"}
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options=options)
        stream.width, stream.height, stream.pix_fmt = 160, 90, "yuv420p"
        for number in range(SECONDS * 25):
            loud = BURST * 25 <= number < (BURST + 1) * 25
            image = rng.integers(0, 255, (90, 160, 3)).astype(np.uint8) if loud else still
            frame = av.VideoFrame.from_ndarray(image, format="bgr24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def _edit(path: Path, clips: list[tuple[int, int, int]], cuts: tuple[Cut, ...] = ()) -> Edit:
    """An edit of clips (start of the source, frames, speed) one after the other."""
    placed, at = [], 0
    for source, frames, speed in clips:
        span = Span(Fraction(at, 25), Fraction(at + frames, 25))
        media = Media(str(path), path.name)
        placed.append(Clip("c", media, span, Fraction(source, 25), Fraction(speed)))
        at += frames
    return Edit("e", RATE, 0, at, False, "", "otio", "x", tuple(placed), cuts=cuts)


def test_the_index_tells_key_frames_and_sizes(film: Path) -> None:
    index = picture_index(film)
    assert index is not None
    assert index.seconds[index.keys].tolist() == pytest.approx([0, 6, 12, 18])
    assert len(index.sizes) == SECONDS * 25
    inside = index.sizes[BURST * 25 + 1 : (BURST + 1) * 25]
    assert inside.min() > 10 * np.median(index.sizes[~index.keys])


def test_a_cheap_film_is_looked_through(film: Path) -> None:
    edit = _edit(film, [(0, 600, 1)])
    assert chosen(edit) == {str(film): set(moments_of(edit.picture[0]))}


def test_a_dear_film_is_looked_at_beside_key_frames_and_where_it_surges(film: Path) -> None:
    edit = _edit(film, [(0, 600, 1)])
    everything = len(moments_of(edit.picture[0]))
    moments = chosen(edit, budget=0.14)[str(film)]  # a megapixel is 69 of its pictures
    assert len(moments) < everything / 2
    around = [m for m in moments if BURST - 2 <= m <= BURST + Fraction(1, 2)]
    assert len(around) >= 8
    assert all(m + Fraction(1, 4) in moments or m - Fraction(1, 4) in moments for m in moments)


def test_a_dissolve_is_not_looked_into(film: Path) -> None:
    mixed = Span(Fraction(3), Fraction(5))
    edit = _edit(film, [(0, 100, 1), (150, 100, 1)], (Cut(100, "dissolve", mixed),))
    moments = chosen(edit, budget=0.0)[str(film)]
    first, second = edit.picture
    assert all(m < 3 for m in moments if m < 4)
    assert all(m >= 7 for m in moments if first.record.end <= m)
    assert second.source_start == 6


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.integers(1, 180), st.sampled_from([1, 2, -1, 0])),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from([0.0, 0.02, 0.1, 12.0]),
)
def test_every_clip_is_looked_at_and_nothing_else(
    film: Path, clips: list[tuple[int, int, int]], budget: float
) -> None:
    edit = _edit(film, clips)
    moments = chosen(edit, budget)[str(film)]
    shown = [set(moments_of(clip)) for clip in edit.picture]
    assert all(moments & each for each in shown)
    assert moments <= set().union(*shown)


def test_a_film_of_one_picture_in_four_seconds_is_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "시간 경과.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=Fraction(1, 4), options={"g": "1000"})
        stream.width, stream.height, stream.pix_fmt = 160, 90, "yuv420p"
        for number in range(30):
            image = np.full((90, 160, 3), 8 * number, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="bgr24")))
        container.mux(stream.encode(None))
    edit = _edit(path, [(0, 120 * 25, 1)])
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a second of it holds no picture to take a median of
        assert chosen(edit, budget=0.0)[str(path)] <= set(moments_of(edit.picture[0]))
