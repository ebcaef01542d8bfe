"""Errors are sentences for people, and survive the way from a worker process."""

from __future__ import annotations

import pickle

import pytest

from scenescore import errors
from scenescore.errors import Cancelled, ScoreError

KINDS = [kind for kind in ScoreError.__subclasses__() if kind is not Cancelled]


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_survives_another_process(kind: type[ScoreError]) -> None:
    error = pickle.loads(pickle.dumps(kind("It failed.", "Do this.", "errno 5")))
    assert type(error) is kind
    assert (error.message, error.hint, error.detail) == ("It failed.", "Do this.", "errno 5")
    assert str(error) == "It failed."
    assert error.exit_code == 2


def test_cancelling_survives_another_process() -> None:
    error = pickle.loads(pickle.dumps(Cancelled()))
    assert type(error) is Cancelled
    assert error.message == Cancelled().message
    assert error.exit_code == 130


@pytest.mark.parametrize("kind", [*KINDS, Cancelled])
def test_every_error_says_what_the_user_can_do(kind: type[ScoreError]) -> None:
    assert kind.__doc__
    assert kind.__module__ == errors.__name__
