"""The tables of emotions and evidence are whole, and say what they claim."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.errors import BadArgument
from scenescore.mood import place_of
from scenescore.mood.places import axes_of, emotions_at, places
from scenescore.mood.tables import emotions, rules
from scenescore.settings import EMOTIONS


@pytest.mark.parametrize("emotion", EMOTIONS)
def test_every_emotion_leads_at_its_own_place(emotion: str) -> None:
    mood = place_of(emotion)
    shares = emotions_at(np.array([[mood.valence, mood.arousal, mood.tension]]))[0]
    assert EMOTIONS[int(np.argmax(shares))] == emotion


def test_anger_fear_and_disgust_lie_apart() -> None:
    where = dict(zip(EMOTIONS, places(), strict=True))
    for one, other in (("anger", "fear"), ("anger", "disgust"), ("fear", "disgust")):
        assert np.linalg.norm(where[one] - where[other]) > 0.35


def test_every_feature_moves_something_and_names_its_study() -> None:
    for name, feature in rules().features.items():
        assert any((feature.valence, feature.arousal, feature.tension)), name
        assert feature.study, name


def test_unknown_moods_are_refused_with_those_that_exist() -> None:
    with pytest.raises(BadArgument) as refusal:
        place_of("melancholy")
    assert all(emotion in refusal.value.hint for emotion in emotions().places)


@given(st.lists(st.tuples(*[st.floats(-1, 1)] * 3), min_size=1, max_size=20))
def test_probabilities_sum_to_one_anywhere(points: list[tuple[float, float, float]]) -> None:
    shares = emotions_at(np.array(points))
    assert np.allclose(shares.sum(axis=1), 1)
    assert np.all(shares >= 0)
    assert all(-1 <= axis <= 1 for row in shares for axis in axes_of(tuple(row)))
