"""Correlations with the film's own music: right in size, honest in width, and on the right side."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from scenescore.model import Evidence, FoundMusic, Heard, LoudnessTrack, MoodCurve, Speech
from scenescore.mood import rules
from scenescore.mood.agreement import agreements, correlation, interval
from scenescore.timebase import Span


def _span(start: float, end: float) -> Span:
    return Span(Fraction(start), Fraction(end))


def test_the_interval_is_fishers() -> None:
    """r = .5 of 28 independent pairs: z .549 ± .392 (Fisher 1921)."""
    low, high = interval(0.5, 28)
    assert (low, high) == (pytest.approx(0.156, abs=2e-3), pytest.approx(0.735, abs=2e-3))
    assert interval(0.9, 3) == (-1.0, 1.0)


def test_white_noise_counts_every_second_and_slow_series_few() -> None:
    rng = np.random.default_rng(3)
    white = correlation(rng.normal(size=400), rng.normal(size=400))
    slow = correlation(np.cumsum(rng.normal(size=400)), np.cumsum(rng.normal(size=400)))
    assert white is not None
    assert slow is not None
    assert white.effective > 300
    assert slow.effective < 40


def test_intervals_of_slow_series_hold_what_they_promise() -> None:
    """Two independent series, each like its own past (.9): 95 % intervals hold 0 in most cases.

    Of those that ignore it, hardly half do.
    """
    rng = np.random.default_rng(11)
    held = naive = 0
    for _ in range(200):
        noise = rng.normal(size=(2, 300))
        series = np.zeros((2, 300))
        for i in range(1, 300):
            series[:, i] = 0.9 * series[:, i - 1] + noise[:, i]
        found = correlation(series[0], series[1])
        assert found is not None
        low, high = interval(found.r, found.effective)
        held += low <= 0 <= high
        low, high = interval(found.r, found.n)
        naive += low <= 0 <= high
    assert held >= 0.9 * 200
    assert naive < 0.65 * 200


def test_series_that_are_short_flat_or_never_known_together_tell_nothing() -> None:
    ramp = np.arange(30.0)
    gaps = np.where(ramp < 15, ramp, np.nan)
    assert correlation(ramp[:8], ramp[:8]) is None
    assert correlation(np.ones(30), ramp) is None
    assert correlation(gaps, np.where(ramp >= 15, ramp, np.nan)) is None
    assert correlation(np.full(30, np.nan), ramp) is None


def _film(sign: float) -> tuple[MoodCurve, Heard]:
    """Two minutes: motion goes up and down every second, the music's level with or against it."""
    rng = np.random.default_rng(5)
    motion = rng.uniform(-1, 1, 120)
    evidence = [
        Evidence("motion", _span(s, s + 1), -0.15 * z, 0.45 * z, 0.2 * z)
        for s, z in enumerate(motion)
    ]
    evidence += [Evidence("loudness", _span(s, s + 1), None, 0.5 * z) for s, z in
                 enumerate(motion)]  # fmt: skip
    level = -23 + 6 * sign * motion + rng.normal(0, 1, 120)
    power = tuple(float(10 ** ((lufs + 0.691) / 10)) for lufs in level for _ in range(10))
    times = tuple(i / 4 for i in range(480))
    flat = (0.0,) * 480
    music = (
        FoundMusic(_span(0, 60), -23, 0.5, tempo_bpm=90, key="D minor", valence=-0.4, arousal=0.2),
        FoundMusic(_span(60, 120), -23, 0.5, tempo_bpm=120, key="A major", valence=0.5,
                   arousal=0.6),
    )  # fmt: skip
    heard = Heard((), (), (), LoudnessTrack(Fraction(1, 10), power), music=music)
    return MoodCurve(times, flat, flat, flat, {}, evidence=tuple(evidence)), heard


def test_music_that_swells_with_the_motion_is_for_the_table_else_against_it() -> None:
    for sign, verdict in ((1, "for"), (-1, "against")):
        found = {(a.source, a.trait): a for a in agreements(*_film(sign))}
        row = found["motion", "loudness"]
        assert row.verdict == verdict
        assert row.r * sign > 0.8
        assert row.low < row.r < row.high
        assert row.n == 120
        assert row.rank * sign > 0.8
        assert found["motion", "tempo"].verdict == "open"
        assert found["motion", "tempo"].expected == 1


def test_a_row_that_lowers_an_axis_expects_the_opposite() -> None:
    """Where more motion is sadder, minor music is what the table expects of it."""
    motion = rules().features["motion"].model_copy(update={"valence": -0.15})
    table = rules().model_copy(update={"features": {**rules().features, "motion": motion}})
    found = {(a.source, a.trait): a for a in agreements(*_film(1), table)}
    assert found["motion", "mode"].expected == -1
    assert found["motion", "loudness"].expected == 1


def test_what_hears_the_music_itself_is_no_witness() -> None:
    assert {each.source for each in agreements(*_film(1))} == {"motion"}


def test_seconds_with_speech_do_not_count_for_the_musics_loudness() -> None:
    mood, heard = _film(1)
    spoken = Heard((Speech(_span(0, 90)),), (), (), heard.loudness, music=heard.music)
    (row,) = [a for a in agreements(mood, spoken) if a.trait == "loudness"]
    assert row.n == 29


def test_without_music_or_mood_there_is_nothing_to_agree_with() -> None:
    mood, heard = _film(1)
    silent = Heard((), (), (), heard.loudness)
    assert agreements(mood, silent) == []
    assert agreements(MoodCurve((), (), (), (), {}), heard) == []
