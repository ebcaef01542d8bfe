"""How what is ours is known again in a program: a clip by a text put on it, a track by its name.

Where a program keeps a comment, a description or custom data with a clip, it holds this text.
"""

from __future__ import annotations

import re

from scenescore.edit.scored_tracks import CREDIT, credit_of, cue_in

__all__ = ["CREDIT", "credit_of", "cue_in", "is_ours"]

_TRACK = re.compile(r"Score [A-Z]\d*( .+)?")
"""Names of lanes: see `deliver.lanes`."""


def is_ours(track: str) -> bool:
    """Whether a track was made for our lanes; on others the editor put them."""
    return bool(_TRACK.fullmatch(track))
