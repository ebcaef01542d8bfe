"""Who speaks alone moves the curve less, and the curve is less sure of it."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.model import (
    Clip,
    Edit,
    Evidence,
    Heard,
    LoudnessTrack,
    MoodCurve,
    Picture,
    Scene,
    Seen,
    Shot,
)
from scenescore.mood import feel, rules
from scenescore.mood.testimony import known_of
from scenescore.timebase import Rate, Span

RATE = Rate.of(25)
SILENT = Heard((), (), (), LoudnessTrack(Fraction(1, 10), ()))
GLAD = Evidence("picture engine", Span(Fraction(0), Fraction(10)), 0.8, 0.5, -0.4)
BRIGHT, DARK = 0.8, 0.05


def _felt(*lights: float, told: tuple[Evidence, ...] = (), tone: float | None = None) -> MoodCurve:
    """Scenes of ten seconds, each as light as given, all else as usual."""
    frames = 250 * len(lights)
    clip = Clip("a", None, Span(Fraction(0), Fraction(frames, 25)), Fraction(0))
    edit = Edit("e", RATE, 0, frames, False, "", "otio", "x", (clip,))
    shots = tuple(Shot(i * 250, (i + 1) * 250) for i in range(len(lights)))
    pictures = tuple(
        Picture(i, light, 0.35, 0.16, 0.1, 0.38, lighting_key=2 * light - 1)
        for i, light in enumerate(lights)
    )
    scenes = tuple(Scene(i, s.start_frame, s.end_frame, (i,)) for i, s in enumerate(shots))
    table = rules().model_copy(update={} if tone is None else {"tone": tone})
    return feel(edit, Seen((), shots, pictures), scenes, SILENT, None, told, table)


def _mean(row: tuple[float, ...]) -> float:
    """Over the first scene."""
    return float(np.mean(row[4:36]))


def test_a_bright_picture_alone_is_no_sure_joy() -> None:
    alone, borne_out = _felt(BRIGHT), _felt(BRIGHT, told=(GLAD,))
    assert 0 < _mean(alone.valence) < _mean(borne_out.valence)
    assert _mean(alone.emotions["happy"]) < _mean(borne_out.emotions["happy"])
    assert _mean(alone.confidence) < _mean(borne_out.confidence) - 0.1


def test_a_bright_scene_is_less_of_a_joy_in_a_dark_film() -> None:
    """Too few shots for the eye to adapt to: only the film's tone tells the two apart."""
    among_dark = _felt(BRIGHT, DARK, DARK, DARK)
    among_bright = _felt(BRIGHT, BRIGHT, BRIGHT, BRIGHT)
    assert 0 < _mean(among_dark.valence) < _mean(among_bright.valence) - 0.1
    assert _mean(_felt(BRIGHT, DARK, tone=0.0).valence) == pytest.approx(
        _mean(_felt(BRIGHT, BRIGHT, tone=0.0).valence), abs=0.01
    )


def test_what_is_told_directly_owes_little_to_the_tone() -> None:
    told = Evidence("words", GLAD.span, 0.8, 0.5, -0.4)
    dark = (BRIGHT, DARK, DARK, DARK)
    moved = [
        _mean(_felt(*dark, told=by, tone=0.0).valence)
        - _mean(_felt(*dark, told=by, tone=1.0).valence)
        for by in ((), (told,))
    ]
    assert 0 < moved[1] < moved[0]


@given(st.floats(0, 5), st.floats(0, 5))
def test_more_evidence_lets_one_know_more_but_never_all(one: float, other: float) -> None:
    less, more = (known_of(np.full(3, heard), rules()) for heard in sorted((one, other)))
    assert np.all((less >= 0) & (less <= more) & (more < 1))


def test_of_valence_picture_and_sound_tell_least() -> None:
    valence, arousal, tension = known_of(np.ones(3), rules())
    assert valence < min(arousal, tension)
