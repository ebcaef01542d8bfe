"""Sound against picture, by the clock of a silent sink; ten minutes pass in seconds."""

from __future__ import annotations

from bisect import bisect_right
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.media.making import STEPS
from tests.ui.player.conftest import CLICK_EVERY, clicking_edit, number_of
from tests.ui.player.test_playback import Clock

from scenescore.media import Sound
from scenescore.timebase import Rate
from scenescore_ui.player.frames import Frames
from scenescore_ui.player.places import Places
from scenescore_ui.player.playback import Playback
from scenescore_ui.player.programme import Programme
from scenescore_ui.player.route import Route
from scenescore_ui.player.sinks import NullSink, Pull

RATES = ("23.976", "25", "29.97", "60")
STEP_S = 0.237
FILM_FRAMES = 240


class Clicked(NullSink):
    """Notes at which of the samples that it was given there was a click."""

    def __init__(self, pull: Pull, clock: Clock) -> None:
        self.clicks: list[int] = []
        self._given = 0
        super().__init__(lambda count: self._listen(pull(count)), clock)

    def _listen(self, sound: Sound) -> Sound:
        self.clicks += (np.flatnonzero(np.abs(sound[:, 0]) > 0.45) + self._given).tolist()
        self._given += len(sound)
        return sound


@pytest.mark.parametrize(
    ("rate", "minutes"), [("23.976", 1), ("25", 1), ("29.97", 10), ("60", 1)], ids=str
)
def test_picture_and_sound_are_at_one_place(rate: str, minutes: int, tmp_path: Path) -> None:
    """Each click is put out when the position says so, and the picture there is its frame's."""
    fps = Rate.of(rate)
    edit = clicking_edit(tmp_path, fps, FILM_FRAMES, minutes * 60 * fps.nominal // FILM_FRAMES)
    places, clock, sinks = Places(fps, edit.duration_frames), Clock(), []
    playback = Playback(
        lambda *told: pytest.fail(str(told)),
        lambda pull: sinks.append(Clicked(pull, clock)) or sinks[-1],
        thread=False,
    )
    frames = Frames(lambda: None)
    frames.open(edit)
    playback.load(Programme(edit))
    end = places.sample(edit.duration_frames)
    playback.play(Route(0, 0, end))
    looked = 0
    for step in range(int(edit.duration / STEP_S) - 2):
        playback.step()
        clock.now += STEP_S
        position = playback.position()
        assert position is not None
        frame = places.frame(position)
        if (click := frame - frame % CLICK_EVERY) == 0:
            continue  # the very first one is faded in
        if (since := position - places.sample(click)) < 2:
            continue  # it is to be put out next
        heard = sinks[0].clicks[bisect_right(sinks[0].clicks, sinks[0].heard()) - 1]
        assert abs(sinks[0].heard() - heard - since) <= 1, f"at frame {frame}"
        if step % 97 == 5:
            assert _drawn(frames, frame) == frame % FILM_FRAMES % STEPS
            looked += 1
    assert playback.mixer.starved == 0
    assert looked >= 2 * minutes
    playback.close()
    frames.close()


def _drawn(frames: Frames, frame: int) -> int:
    """The number in the picture that is drawn of a frame."""
    frames.plan((frame,))
    while frames.best is None or frames.best.frame != frame:
        pass
    return number_of(frames.best)


@given(st.sampled_from(RATES), st.integers(0, 10**7))
def test_frames_and_samples_agree(rate: str, frame: int) -> None:
    places = Places(Rate.of(rate), 10**7 + 1)
    first = places.sample(frame)
    assert places.frame(first) == frame
    assert places.frame(places.sample(frame + 1) - 1) == frame
    assert places.frame(first - 1) == max(0, frame - 1)


def test_the_frames_to_come_follow_the_way() -> None:
    places = Places(Rate.of(25), 100)
    sample = places.sample
    once = Route(sample(97), 0, sample(100))
    assert places.coming(once, sample(97) + 5, 8) == (97, 98, 99)
    round_trip = Route(sample(10), sample(10), sample(13), loop=True)
    assert places.coming(round_trip, sample(11), 5) == (11, 12, 10, 11, 12)
    back = Route(sample(3), 0, sample(100), speed=-1)
    assert places.coming(back, sample(3), 8) == (3, 2, 1, 0)
    fast = Route(0, 0, sample(100), speed=4)
    assert places.coming(fast, sample(9), 3) == (8, 12, 16)
    fast_back = Route(sample(99), sample(5), sample(100), speed=-4)
    assert places.coming(fast_back, sample(11), 3) == (12, 8)
    assert places.coming(fast_back, sample(2), 3) == (2,)
