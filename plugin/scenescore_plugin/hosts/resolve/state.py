"""What the editor has before them in Resolve, and how it is put back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from scenescore.hosting import Clock, Selected, UserState
from scenescore.timebase import format_timecode, parse_timecode, round_half_up
from scenescore_plugin.hosts.resolve.opened import Opened


def state_of(opened: Opened) -> UserState:
    """Everything that this version tells; `bin` is the id of the media pool's current folder."""
    mark_in, mark_out = _marks(opened)
    return UserState(
        page=opened.resolve.GetCurrentPage() or "",
        playhead=_playhead(opened),
        mark_in=mark_in,
        mark_out=mark_out,
        selection=_selection(opened),
        muted=tuple(
            name for kind, track, name in _tracks(opened) if not _is_on(opened, kind, track)
        ),
        bin=_id(opened.pool.GetCurrentFolder()),
    )


def put_back(opened: Opened, state: UserState) -> None:
    """Make what differs as it was. What is selected cannot be set, and is never touched."""
    now = state_of(opened)
    if state.page and state.page != now.page:
        opened.resolve.OpenPage(state.page)
    if state.playhead not in (None, _playhead(opened)):
        opened.timeline.SetCurrentTimecode(_timecode(state.playhead, opened.clock))
    if (state.mark_in, state.mark_out) != (now.mark_in, now.mark_out):
        _mark(opened, state)
    if state.muted != now.muted:
        for kind, track, name in _tracks(opened):
            if _is_on(opened, kind, track) != (wanted := name not in state.muted):
                opened.timeline.SetTrackEnable(kind, track, wanted)
    if state.bin != now.bin:
        _open_bin(opened, state.bin)


def _timecode(frame: int, clock: Clock) -> str:
    return format_timecode(clock.start_frame + frame, clock.rate, clock.drop_frame)


def _playhead(opened: Opened) -> int | None:
    """None on pages that have no playhead of the timeline."""
    clock = opened.clock
    try:
        at = parse_timecode(
            opened.timeline.GetCurrentTimecode() or "", clock.rate, clock.drop_frame
        )
    except ValueError:
        return None
    return at - clock.start_frame


def _marks(opened: Opened) -> tuple[int | None, int | None]:
    """In and the frame behind out, from the start of the edit, as Resolve counts them itself.

    Before 20 no script can ask. The marks of picture and sound are one to us: the picture's first.
    """
    if not opened.knows("timeline", opened.timeline, "GetMarkInOut"):
        return None, None
    said = opened.timeline.GetMarkInOut() or {}
    marks = said.get("video") or said.get("audio") or {}
    first, last = marks.get("in"), marks.get("out")
    return first, None if last is None else last + 1


def _mark(opened: Opened, state: UserState) -> None:
    if state.mark_in is None or state.mark_out is None:
        opened.timeline.ClearMarkInOut()
    else:
        opened.timeline.SetMarkInOut(state.mark_in, state.mark_out - 1)


def _selection(opened: Opened) -> tuple[Selected, ...]:
    """What is selected on the timeline; before 21.0.4 no script can ask."""
    if not opened.knows("timeline", opened.timeline, "GetSelectedClips"):
        return ()
    found = []
    for item in opened.timeline.GetSelectedClips() or ():
        start, end = map(round_half_up, opened.frames_of(item))
        found.append(Selected(_id(item), start, end))
    return tuple(found)


def _tracks(opened: Opened) -> Iterator[tuple[str, int, str]]:
    """Every track by kind and number, and what it is known by when numbers change.

    Its name; where several of a kind share one, which of them it is, too.
    """
    seen: Counter[str] = Counter()
    for kind, track, name in opened.track_names():
        known = f"{kind} {name}"
        seen[known] += 1
        yield kind, track, f"{known} {seen[known]}" if seen[known] > 1 else known


def _is_on(opened: Opened, kind: str, track: int) -> bool:
    return bool(opened.timeline.GetIsTrackEnabled(kind, track))


def _open_bin(opened: Opened, id: str) -> None:
    waiting = [opened.pool.GetRootFolder()]
    while waiting:
        folder = waiting.pop()
        if _id(folder) == id:
            opened.pool.SetCurrentFolder(folder)
            return
        waiting += folder.GetSubFolderList() or ()


def _id(thing: Any) -> str:
    return str(thing.GetUniqueId()) if thing else ""
