"""The gain that yields to dialogue keeps windows and slopes, whatever is said and played."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenescore.media import power_of
from scenescore.render.yielding import (
    FLOOR_LU,
    HOP_S,
    Scene,
    margins,
    scene_of,
    yielding_gain,
)
from scenescore.timebase import Span

REFERENCE = power_of(-25.0)


def spans(*pairs: tuple[float, float]) -> tuple[Span, ...]:
    return tuple(Span(Fraction(a).limit_denominator(1000), Fraction(b)) for a, b in pairs)


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    hops = draw(st.integers(1, 300))
    levels = st.lists(st.floats(-80, -5), min_size=8, max_size=8)
    dialogue = np.repeat([power_of(x) for x in draw(levels)], hops // 8 + 1)[:hops]
    music = np.repeat([power_of(x) for x in draw(levels)], hops // 8 + 1)[:hops]
    starts = draw(st.lists(st.floats(0, hops * HOP_S), max_size=6))
    lengths = draw(st.lists(st.floats(0.05, 8), min_size=6, max_size=6))
    speech = tuple(
        Span(Fraction(a), Fraction(a) + Fraction(b)) for a, b in zip(starts, lengths, strict=False)
    )
    headroom = np.full(hops, draw(st.floats(-3, 12)))
    begin, seconds = draw(st.floats(0, hops * HOP_S)), draw(st.floats(0, 20))
    replaced = (Span(Fraction(begin), Fraction(begin) + Fraction(seconds)),)
    return scene_of(dialogue, music, speech, REFERENCE, headroom, replaced)


@settings(max_examples=150, deadline=None)
@given(scenes())
def test_every_window_with_speech_holds(scene: Scene) -> None:
    values = margins(scene, yielding_gain(scene))
    assert values.min(initial=np.inf) >= FLOOR_LU - 1e-3


@settings(max_examples=150, deadline=None)
@given(scenes())
def test_the_slopes_hold(scene: Scene) -> None:
    steps = np.diff(yielding_gain(scene)) / HOP_S
    inside = scene.held[1:] & scene.held[:-1]
    assert steps[~scene.free[1:]].max(initial=0) <= 10 + 1e-6
    assert np.abs(steps).max(initial=0) <= 20 + 1e-6
    assert np.abs(steps[inside]).max(initial=0) <= 3 + 1e-6


@settings(max_examples=60, deadline=None)
@given(scenes())
def test_gain_is_lifted_only_under_speech_and_within_headroom(scene: Scene) -> None:
    gain = yielding_gain(scene)
    assert gain[~scene.held].max(initial=0) <= 1e-9
    assert np.all(gain <= np.maximum(scene.headroom, 0) + 1e-9)


def test_without_speech_nothing_moves() -> None:
    music = np.full(100, power_of(-20))
    assert np.all(yielding_gain(scene_of(music, music, (), REFERENCE)) == 0.0)


def test_music_opens_again_after_the_line() -> None:
    dialogue, music = np.full(400, power_of(-60)), np.full(400, power_of(-30))
    dialogue[150:200] = power_of(-23)
    gain = yielding_gain(scene_of(dialogue, music, spans((15, 20)), REFERENCE))
    assert gain[:110].min() == 0.0
    assert gain[250:].min() == 0.0
    assert gain[150:200].max() < -7
    assert gain[149] < -7, "open again only when the line has begun"


def test_music_as_loud_as_what_it_replaces_is_back_within_a_second_of_a_line() -> None:
    """Dialogue taken out of music: quieter than the new music, and silence beside it."""
    line, whole = spans((15, 18)), spans((0, 40))
    dialogue, music = np.zeros(400), np.full(400, power_of(-21))
    dialogue[150:180] = power_of(-25)
    open_from = [
        next(hop for hop in range(180, 400) if yielding_gain(scene)[hop] > -3)
        for scene in (
            scene_of(dialogue, music, line, REFERENCE),
            scene_of(dialogue, music, line, REFERENCE, replaced=whole),
        )
    ]
    assert open_from[0] > 205, "three seconds are measured where the edit's own sound goes on"
    assert open_from[1] <= 191
    gain = yielding_gain(scene_of(dialogue, music, line, REFERENCE, replaced=whole))
    assert gain[:135].min() == 0.0
    spoken = slice(150, 180)
    under = 10 * np.log10(dialogue[spoken] / (music * 10 ** (gain / 10))[spoken])
    assert under.min() >= FLOOR_LU


def test_the_median_lies_where_speech_is_clear_and_music_still_heard() -> None:
    rng = np.random.default_rng(1)
    dialogue, music = np.full(1200, power_of(-60)), power_of(-30) * rng.uniform(0.3, 2, 1200)
    speech = spans((10, 16), (20, 27), (40, 52), (70, 90))
    for span in speech:
        dialogue[int(span.start * 10) : int(span.end * 10)] = power_of(-23)
    scene = scene_of(dialogue, music, speech, REFERENCE)
    assert 15 <= np.median(margins(scene, yielding_gain(scene), 1.0)) <= 18


def test_a_pause_is_held_through() -> None:
    dialogue, music = np.full(300, power_of(-24)), np.full(300, power_of(-30))
    gain = yielding_gain(scene_of(dialogue, music, spans((10, 14), (15.5, 19)), REFERENCE))
    assert np.ptp(gain[140:155]) <= 3.0 * 1.5


@pytest.mark.parametrize("hops", [1, 5, 29, 30, 31])
def test_short_edits_work(hops: int) -> None:
    dialogue = np.full(hops, power_of(-23))
    scene = scene_of(dialogue, dialogue.copy(), spans((0, hops / 10)), REFERENCE)
    assert margins(scene, yielding_gain(scene), 0.0).min() >= FLOOR_LU - 1e-3


def test_captions_over_silence_still_turn_the_music_down() -> None:
    """Missing media: words are known, their sound is not; a usual level is assumed."""
    music = np.full(200, power_of(-30))
    gain = yielding_gain(scene_of(np.zeros(200), music, spans((8, 12)), REFERENCE))
    assert -20 < gain[100] < -5
