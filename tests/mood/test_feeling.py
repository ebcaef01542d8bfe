"""The mood curve: in range whatever is heard and seen, and moved the right way by what is."""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby, pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenescore.edit import read_edit
from scenescore.errors import BadArgument
from scenescore.job import Job
from scenescore.listen import listen
from scenescore.model import (
    Clip,
    Edit,
    Heard,
    LoudnessTrack,
    MoodCurve,
    Phrase,
    Picture,
    Scene,
    Seen,
    Shot,
    Speech,
)
from scenescore.mood import feel, place_of, rules
from scenescore.mood.dwell import leaders, led_by
from scenescore.settings import EMOTIONS, MoodOrder
from scenescore.timebase import Rate, Span
from scenescore.watch import group_scenes, watch

RATE = Rate.of(25)
SILENT = Heard((), (), (), LoudnessTrack(Fraction(1, 10), ()))


def _edit(frames: int) -> Edit:
    clip = Clip("a", None, Span(Fraction(0), Fraction(frames, 25)), Fraction(0))
    return Edit("e", RATE, 0, frames, False, "", "otio", "x", (clip,))


def _seen(pictures: list[tuple[float, ...]], seconds: int = 5) -> Seen:
    """Shots of equal length with brightness, contrast, saturation, warmth, motion."""
    step = 25 * seconds
    shots = tuple(Shot(i * step, (i + 1) * step) for i in range(len(pictures)))
    return Seen((), shots, tuple(_picture(i, *values) for i, values in enumerate(pictures)))


def _picture(shot: int, bright: float, *rest: float) -> Picture:
    """Dark pictures are low key, and what moves is half camera, half subject."""
    half = 0.8 * rest[3]
    return Picture(shot, bright, *rest, lighting_key=2 * bright - 1, camera=half, subject=half)  # type: ignore[misc]


def _scenes(*starts: int, end: int) -> tuple[Scene, ...]:
    return tuple(
        Scene(i, a * 25, b * 25, ()) for i, (a, b) in enumerate(pairwise([*starts, end]), 1)
    )


def _leads(curve: MoodCurve) -> list[str]:
    return [max(EMOTIONS, key=lambda e: curve.emotions[e][i]) for i in range(len(curve.times))]


def _heard(levels: list[float]) -> Heard:
    """Loudness in LUFS for each second."""
    power = tuple(10 ** ((level + 0.691) / 10) for level in levels for _ in range(10))
    return Heard((), (), (), LoudnessTrack(Fraction(1, 10), power))


def _check(curve: MoodCurve, frames: int, fps: int = 25) -> None:
    count = -(-frames * 4 // fps)
    rows = (curve.times, curve.valence, curve.arousal, curve.tension, curve.confidence)
    assert all(len(row) == count for row in (*rows, *curve.emotions.values()))
    for row in rows[1:4]:
        assert all(-1 <= value <= 1 for value in row)
    assert all(0 <= value <= 1 for value in curve.confidence)
    shares = np.array([curve.emotions[e] for e in EMOTIONS])
    assert np.all(shares >= 0)
    assert np.allclose(shares.sum(axis=0), 1)


@pytest.mark.parametrize(("row", "value"), [
    ("smoothing_s", 0.1), ("dwell_s", 0.1), ("window_s", 0.25), ("window_s", 0.01),
])  # fmt: skip
def test_a_table_may_ask_for_the_shortest_of_times(row: str, value: float) -> None:
    table = rules().model_copy(update={row: value})
    heard = _heard([-40.0] * 20 + [-15.0] * 20)
    curve = feel(_edit(1000), Seen((), (), ()), (), heard, None, table=table)
    _check(curve, 1000)
    levels = [each for each in curve.evidence if each.source == "loudness"]
    assert levels[-1].span.end == 40
    assert all((each.arousal > 0) == (each.span.middle > 20) for each in levels)


unit = st.floats(0, 1, width=32)
pictures = st.tuples(unit, unit, unit, st.floats(-1, 1, width=32), unit)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(pictures, max_size=12),
    st.lists(st.floats(-120, 0, width=32), max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=8),
    st.one_of(st.none(), st.builds(MoodOrder, st.sampled_from(EMOTIONS), unit)),
    st.integers(0, 100),
)
def test_any_evidence_gives_a_curve_in_range(
    seen: list[tuple[float, ...]],
    levels: list[float],
    lines: list[tuple[int, int]],
    order: MoodOrder | None,
    odd: int,
) -> None:
    frames = max(25 * 5 * len(seen), 25 * len(levels)) + odd
    heard = _heard(levels)
    spans = [Span(Fraction(a), Fraction(a + b)) for a, b in sorted(lines)]
    heard = Heard(tuple(map(Speech, spans)), (), (), heard.loudness)
    scenes = group_scenes(_edit(frames), _seen(seen), heard.speech)
    _check(feel(_edit(frames), _seen(seen), scenes, heard, order), frames)


def test_dark_and_still_is_low_bright_and_lively_is_high() -> None:
    dark, bright = (0.08, 0.2, 0.04, -0.1, 0.05), (0.65, 0.35, 0.35, 0.2, 0.7)
    seen = _seen([dark] * 4 + [bright] * 4)
    curve = feel(_edit(1000), seen, _scenes(0, 20, end=40), SILENT, None)
    first, last = slice(8, 72), slice(88, 152)
    assert np.mean(curve.valence[first]) < -0.3 < 0.3 < np.mean(curve.valence[last])
    assert np.mean(curve.arousal[first]) < -0.3 < 0.3 < np.mean(curve.arousal[last])
    assert _leads(curve)[40] == "sad"
    assert _leads(curve)[120] in ("happy", "surprise")


def test_louder_is_more_aroused_and_a_surge_is_tense() -> None:
    curve = feel(_edit(1500), _seen([]), (), _heard([-35] * 30 + [-15] * 30), None)
    assert np.mean(curve.arousal[:100]) < np.mean(curve.arousal[140:])
    assert max(curve.tension[118:130]) > max(curve.tension[:100])
    assert max(curve.tension[118:130]) > max(curve.tension[180:])


def test_what_falls_silent_is_no_relief() -> None:
    """Only what rises warns: after a loud half a soft one is as tense as if it had been always."""
    table = rules().model_copy(update={"tone": 0.0})  # the two films have tones of their own
    fallen = feel(_edit(1500), _seen([]), (), _heard([-15] * 30 + [-35] * 30), None, (), table)
    risen = feel(_edit(1500), _seen([]), (), _heard([-35] * 30 + [-15] * 30), None, (), table)
    soft_after, soft_before = np.mean(fallen.tension[126:150]), np.mean(risen.tension[40:100])
    assert soft_after == pytest.approx(soft_before, abs=0.02)


def test_the_curve_steps_only_where_a_scene_begins() -> None:
    seen = _seen([(0.1, 0.3, 0.1, 0, 0.1), (0.8, 0.3, 0.4, 0, 0.8)] * 4, seconds=10)
    scenes = _scenes(0, 40, end=80)
    curve = feel(_edit(2000), seen, scenes, SILENT, None)
    steps = np.abs(np.diff(curve.arousal))
    assert np.argmax(steps) == 159
    assert steps[159] > 2 * np.partition(steps, -2)[-2]


def test_a_mood_holds_for_six_seconds() -> None:
    rng = np.random.default_rng(5)
    looks = [tuple(look) for look in rng.random((30, 5)).round().repeat(3, axis=0)]
    curve = feel(_edit(90 * 25), _seen(looks, seconds=1), (), SILENT, None)
    stretches = [len(list(group)) for _, group in groupby(_leads(curve))]
    assert len(stretches) > 1
    assert min(stretches) >= 24


def test_words_draw_the_emotion() -> None:
    fear = tuple(0.94 if e == "fear" else 0.01 for e in EMOTIONS)
    phrases = tuple(Phrase(Span(Fraction(a), Fraction(a + 4)), "…", emotions=fear) for a in (1, 6))
    heard = Heard((), phrases, (), LoudnessTrack(Fraction(1, 10), ()))
    plain = (0.35, 0.35, 0.16, 0.1, 0.38)
    told = feel(_edit(300), _seen([plain] * 3, 4), (), heard, None)
    untold = feel(_edit(300), _seen([plain] * 3, 4), (), SILENT, None)
    assert np.mean(told.emotions["fear"]) > np.mean(untold.emotions["fear"]) + 0.2
    assert np.mean(told.tension) > np.mean(untold.tension)
    assert any(item.source == "words" for item in told.evidence)


@pytest.mark.parametrize("emotion", EMOTIONS)
def test_an_order_replaces_the_mood(emotion: str) -> None:
    seen = _seen([(0.1, 0.2, 0.05, 0, 0.1), (0.7, 0.3, 0.4, 0.2, 0.8)] * 4)
    scenes = _scenes(0, 20, end=40)
    felt = feel(_edit(1000), seen, scenes, SILENT, None)
    ordered = feel(_edit(1000), seen, scenes, SILENT, MoodOrder(emotion, 1.0))
    half = feel(_edit(1000), seen, scenes, SILENT, MoodOrder(emotion, 0.5))
    place = place_of(emotion)
    assert set(_leads(ordered)) == {emotion}
    assert np.allclose(ordered.valence, place.valence)
    assert np.mean(ordered.arousal) == pytest.approx(place.arousal, abs=0.1)
    assert np.allclose(half.valence, (np.array(felt.valence) + place.valence) / 2)
    assert felt.evidence == ordered.evidence


def test_no_strength_changes_nothing_and_a_wrong_one_is_refused() -> None:
    seen = _seen([(0.4, 0.2, 0.05, 0, 0.1)] * 3)
    felt = feel(_edit(375), seen, (), SILENT, None)
    assert feel(_edit(375), seen, (), SILENT, MoodOrder("sad", 0.0)).valence == felt.valence
    for order in (MoodOrder("bliss"), MoodOrder("sad", 1.5)):
        with pytest.raises(BadArgument):
            feel(_edit(375), seen, (), SILENT, order)


def test_an_edit_without_length_has_an_empty_curve() -> None:
    curve = feel(_edit(0), _seen([]), (), SILENT, None)
    assert curve.times == ()
    assert set(curve.emotions) == set(EMOTIONS)


def test_the_trailer_is_not_flat(shared_data: Path) -> None:
    """Snow and dark rooms, then the dragon's flight, then the desert, then credits."""
    edit = read_edit(shared_data / "edits" / "real" / "sintel_trailer.otio")
    seen, heard = watch(edit, Job()), listen(edit, None, Job())
    curve = feel(edit, seen, group_scenes(edit, seen, heard.speech), heard, None)
    for row in (curve.valence, curve.arousal, curve.tension):
        assert np.ptp(row) > 0.8
    flight, credits = slice(27 * 4, 31 * 4), slice(44 * 4, 50 * 4)
    assert np.mean(curve.arousal[flight]) > np.mean(curve.arousal[credits]) + 0.8
    assert len(set(_leads(curve))) >= 3
    sources = {item.source for item in curve.evidence}
    assert {"brightness", "motion", "pace", "loudness"} <= sources
    _check(curve, edit.duration_frames, 24)


@given(st.integers(1, 60), st.integers(1, 12), st.integers(2, 5))
def test_leaders_lead_long_enough(count: int, shortest: int, classes: int) -> None:
    rng = np.random.default_rng(count * 1000 + shortest * 10 + classes)
    shares = rng.dirichlet(np.ones(classes) * 0.3, count)
    path = leaders(shares, shortest, np.zeros(count + 1))
    runs = [len(list(group)) for _, group in groupby(path)]
    assert len(path) == count
    assert min(runs) >= min(shortest, count)
    led = led_by(shares, path)
    assert np.allclose(led.sum(axis=1), 1)
    assert np.all(led[np.arange(count), path] == led.max(axis=1))


def test_the_path_of_leaders_is_the_best_there_is() -> None:
    """Against every path of two emotions over nine moments that holds for three."""
    rng = np.random.default_rng(8)
    shares = rng.dirichlet(np.ones(2), 9)
    logs = np.log(shares + 1e-9)
    paths = [[(bits >> i) & 1 for i in range(9)] for bits in range(512)]
    valid = [p for p in paths if min(len(list(g)) for _, g in groupby(p)) >= 3]
    best = max(sum(logs[i, p] for i, p in enumerate(path)) for path in valid)
    found = leaders(shares, 3, np.zeros(10))
    assert sum(logs[i, p] for i, p in enumerate(found)) == pytest.approx(best)
