"""What a theme is bound to: it comes back where the picture shows what it was named after."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scenescore.compose.theme import plain, themes_in
from scenescore.model import Clip, Cue, Edit, ThemeOrder
from scenescore.timebase import to_frames, to_seconds


@dataclass(frozen=True, slots=True)
class _Bound:
    """A theme and the clips that call for it, from a frame of the edit on."""

    name: str
    since: int
    clips: Sequence[Clip]


def with_themes(cues: Sequence[Cue], edit: Edit, given: Collection[str]) -> tuple[Cue, ...]:
    """The cues with a theme ordered where a clip, or its media, is named after it.

    `given` themes come wherever something is named after them. A theme that a marker orders comes
    back after the marker: with clips named after it, else with those called as the clip under the
    marker. What a marker orders in a cue stands.
    """
    since = {plain(name): (name, 0) for name in given}
    for order in (order for cue in cues for order in cue.themes):
        since.setdefault(plain(order.name), (order.name, order.frame))
    bound = [_bound(name, frame, edit) for name, frame in since.values()]
    return tuple(_with_orders(cue, bound) for cue in cues)


def _bound(name: str, since: int, edit: Edit) -> _Bound:
    named = [clip for clip in edit.picture if themes_in(_names(clip), [name])]
    return _Bound(name, since, named or (_called_alike(since, edit) if since else []))


def _names(clip: Clip) -> tuple[str, ...]:
    return (clip.name, Path(clip.media.path).stem) if clip.media else (clip.name,)


def _called_alike(frame: int, edit: Edit) -> list[Clip]:
    """Clips called as the one at a frame; none where all are, as that tells nothing apart."""
    moment = to_seconds(frame, edit.rate)
    names = {clip.name for clip in edit.picture if clip.record.contains(moment)}
    alike = [clip for clip in edit.picture if clip.name in names]
    return alike if len(alike) < len(edit.picture) else []


def _with_orders(cue: Cue, bound: Sequence[_Bound]) -> Cue:
    """The cue with each theme ordered at the first of its clips."""
    orders = {plain(order.name): order for order in cue.themes}
    for what in bound:
        shown = (clip.record for clip in what.clips if clip.record.overlaps(cue.span))
        frames = (max(to_frames(record.start, cue.rate), cue.in_frame) for record in shown)
        first = next((frame for frame in frames if frame >= what.since), None)
        if first is not None:
            orders.setdefault(plain(what.name), ThemeOrder(what.name, first))
    return replace(cue, themes=tuple(sorted(orders.values(), key=lambda order: order.frame)))
