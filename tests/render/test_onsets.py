"""Onsets are found where they were put, for every attack and over a background."""

from __future__ import annotations

import numpy as np
import pytest

from scenescore.render.onsets import first_strong_onset, stands_out, strongest_onset

RATE = 48_000


def burst(at: float, hz: float, rise: float, level: float = 0.2) -> np.ndarray:
    t = np.arange(3 * RATE) / RATE
    grow = np.clip((t - at) / rise, 0, 1) if rise else (t >= at).astype(float)
    return np.repeat((level * np.sin(2 * np.pi * hz * t) * grow)[:, None], 2, axis=1).astype("f4")


@pytest.mark.parametrize("hz", [60, 220, 1000, 4000])
@pytest.mark.parametrize("rise", [0.0, 0.005, 0.02])
@pytest.mark.parametrize("moment", [1.4, 1.5, 1.55])
def test_found_where_it_rises(hz: float, rise: float, moment: float) -> None:
    onset = strongest_onset(burst(1.5, hz, rise), moment)
    assert onset is not None
    assert 1.5 - 0.007 <= onset.seconds <= 1.5 + rise


def test_found_over_a_background() -> None:
    noise = np.random.default_rng(0).normal(size=(3 * RATE, 2)).astype("f4") * 0.01
    onset = strongest_onset(burst(1.5, 440, 0.005) + noise, 1.45)
    assert onset is not None
    assert onset.seconds == pytest.approx(1.5, abs=0.007)


def test_the_stronger_of_two_and_the_first_strong_one() -> None:
    sound = burst(1.4, 440, 0.0, 0.1) + burst(1.55, 1200, 0.0, 0.3)
    strongest, first = strongest_onset(sound, 1.5), first_strong_onset(sound, 1.5, share=0.4)
    assert strongest is not None
    assert first is not None
    assert strongest.seconds == pytest.approx(1.55, abs=0.007)
    assert first.seconds == pytest.approx(1.4, abs=0.007)


def test_silence_and_a_steady_tone_have_none() -> None:
    assert strongest_onset(np.zeros((RATE, 2), np.float32), 0.5) is None
    assert strongest_onset(burst(0.0, 440, 0.0), 1.5) is None


def test_beyond_reach_is_not_seen() -> None:
    assert strongest_onset(burst(1.5, 440, 0.0), 1.2) is None


@pytest.mark.parametrize(("level", "heard"), [(0.0, True), (0.003, True), (0.3, False)])
def test_a_hit_stands_out_of_what_is_softer_than_it(level: float, heard: bool) -> None:
    edit = (np.random.default_rng(0).normal(size=(3 * RATE, 2)) * level).astype(np.float32)
    total = edit + burst(1.5, 440, 0.005)
    assert stands_out(total, edit, 1.505) is heard
    assert not stands_out(total, edit, 1.3)


def test_an_accent_of_the_edit_itself_is_no_hit_of_the_music() -> None:
    edit = burst(1.5, 1200, 0.005, 0.3)
    assert not stands_out(edit + burst(1.5, 440, 0.005, 0.01), edit, 1.505)
    assert stands_out(edit + burst(1.6, 440, 0.005, 0.2), edit, 1.605)
