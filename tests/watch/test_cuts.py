"""Cuts, dissolves and fades: on the sample film as checked by eye, and on films made to order."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from av.video.frame import VideoFrame
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.media.making import write_film

from scenescore.edit import read_edit
from scenescore.job import Job
from scenescore.media import View
from scenescore.model import Cut
from scenescore.timebase import Rate
from scenescore.watch import watch
from scenescore.watch.cuts import join_cuts
from scenescore.watch.hard import HardCuts
from scenescore.watch.strip import Strip

RATE = Rate.of(24)
Frames = npt.NDArray[np.uint8]


def _cuts_in(frames: Frames, rate: Rate = RATE) -> tuple[Cut, ...]:
    strip = Strip(rate)
    hard = HardCuts(rate, strip)
    for index, image in enumerate(frames):
        for observer in (strip, hard):
            observer.frame(index, index * rate.frame, View(image.copy, image.copy))
    return join_cuts(strip, hard.cuts(), rate)


def _sparing_cuts_in(frames: Frames, every: int) -> tuple[tuple[Cut, ...], int]:
    """Cuts where of so many pictures one is seen, with another look at what is in doubt; and how
    many doubts there were."""
    strip = Strip(RATE)
    hard = HardCuts(RATE, strip)
    for index in range(0, len(frames), every):
        view = View(frames[index].copy, frames[index].copy, left_out=every - 1 if index else 0)
        for observer in (strip, hard):
            observer.frame(index, index * RATE.frame, view)
    for doubt in hard.doubts:
        first, last = doubt.stretch
        hard.settle(
            doubt,
            [
                (n, n * RATE.frame, View(frames[n].copy, frames[n].copy))
                for n in range(first, min(last + 1, len(frames)))
            ],
        )
    return join_cuts(strip, hard.cuts(), RATE), len(hard.doubts)


def _scene(seed: int, frames: int, light: float = 1.0) -> Frames:
    """A picture of soft blobs with something small moving across it."""
    import cv2

    noise = np.random.default_rng(seed).integers(0, 255, (5, 8, 3)).astype(np.uint8)
    still = cv2.resize(noise, (160, 90), interpolation=cv2.INTER_CUBIC) * light
    film = np.repeat(still[None], frames, axis=0)
    for index in range(frames):
        film[index, 40:50, 20 + index % 100 : 30 + index % 100] = 255 * light
    return film.astype(np.uint8)


def _mixed(first: Frames, last: Frames, length: int) -> Frames:
    share = np.linspace(0, 1, length + 2)[1:-1][:, None, None, None]
    mix = first[-length:] * (1 - share) + last[:length] * share
    return np.concatenate((first[:-length], mix.astype(np.uint8), last[length:]))


def test_every_cut_of_the_sample_film(shared_data: Path) -> None:
    cuts = watch(read_edit(shared_data / "film" / "sintel_trailer.mp4"), Job()).cuts
    found = [cut.frame for cut in cuts if cut.kind == "hard"]
    assert found == [336, 398, 422, 573, 623, 660, 674]
    gradual = [cut.frame for cut in cuts if cut.kind != "hard"]
    centres = (120, 222, 280, 520, 770, 850, 985, 1128)
    assert all(min(abs(frame - centre) for frame in gradual) <= 12 for centre in centres)
    assert len(gradual) == len(centres)


def test_a_moving_camera_is_no_cut(shared_data: Path) -> None:
    cuts = watch(read_edit(shared_data / "film" / "big_buck_bunny_0_30.webm"), Job()).cuts
    assert [cut.frame for cut in cuts if cut.kind == "hard"] == [283, 376, 551]
    assert sum(cut.kind != "hard" for cut in cuts) <= 1  # a title that comes up over a shot


@pytest.mark.parametrize("length", [8, 16, 24, 48])
def test_a_dissolve_counts_at_its_middle(length: int) -> None:
    frames = _mixed(_scene(1, 80), _scene(2, 80), length)
    (cut,) = _cuts_in(frames)
    assert cut.kind == "dissolve"
    assert abs(cut.frame - (80 - length / 2)) <= 2
    assert cut.span
    assert cut.span.start < cut.frame / RATE.fps < cut.span.end


@pytest.mark.parametrize("black", [3, 12, 40])
def test_through_black_is_one_fade(black: int) -> None:
    out = _mixed(_scene(1, 60), np.zeros((20 + black, 90, 160, 3), np.uint8), 20)
    into = _mixed(np.zeros((20, 90, 160, 3), np.uint8), _scene(2, 60), 20)
    (cut,) = _cuts_in(np.concatenate((out, into)))
    assert cut.kind == "fade"
    assert 60 <= cut.frame <= 60 + black


def test_a_cut_to_black_stays_a_cut_and_the_fade_in_after_it_is_none() -> None:
    black = np.zeros((40, 90, 160, 3), np.uint8)
    frames = np.concatenate((_scene(1, 60), _mixed(black, _scene(2, 60), 20)))
    assert [(cut.frame, cut.kind) for cut in _cuts_in(frames)] == [(60, "hard")]


def test_fades_that_open_and_close_a_film_are_no_cuts() -> None:
    black = np.zeros((40, 90, 160, 3), np.uint8)
    frames = _mixed(_mixed(black, _scene(1, 100), 24), black, 24)
    assert not _cuts_in(frames)


def test_a_flash_is_no_cut() -> None:
    frames = _scene(1, 80)
    frames[40:42] = 250
    assert not _cuts_in(frames)


def test_cuts_between_dark_shots_are_seen() -> None:
    frames = np.concatenate((_scene(1, 40, 0.15), _scene(2, 40, 0.15)))
    assert [cut.frame for cut in _cuts_in(frames)] == [40]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(12, 40), min_size=1, max_size=5), st.sampled_from((24, 25, 50)))
def test_every_hard_cut_is_found_on_its_frame(lengths: list[int], fps: int) -> None:
    lengths = [length * fps // 24 for length in lengths]
    frames = np.concatenate([_scene(seed, length) for seed, length in enumerate(lengths)])
    starts = [sum(lengths[:i]) for i in range(1, len(lengths))]
    assert [cut.frame for cut in _cuts_in(frames, Rate.of(fps))] == starts


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(24, 60), min_size=2, max_size=5), st.integers(2, 4))
def test_a_cut_among_pictures_left_out_is_found_on_its_frame(
    lengths: list[int], every: int
) -> None:
    frames = np.concatenate([_scene(seed, length) for seed, length in enumerate(lengths)])
    starts = [sum(lengths[:i]) for i in range(1, len(lengths))]
    cuts, doubts = _sparing_cuts_in(frames, every)
    assert [(cut.frame, cut.kind) for cut in cuts] == [(start, "hard") for start in starts]
    assert doubts == len(starts)


@pytest.mark.parametrize("last", [3, 5, 8])
@pytest.mark.parametrize("every", [2, 3, 4])
def test_a_cut_just_before_the_end_is_found(last: int, every: int) -> None:
    frames = np.concatenate((_scene(1, 73 - last), _scene(2, last)))  # the very last one is seen
    cuts, _ = _sparing_cuts_in(frames, every)
    assert [(cut.frame, cut.kind) for cut in cuts] == [(73 - last, "hard")]
    assert cuts == _cuts_in(frames)


@pytest.mark.parametrize("every", [2, 3])
def test_a_dissolve_is_told_from_the_pictures_that_were_seen(every: int) -> None:
    cuts, _ = _sparing_cuts_in(_mixed(_scene(1, 80), _scene(2, 80), 24), every)
    (cut,) = cuts
    assert cut.kind == "dissolve"
    assert abs(cut.frame - 68) <= 3


@pytest.mark.parametrize("every", [2, 3])
def test_what_moves_between_pictures_left_out_is_no_dissolve(every: int) -> None:
    assert not _sparing_cuts_in(_scene(3, 240), every)[0]


def test_a_cut_to_black_among_pictures_left_out_stays_a_cut() -> None:
    black = np.zeros((40, 90, 160, 3), np.uint8)
    frames = np.concatenate((_scene(1, 62), black, _scene(2, 61)))
    cuts, doubts = _sparing_cuts_in(frames, 3)
    assert doubts
    assert [(cut.frame, cut.kind) for cut in cuts] == [(62, "hard"), (102, "hard")]


def _film_lacking(path: Path, lengths: tuple[int, ...], missing: dict[int, int]) -> list[int]:
    """Writes shots of which so many pictures are missing before some; when each shot begins."""
    frames = np.concatenate([_scene(seed, length) for seed, length in enumerate(lengths)])
    times = [n + sum(missing[k] for k in missing if k <= n) for n in range(len(frames))]
    options = {"x264-params": "scenecut=0:bframes=3:b-adapt=0:keyint=250", "crf": "20"}
    pictures = (VideoFrame.from_ndarray(frame, format="bgr24") for frame in frames)
    write_film(path, pictures, size=(160, 90), times=times, options=options)
    return [times[sum(lengths[:k])] for k in range(1, len(lengths))]


@pytest.mark.parametrize(
    "missing",
    [{150: 12}, {152: 3000}, dict.fromkeys(range(310, 360), 47)],
    ids=["at a cut", "for minutes after a cut", "nearly all at the end"],
)
def test_cuts_beside_pictures_that_a_film_lacks(tmp_path: Path, missing: dict[int, int]) -> None:
    path = tmp_path / "빠진 그림.mp4"
    starts = _film_lacking(path, (150, 150, 40, 20), missing)
    cuts = watch(read_edit(path), Job()).cuts
    assert [cut.frame for cut in cuts if cut.kind == "hard"] == starts


def test_a_long_film_is_searched_block_by_block() -> None:
    """A dissolve across the end of a block, and one long after it."""
    still = np.repeat(_scene(1, 1), 2100, axis=0)
    frames = _mixed(still, np.repeat(_scene(2, 1), 2200, axis=0), 48)
    frames = _mixed(frames, _scene(4, 100), 24)
    assert [cut.kind for cut in _cuts_in(frames)] == ["dissolve", "dissolve"]


def test_uneven_times_keep_their_cut() -> None:
    """Variable frame rate: the cut is where the new picture is shown, not where it is counted."""
    strip = Strip(RATE)
    hard = HardCuts(RATE, strip)
    frames = np.concatenate((_scene(1, 40), _scene(2, 40)))
    for index, image in enumerate(frames):
        seconds = Fraction(index, 12) if index < 40 else Fraction(40, 12) + Fraction(index - 40, 24)
        for observer in (strip, hard):
            observer.frame(index * 2, seconds, View(image.copy, image.copy))
    (cut,) = join_cuts(strip, hard.cuts(), RATE)
    assert cut.frame == 80
