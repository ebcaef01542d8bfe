"""The notes are as they were when somebody last looked at them; see goldens.py."""

from __future__ import annotations

import pytest
from tests.compose.goldens import FOLDER, NAMES, golden


@pytest.mark.parametrize("name", NAMES)
def test_the_notes_are_as_they_were(name: str) -> None:
    assert golden(name) == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
