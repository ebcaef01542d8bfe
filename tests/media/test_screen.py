"""Light of PQ and HLG on a standard screen, and one field of an interlaced picture."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.frame import VideoFrame
from hypothesis import given
from hypothesis import strategies as st

from scenescore.media import sample_frames
from scenescore.media.screen import Transfer, on_screen

WHITE = {"PQ": 0.58, "HLG": 0.75}
"""What reference white is coded as (ITU-R BT.2408-7, table 1)."""
MIDDLE_GREY = 0.38
"""The same of 18 % grey, in both."""


def _shown(codes: list[float], transfer: Transfer) -> list[int]:
    image = np.rint(np.array(codes) * 255).astype(np.uint8)[None, :, None].repeat(3, axis=2)
    shown = on_screen(image, transfer)
    assert np.ptp(shown.astype(int), axis=2).max() <= 1  # grey stays grey
    return [int(value) for value in shown[0, :, 0]]


@pytest.mark.parametrize("transfer", ["PQ", "HLG"])
def test_grey_and_white_are_where_a_standard_film_has_them(transfer: Transfer) -> None:
    black, grey, white, brightest = _shown([0, MIDDLE_GREY, WHITE[transfer], 1], transfer)
    assert black == 0
    assert 0.40 <= grey / 255 <= 0.44
    assert 0.90 <= white / 255 <= 0.94
    assert brightest >= 254


@pytest.mark.parametrize("transfer", ["PQ", "HLG"])
def test_what_is_brighter_is_shown_brighter(transfer: Transfer) -> None:
    shown = _shown([code / 255 for code in range(256)], transfer)
    assert shown == sorted(shown)


@given(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255))
def test_any_colour_has_a_place_and_a_standard_film_is_left_alone(b: int, g: int, r: int) -> None:
    image = np.array([[[b, g, r]]], np.uint8)
    assert on_screen(image, "sdr") is image
    for transfer in ("PQ", "HLG"):
        assert on_screen(image, transfer).dtype == np.uint8


def test_one_field_is_drawn_of_an_interlaced_picture(tmp_path: Path) -> None:
    path = tmp_path / "comb.mkv"
    with av.open(str(path), "w") as container:
        options = {"flags": "+ildct+ilme", "b": "6M"}
        stream = container.add_stream("mpeg2video", rate=25, options=options)
        stream.width, stream.height, stream.pix_fmt = 160, 96, "yuv420p"
        planes = np.full((144, 160), 128, np.uint8)
        planes[0:96:2], planes[1:96:2] = 200, 40
        frame = VideoFrame.from_ndarray(planes, format="yuv420p")
        frame.pts, frame.time_base = 0, Fraction(1, 25)
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    ((_, image),) = sample_frames(path, [Fraction(0)], 80)
    assert image.shape == (48, 80, 3)
    assert abs(float(image.mean()) - (200 - 16) * 255 / 219) < 4
