"""How large the edit's picture is, for formats that must say it."""

from __future__ import annotations

from pathlib import Path

from scenescore.errors import MediaUnreadable
from scenescore.media import probe
from scenescore.model import Edit

USUAL = (1920, 1080)
"""For an edit without any picture that can be opened."""


def frame_size(edit: Edit) -> tuple[int, int]:
    """Width and height of the first picture that can be opened."""
    for path in dict.fromkeys(
        c.media.path for c in edit.picture if c.media and not c.media.missing
    ):
        try:
            info = probe(Path(path))
        except MediaUnreadable:
            continue
        if info.picture:
            return info.picture.shown
    return USUAL
