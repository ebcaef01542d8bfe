"""The picture: the frame that is wanted now, the next ones ahead, and nothing left open."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from tests.media.making import STEPS, clip_of, edit_of, write_film
from tests.ui.player.conftest import number_of

from scenescore.errors import Cancelled
from scenescore.job import Job
from scenescore.media import Conform
from scenescore.model import Edit
from scenescore.timebase import Rate
from scenescore_ui.player.frames import Frames, Picture

FRAMES = 96
RATE = Rate.of(24)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("영화") / "숫자 🎬.mp4"
    return write_film(path, FRAMES, rate=24, size=(128, 72))


@pytest.fixture
def edit(film: Path) -> Edit:
    """The film from one second on, black, a missing clip, the film at double speed, and back."""
    picture = [
        clip_of(film, 0, 1, 1),
        clip_of("/없는 곳/빠짐.mov", 2, 1, missing=True),
        clip_of(film, 3, 1, 0, speed=Fraction(2)),
        clip_of(film, 4, 1, 3, speed=Fraction(-1)),
    ]
    return edit_of(5, picture=picture)


class Watched:
    """Frames, and waiting for them."""

    def __init__(self) -> None:
        self.seen: list[int] = []
        self._changed = threading.Condition()
        self.frames = Frames(self._arrive)

    def _arrive(self) -> None:
        with self._changed:
            if best := self.frames.best:
                self.seen.append(best.frame)
            self._changed.notify()

    def until(self, there: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(there, timeout=60)

    def at(self, frame: int) -> Picture:
        """The picture of a frame, wanted alone."""
        self.frames.plan((frame,))
        self.until(lambda: self.frames.best is not None and self.frames.best.frame == frame)
        assert self.frames.best is not None
        return self.frames.best


@pytest.fixture
def watched(edit: Edit) -> Iterator[Watched]:
    made = Watched()
    made.frames.open(edit)
    yield made
    made.frames.close()
    assert all(thread.name != "frames" for thread in threading.enumerate())


def test_frames_of_an_edit_are_those_of_its_sources(watched: Watched) -> None:
    shown = {frame: number_of(watched.at(frame)) for frame in (0, 23, 5, 72, 95, 80, 96, 119)}
    expected = {0: 24, 23: 47, 5: 29, 72: 0, 95: 46, 80: 16, 96: 72 % STEPS, 119: 49 % STEPS}
    assert shown == expected


def test_gaps_are_black_and_missing_media_are_named(watched: Watched) -> None:
    black = watched.at(30)
    assert black.pixels[..., :3].max() < 4
    assert black.lacking == ()
    missing = watched.at(50)
    assert missing.lacking == ("빠짐.mov",)
    assert 10 < missing.pixels[..., :3].mean() < 60


def test_what_is_planned_is_drawn_ahead_in_order(watched: Watched) -> None:
    watched.at(0)
    watched.frames.plan(tuple(range(4)))
    watched.until(lambda: len(watched.seen) >= 4)
    watched.frames.plan((2, 3, 4))
    assert watched.frames.best is not None
    assert watched.frames.best.frame == 2
    assert number_of(watched.frames.best) == 26


def test_pictures_fit_into_the_room_and_are_never_larger_than_they_are(watched: Watched) -> None:
    assert watched.at(0).pixels.shape == (72, 128, 4)
    watched.frames.fit((64, 1000))
    watched.until(lambda: watched.at(0).pixels.shape == (36, 64, 4))
    watched.frames.fit((4000, 3000))
    watched.until(lambda: watched.at(0).pixels.shape == (72, 128, 4))
    watched.frames.fit((0, 0))


def test_the_newest_wish_wins(watched: Watched) -> None:
    watched.at(0)
    for frame in (90, 10, 115, 3, 99, 20):
        watched.frames.plan((frame,))
    watched.until(lambda: watched.seen[-1] == 20)
    assert len(watched.seen) < 7


def test_drawing_stops_on_the_way_when_it_is_called_off(edit: Edit) -> None:
    conform = Conform(edit, (64, 36))
    job = Job()
    job.cancel()
    conform.draw(0)
    with pytest.raises(Cancelled):
        conform.draw(80, job)
    later = conform.draw(80)
    np.testing.assert_array_equal(later, Conform(edit, (64, 36)).draw(80))
    conform.close()


def test_another_edit_takes_the_place_of_the_first(
    watched: Watched, film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched.at(0)
    watched.frames.open(edit_of(1, picture=[clip_of(film, 0, 1, 0)]))
    assert watched.frames.best is None
    assert number_of(watched.at(0)) == 0
    closed = threading.Event()
    conform_closes = Conform.close

    def note(conform: Conform) -> None:
        conform_closes(conform)
        closed.set()

    monkeypatch.setattr(Conform, "close", note)
    watched.frames.open(None)
    watched.frames.plan((0,))
    assert closed.wait(60)  # nobody holds the files of an edit that is not open


def test_broken_media_are_named(tmp_path: Path) -> None:
    broken = tmp_path / "깨짐.mp4"
    broken.write_bytes(b"no film")
    watched = Watched()
    watched.frames.open(edit_of(1, picture=[clip_of(broken, 0, 1)]))
    assert watched.at(3).lacking == ("깨짐.mp4",)
    watched.frames.close()


def test_a_picture_that_breaks_is_lost_and_no_other(
    watched: Watched, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched.at(0)
    with monkeypatch.context() as broken:
        broken.setattr(Conform, "draw", lambda *_: 1 / 0)
        assert not watched.at(3).pixels.any()
    assert "frame 3 cannot be drawn" in caplog.text
    caplog.clear()
    assert number_of(watched.at(4)) == 28


def test_the_shape_is_that_of_what_is_seen_longest(film: Path, tmp_path: Path) -> None:
    broken = tmp_path / "깨짐.mp4"
    broken.write_bytes(b"no film")
    tall = write_film(tmp_path / "세로.mp4", 24, rate=24, size=(72, 128))
    clips = [clip_of(broken, 0, 9), clip_of(tall, 9, 1), clip_of(film, 10, 2)]
    watched = Watched()
    watched.frames.open(edit_of(12, picture=clips))
    assert watched.at(250).pixels.shape == (72, 128, 4)
    assert watched.at(225).pixels[:, :24, :3].max() < 4  # the tall one between black bars
    watched.frames.close()


def test_an_edit_without_a_picture_is_black() -> None:
    watched = Watched()
    watched.frames.open(edit_of(1))
    assert watched.at(3).pixels[..., :3].max() < 4
    watched.frames.close()
