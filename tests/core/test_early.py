"""What is wrong with an order is told before anything is read, heard or loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scenescore.errors import ScoreError
from scenescore.job import Job
from scenescore.pipeline import score
from scenescore.settings import Settings

_NOWHERE = Path("없는 🎬.srt")


@pytest.mark.parametrize(
    ("order", "told"),
    [
        ({"style": "bogus"}, "There is no style"),
        ({"captions": _NOWHERE}, "The captions"),
        ({"evidence": _NOWHERE}, str(_NOWHERE)),
    ],
)
def test_an_order_that_cannot_be_followed_is_told_first(
    tmp_path: Path, order: dict[str, Any], told: str
) -> None:
    """Before it is told that the edit is not there."""
    with pytest.raises(ScoreError, match=told):
        score(tmp_path / "missing.otio", tmp_path / "out", Settings(**order), Job())
    assert list(tmp_path.iterdir()) == []
