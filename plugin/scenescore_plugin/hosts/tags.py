"""How our clips and tracks are known again in a program: by a text that we put on them."""

from __future__ import annotations

from scenescore.edit.scored_tracks import CREDIT


def tag_of(cue: str) -> str:
    """The text that marks a clip of ours: comment, description, custom data."""
    return f"{CREDIT} {cue}"


def cue_in(text: object) -> str | None:
    """The uid of the cue in a text of ours, or None for anybody else's."""
    if not isinstance(text, str):
        return None
    credit, _, cue = text.strip().partition(" ")
    return cue.strip() if credit == CREDIT and cue.strip() else None
