"""Loudness against the recommendation's own table and the signals of EBU Tech 3341."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import sosfilt
from tests.media.making import Array, sine

from scenescore.media import (
    PowerMeter,
    TruePeakMeter,
    integrated,
    integrated_over,
    loudness_of,
    lufs,
    power_of,
    short_term,
    true_peak,
)
from scenescore.media.kweight import KWeighting, k_filter
from scenescore.model import LoudnessTrack
from scenescore.timebase import Span


def stereo(levels: list[tuple[float, float]], rate: int = 48000) -> Array:
    """A 997 Hz sine on both sides: (dBFS, seconds) after one another."""
    parts = [sine(997, seconds, rate, level) for level, seconds in levels]
    return np.repeat(np.concatenate(parts), 2, axis=1)


def track_of(sound: Array, rate: int = 48000, block: int = 4800) -> LoudnessTrack:
    meter = PowerMeter(rate)
    for start in range(0, len(sound), block):
        meter.feed(sound[start : start + block])
    return meter.track()


def test_filter_is_the_recommendations() -> None:
    shelf, highpass = k_filter(48000)
    table_1 = (1.53512485958697, -2.69169618940638, 1.19839281085285)
    table_1 += (1.0, -1.69065929318241, 0.73248077421585)
    table_2 = (1.0, -2.0, 1.0, 1.0, -1.99004745483398, 0.99007225036621)
    assert tuple(shelf) == pytest.approx(table_1, abs=1e-12)
    assert tuple(highpass) == pytest.approx(table_2, abs=1e-12)


@pytest.mark.parametrize("rate", [8000, 22050, 44100, 48000, 96000])
def test_calibration_at_any_rate(rate: int) -> None:
    assert integrated(track_of(stereo([(-23, 5)], rate), rate)) == pytest.approx(-23, abs=0.05)


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([(-23, 20)], -23),
        ([(-33, 20)], -33),
        ([(-36, 10), (-23, 60), (-36, 10)], -23),
        ([(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)], -23),
        ([(-26, 20), (-20, 20.1), (-26, 20)], -23),
    ],
)
def test_tech_3341_integrated(levels: list[tuple[float, float]], expected: float) -> None:
    """Cases 1 to 5: steady, the relative gate, both gates, and no gate."""
    assert integrated(track_of(stereo(levels))) == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize(
    ("divisor", "phase", "amplitude", "expected"),
    [(4, 0, 0.5, -6), (4, 45, 0.5, -6), (6, 60, 0.5, -6), (8, 67.5, 0.5, -6), (4, 45, 1.41, 3)],
)
def test_tech_3341_true_peak(divisor: int, phase: float, amplitude: float, expected: float) -> None:
    """Cases 15 to 19: sines whose samples miss their peaks; within +0.2 and -0.4 dB."""
    times = np.arange(48000)
    wave = amplitude * np.sin(2 * np.pi * times / divisor + np.deg2rad(phase))
    ramp = np.minimum(1, np.minimum(times, times[::-1]) / 4800)
    measured = true_peak((wave * ramp)[:, None])
    assert expected - 0.4 <= measured <= expected + 0.2


def test_true_peak_never_misses_a_sample() -> None:
    meter = TruePeakMeter()
    sound = np.zeros((1000, 2), np.float32)
    sound[-1, 1] = -0.9  # the filter would see it only after the end
    meter.feed(sound)
    assert meter.peak == pytest.approx(0.9)


def test_true_peak_does_not_depend_on_blocks() -> None:
    sound = np.random.default_rng(1).uniform(-1, 1, (5000, 2))
    whole, parts = TruePeakMeter(), TruePeakMeter()
    whole.feed(sound)
    for start in range(0, 5000, 7):
        parts.feed(sound[start : start + 7])
    assert parts.dbtp == pytest.approx(whole.dbtp, abs=1e-5)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 9000), min_size=1, max_size=12), st.sampled_from([11025, 48000]))
def test_hops_do_not_depend_on_blocks(sizes: list[int], rate: int) -> None:
    sound = np.random.default_rng(0).uniform(-0.5, 0.5, (sum(sizes), 2))
    meter, at = PowerMeter(rate), 0
    for size in sizes:
        meter.feed(sound[at : at + size])
        at += size
    whole = track_of(sound, rate, len(sound))
    assert meter.track().power == pytest.approx(whole.power, rel=1e-9)
    assert meter.track().peak == whole.peak
    hops = Fraction(len(sound), rate) / meter.track().hop
    assert len(whole.power) in (int(hops), int(hops) + 1)


def test_stretches() -> None:
    track = track_of(stereo([(-20, 4), (-40, 4)]))
    assert loudness_of(track, Span(Fraction(1), Fraction(3))) == pytest.approx(-20, abs=0.05)
    assert loudness_of(track, Span(Fraction(5), Fraction(7))) == pytest.approx(-40, abs=0.05)
    half = loudness_of(track, Span(Fraction(395, 100), Fraction(405, 100)))
    assert half == pytest.approx(-23, abs=0.1)
    assert integrated_over(track, [Span(Fraction(5), Fraction(8))]) == pytest.approx(-40, abs=0.1)
    assert integrated_over(track, []) == -120
    windows = short_term(track)
    assert len(windows) == 80 - 30 + 1
    assert windows[0] == pytest.approx(-20, abs=0.05)
    assert windows[-1] == pytest.approx(-40, abs=0.05)


def test_silence_and_nothing() -> None:
    silence = track_of(np.zeros((48000, 2)))
    assert integrated(silence) == -120
    assert loudness_of(silence, Span(Fraction(0), Fraction(1))) == -120
    empty = PowerMeter(48000).track()
    assert empty.power == ()
    assert integrated(empty) == -120
    assert short_term(empty) == ()
    assert TruePeakMeter().dbtp == -120


def test_short_sound_is_measured_whole() -> None:
    assert integrated(track_of(stereo([(-23, 0.25)]))) == pytest.approx(-23, abs=0.5)


@given(st.floats(-100, 10))
def test_power_and_loudness_are_inverse(loudness: float) -> None:
    assert lufs(power_of(loudness)) == pytest.approx(loudness)


@pytest.mark.parametrize("rate", [16000, 44100, 48000])
def test_ffmpeg_filters_as_scipy_does(rate: int) -> None:
    sound = np.random.default_rng(rate).normal(0, 0.2, (rate, 2))
    filtering = KWeighting(rate)
    parts = [filtering.weighted(part) for part in np.split(sound, [1, 300, rate // 2])]
    said = sosfilt(k_filter(rate), sound, axis=0).T
    assert np.concatenate(parts, axis=1) == pytest.approx(said, abs=1e-9)
