"""Who moves, the camera or its subject; and who looks at us."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenescore.media import Image, sample_frames
from scenescore.watch.faces import FaceFinder
from scenescore.watch.flow import Grey, flow_between
from scenescore.watch.glances import STEP, WIDTH, Looker
from scenescore.watch.measures import grey_of


def _texture(seed: int = 1) -> Grey:
    noise = np.random.default_rng(seed).integers(0, 255, (30, 54)).astype(np.uint8)
    return np.asarray(cv2.resize(noise, (216, 120), interpolation=cv2.INTER_CUBIC), np.uint8)


def _half(left: bool) -> Image:
    """A picture of which one half is lit."""
    image = np.full((180, 320, 3), 20, np.uint8)
    image[:, slice(160) if left else slice(160, None)] = 200
    return image


@settings(max_examples=20, deadline=None)
@given(st.integers(-6, 6), st.integers(-4, 4))
def test_a_pan_is_the_camera(right: int, down: int) -> None:
    world = _texture()
    before = world[10:100, 20:180]
    after = world[10 - down : 100 - down, 20 - right : 180 - right]
    flow = flow_between(before.copy(), after.copy())
    assert flow.camera == pytest.approx(np.hypot(right, down) / 160, abs=0.006)
    assert flow.subject < 0.006


def test_who_runs_before_a_still_camera_is_the_subject() -> None:
    before, runner = _texture()[:90, :160].copy(), _texture(2)[:40, :40]
    after = before.copy()
    before[25:65, 40:80] = runner
    after[25:65, 48:88] = runner
    flow = flow_between(before, after)
    assert flow.subject > 3 * flow.camera
    assert flow.subject > 0.002


def test_an_empty_or_tiny_picture_stands_still() -> None:
    black = np.zeros((90, 160), np.uint8)
    assert flow_between(black, black) == (0.0, 0.0)
    assert flow_between(black[:8, :8], black[:8, :8]) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("film", "second", "faces"),
    [
        ("sintel_trailer.mp4", 14, {1}),
        ("sintel_trailer.mp4", 23, {1}),
        ("sintel_trailer.mp4", 27, {0}),  # a dragon in the sky
        ("sintel_trailer.mp4", 44, {0}),  # a title with a tree in a circle
        ("friday.mp4", 2, {1, 2, 3}),  # from the side, under a hat
        ("friday.mp4", 3, {1, 2, 3}),
    ],
)
def test_faces_of_the_sample_films(
    shared_data: Path, film: str, second: int, faces: set[int]
) -> None:
    ((_, image),) = sample_frames(shared_data / "film" / film, [Fraction(second)], WIDTH)
    found = FaceFinder().find(grey_of(image))
    assert found.number in faces
    assert (found.largest > 0.1) == (found.number > 0)


def test_bars_of_black_hide_no_face(shared_data: Path) -> None:
    film = shared_data / "film" / "sintel_trailer.mp4"
    ((_, image),) = sample_frames(film, [Fraction(14)], WIDTH)
    face = FaceFinder().find(grey_of(image))
    barred = cv2.copyMakeBorder(image, 24, 24, 12, 0, cv2.BORDER_CONSTANT)
    found = FaceFinder().find(grey_of(barred))
    assert found.number == face.number == 1
    larger = barred.shape[0] / image.shape[0]
    assert found.largest == pytest.approx(face.largest / larger, abs=0.05)
    assert FaceFinder().find(np.zeros((180, 320), np.uint8)) == (0, 0.0)


def test_a_picture_that_stays_is_searched_ever_more_seldom() -> None:
    """At once when it is new, then while searches agree after 2, 4, 6, 6 … seconds."""
    looker = Looker()
    times = [k * STEP for k in range(160)]
    shown = [_half(time < 20) for time in times]
    glances = [looker.look(time, image) for time, image in zip(times, shown, strict=True)]
    searched = [float(t) for t, glance in zip(times, glances, strict=True) if glance.faces]
    first = [0, 2, 6, 12, 18]
    assert searched == [*first, *(20 + second for second in first)]


def test_pictures_that_are_always_new_are_searched_once_a_second() -> None:
    looker = Looker()
    glances = [looker.look(k * STEP, _half(k % 2 == 0)) for k in range(40)]
    assert [k for k, glance in enumerate(glances) if glance.faces] == list(range(0, 40, 4))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000))
def test_noise_has_no_face(seed: int) -> None:
    noise = np.random.default_rng(seed).integers(0, 255, (180, 320)).astype(np.uint8)
    assert FaceFinder().find(noise).number == 0
