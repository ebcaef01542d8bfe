"""What holds for every mood curve: 4 Hz, smooth within scenes, each emotion for long enough."""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby, pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

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
from scenescore.mood import feel
from scenescore.settings import EMOTIONS
from scenescore.timebase import Rate, Span

RATE = Rate.of(24)

unit = st.floats(0, 1, width=32)
looks = st.tuples(unit, unit, unit, unit, unit, unit)


@st.composite
def films(draw: st.DrawFn) -> tuple[Edit, Seen, tuple[Scene, ...], Heard]:
    """Shots of 1 to 12 s in scenes, lines with emotions, and loudness by the second."""
    shots = draw(st.lists(st.tuples(st.integers(1, 12), looks), min_size=1, max_size=16))
    starts = np.cumsum([0, *(length for length, _ in shots)])
    seconds = int(starts[-1])
    begins = sorted({0} | set(draw(st.lists(st.sampled_from(list(map(int, starts[:-1])))))))
    scenes = tuple(
        Scene(i, 24 * a, 24 * b, ()) for i, (a, b) in enumerate(pairwise([*begins, seconds]), 1)
    )
    pictures = tuple(
        Picture(i, b, c, s, 2 * w - 1, m, action=a, lighting_key=2 * b - 1, camera=m, subject=a)
        for i, (_, (b, c, s, w, m, a)) in enumerate(shots)
    )
    lines = draw(
        st.lists(st.tuples(st.integers(0, seconds), st.sampled_from(EMOTIONS)), max_size=6)
    )
    phrases = tuple(
        Phrase(Span(Fraction(a), Fraction(a + 2)), "…",
               emotions=tuple(float(e == emotion) for e in EMOTIONS))
        for a, emotion in lines
    )  # fmt: skip
    levels = draw(st.lists(st.floats(-60, -5, width=32), min_size=1, max_size=seconds))
    power = tuple(10 ** (level / 10) for level in levels for _ in range(10))
    speech = tuple(Speech(phrase.span) for phrase in phrases)
    clip = Clip("a", None, Span(Fraction(0), Fraction(seconds)), Fraction(0))
    edit = Edit("e", RATE, 0, 24 * seconds, False, "", "otio", "x", (clip,))
    seen = Seen((), tuple(Shot(24 * int(a), 24 * int(b)) for a, b in pairwise(starts)), pictures)
    return edit, seen, scenes, Heard(speech, phrases, (), LoudnessTrack(Fraction(1, 10), power))


def _leads(curve: MoodCurve) -> list[str]:
    return [max(EMOTIONS, key=lambda e: curve.emotions[e][i]) for i in range(len(curve.times))]


@settings(max_examples=60, deadline=None)
@given(films())
def test_four_moments_a_second_and_no_jump_but_where_a_scene_begins(
    film: tuple[Edit, Seen, tuple[Scene, ...], Heard],
) -> None:
    """The window is 3 s wide at half its height (23 moments, the largest share 1/12): between two
    moments of a scene nothing moves by more than the range 2 times twice its largest share, which
    at the ends of a scene, where half of the window is missing, is at most doubled."""
    edit, seen, scenes, heard = film
    curve = feel(edit, seen, scenes, heard, None)
    assert np.allclose(np.diff(curve.times), 0.25)
    assert len(curve.times) == 4 * edit.duration
    begins = {4 * scene.start_frame // 24 for scene in scenes}
    inside = [i for i in range(1, len(curve.times)) if i not in begins]
    for row in (curve.valence, curve.arousal, curve.tension):
        steps = np.abs(np.diff(row))
        assert all(steps[i - 1] <= 2 * 2 / 12 + 1e-9 for i in inside)


@settings(max_examples=60, deadline=None)
@given(films())
def test_an_emotion_leads_for_six_seconds_or_all_along(
    film: tuple[Edit, Seen, tuple[Scene, ...], Heard],
) -> None:
    curve = feel(*film, None)
    runs = [len(list(group)) for _, group in groupby(_leads(curve))]
    assert min(runs) >= 24 or len(runs) == 1


def test_a_flicker_of_two_seconds_is_smoothed_and_twelve_are_followed() -> None:
    """Low-pass at 2-4 s: a shot of 2 s in between hardly shows, one of 12 s is reached."""

    def peak(length: int) -> float:
        lengths, light = (20, length, 20), (0.1, 0.9, 0.1)
        starts = np.cumsum([0, *lengths])
        shots = tuple(Shot(24 * int(a), 24 * int(b)) for a, b in pairwise(starts))
        pictures = tuple(
            Picture(i, b, 0.3, 0.15, 0.1, 0.3, lighting_key=2 * b - 1) for i, b in enumerate(light)
        )
        seconds = int(starts[-1])
        clip = Clip("a", None, Span(Fraction(0), Fraction(seconds)), Fraction(0))
        edit = Edit("e", RATE, 0, 24 * seconds, False, "", "otio", "x", (clip,))
        silence = Heard((), (), (), LoudnessTrack(Fraction(1, 10), ()))
        valence = feel(edit, Seen((), shots, pictures), (), silence, None).valence
        low, high = min(valence), max(valence)
        return high - low

    assert peak(1) < 0.4 * peak(12)
    assert peak(6) > 0.95 * peak(12)
