"""The timeline in words, for those who do not see it."""

from __future__ import annotations

from collections.abc import Collection

from scenescore_ui.strings import Strings
from scenescore_ui.timeline.data import TimelineData


def described(
    data: TimelineData | None,
    playhead: int,
    span: tuple[int, int] | None,
    scenes: Collection[int],
    cue: str,
    say: Strings,
) -> str:
    """Where the playhead is, and what is chosen: a range, scenes by number, a cue by its uid."""
    if data is None:
        return say("timeline_empty")
    said = [f"{say('timeline_playhead')} {data.timecode(playhead)}"]
    if span:
        said.append(f"{say('timeline_range')} {' – '.join(map(data.timecode, span))}")
    if scenes:
        said.append(f"{say('timeline_scenes')} {', '.join(map(str, sorted(scenes)))}")
    if block := data.cue(cue):
        said.append(f"{block.id} {say(f'emotion_{block.mood}')}")
    return "; ".join(said)
