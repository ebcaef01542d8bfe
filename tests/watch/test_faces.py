"""Who looks at us: faces in pictures, and when pictures are searched for them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenescore.media import Image, View, sample_frames, sample_views
from scenescore.watch.faces import Grey, apart, find_faces
from scenescore.watch.glances import STEP, WIDTH, Looker
from scenescore.watch.measures import grey_of


def _picture(shared_data: Path, film: str, second: float) -> Image:
    ((_, image),) = sample_frames(shared_data / "film" / film, [Fraction(second)], WIDTH)
    return image


def _searched(pictures: list[Image]) -> list[float]:
    """The seconds at which pictures, shown for a `STEP` each, are searched for faces."""
    looker = Looker()
    glances = [looker.look(k * STEP, _view(picture)) for k, picture in enumerate(pictures)]
    return [float(k * STEP) for k, glance in enumerate(glances) if glance.faces]


def _view(picture: Image) -> View:
    return View(lambda: picture, lambda: picture)


def _half(left: bool) -> Image:
    """A picture of which one half is lit."""
    image = np.full((180, 320, 3), 20, np.uint8)
    image[:, slice(160) if left else slice(160, None)] = 200
    return image


@pytest.mark.parametrize(
    ("film", "second", "faces"),
    [
        ("sintel_trailer.mp4", 14, {1}),
        ("sintel_trailer.mp4", 14.5, {1}),
        ("sintel_trailer.mp4", 27, {0}),  # a dragon in the sky
        ("sintel_trailer.mp4", 27.5, {1}),  # who is afraid of it
        ("sintel_trailer.mp4", 44, {0}),  # a title with a tree in a circle
        ("friday.mp4", 2, {1, 2, 3}),  # from the side, under a hat
        ("friday.mp4", 3, {1, 2, 3}),
        ("big_buck_bunny_0_30.webm", 14, {0}),  # a brook among grass
        ("big_buck_bunny_0_30.webm", 27, {0}),  # a title, in which one might see faces
    ],
)
def test_faces_of_the_sample_films(
    shared_data: Path, film: str, second: float, faces: set[int]
) -> None:
    found = find_faces(grey_of(_picture(shared_data, film, second)))
    assert found.number in faces
    assert (found.largest > 0.1) == (found.number > 0)


def test_bars_of_black_hide_no_face(shared_data: Path) -> None:
    image = _picture(shared_data, "sintel_trailer.mp4", 14)
    face = find_faces(grey_of(image))
    barred = cv2.copyMakeBorder(image, 24, 24, 12, 0, cv2.BORDER_CONSTANT)
    found = find_faces(grey_of(barred))
    assert found.number == face.number == 1
    larger = barred.shape[0] / image.shape[0]
    assert found.largest == pytest.approx(face.largest / larger, abs=0.05)


@pytest.mark.parametrize("size", [(180, 320), (19, 320), (320, 19), (1, 1)])
def test_an_empty_or_narrow_picture_has_no_face(size: tuple[int, int]) -> None:
    assert find_faces(np.zeros(size, np.uint8)) == (0, 0.0)
    assert find_faces(np.full(size, 90, np.uint8)) == (0, 0.0)


def test_a_face_in_a_telephones_tall_picture_is_found(shared_data: Path) -> None:
    """Small beside the height of the picture, though not beside its width."""
    standing = grey_of(_picture(shared_data, "friday.mp4", 2))[:160, 140:]
    tall: Grey = np.full((427, 240), 60, np.uint8)
    tall[100:313] = cv2.resize(standing, (240, 213))
    found = find_faces(tall)
    assert found.number == 1
    assert 0.1 < found.largest < 0.2


def test_who_looks_aside_is_found_on_that_side(shared_data: Path) -> None:
    """In the picture's mirror image, that is the other side."""
    left = grey_of(_picture(shared_data, "friday.mp4", 5))
    right: Grey = np.ascontiguousarray(left[:, ::-1])
    assert find_faces(left, ("left",)) == find_faces(right, ("right",))
    assert find_faces(left, ("left",)).number == 1
    assert find_faces(left, ()).number == 0


def test_who_looks_at_us_is_found_whatever_the_sides(shared_data: Path) -> None:
    grey = grey_of(_picture(shared_data, "sintel_trailer.mp4", 14))
    assert find_faces(grey, ()) == find_faces(grey, ("left",)) == find_faces(grey)
    assert find_faces(grey).number == 1


def test_threads_find_the_same_at_the_same_time(shared_data: Path) -> None:
    pictures = [grey_of(_picture(shared_data, "friday.mp4", second)) for second in (1, 2, 3)] * 4
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(find_faces, pictures)) == [find_faces(each) for each in pictures]


@given(st.permutations([(0, 0, 40, 40), (10, 0, 40, 40), (30, 0, 40, 40), (5, 5, 30, 30)]))
def test_what_is_found_does_not_hang_on_which_thread_found_first(
    boxes: list[tuple[int, int, int, int]],
) -> None:
    assert apart(boxes) == [(0, 0, 40, 40), (30, 0, 40, 40)]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000))
def test_noise_has_no_face(seed: int) -> None:
    noise = np.random.default_rng(seed).integers(0, 255, (180, 320)).astype(np.uint8)
    assert find_faces(noise).number == 0


def test_a_picture_that_stays_is_searched_ever_more_seldom() -> None:
    """At once when it is new, then while searches agree after 3, 6, 6 … seconds."""
    first = [0, 3, 9, 15]
    shown = [_half(left=True)] * 80 + [_half(left=False)] * 80
    assert _searched(shown) == [*first, *(20 + second for second in first)]


def test_pictures_that_are_always_new_are_searched_every_third_time() -> None:
    assert _searched([_half(k % 2 == 0) for k in range(40)]) == [k * 0.75 for k in range(14)]


def test_a_cut_between_equally_bright_pictures_is_searched() -> None:
    noise = np.random.default_rng(3).integers(60, 200, (2, 9, 16, 3)).astype(np.uint8)
    one, other = (cv2.resize(each, (320, 180), interpolation=cv2.INTER_CUBIC) for each in noise)
    assert _searched([one] * 5 + [other] * 5) == [0, 1.5]  # at the next close look


def test_a_picture_that_fades_is_the_same_until_it_is_black() -> None:
    image = _half(left=True)
    fade = [(image * share).astype(np.uint8) for share in np.linspace(1, 0, 24)]
    assert _searched(fade) == [0, 3]
    assert _searched(fade[::-1])[0] > 0
    assert _searched([np.zeros_like(image)] * 8) == []


def test_faces_are_seen_in_a_shot_where_they_look_aside(shared_data: Path) -> None:
    """Though a search sees but one side: the other has its turn when none is found."""
    film = shared_data / "film" / "friday.mp4"
    looker = Looker()
    views = sample_views(film, [k * STEP for k in range(25)], rough=WIDTH, fine=WIDTH)
    looks = [looker.look(moment, view).faces for moment, view in views]
    found = [look.number > 0 for look in looks if look]
    assert sum(found) >= len(found) / 3
