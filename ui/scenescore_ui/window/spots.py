"""What an action is for: the place of a menu, or what is chosen."""

from __future__ import annotations

from dataclasses import dataclass

from scenescore_ui.timeline import Target, TimelineData
from scenescore_ui.work.model import Selection, Work


@dataclass(frozen=True, slots=True)
class Spot:
    """Frames [start, end) of a scene, a range or a cue; `cue` is the one that sounds there.

    `kind` is that of a timeline's target; `hit` is the frame of a hit, `frame` that of the pointer
    or the playhead.
    """

    kind: str
    frame: int
    frames: tuple[int, int] | None = None
    scene: int | None = None
    cue: str = ""
    hit: int | None = None


NOWHERE = Spot("none", 0)


def spot_at(target: Target, data: TimelineData, chosen: Selection | None, work: Work) -> Spot:
    """The spot of a menu that was asked for at a place of the timeline."""
    if (cue := data.cue(target.cue)) is not None:
        hit = cue.hits[target.hit].frame if 0 <= target.hit < len(cue.hits) else None
        frames = cue.start, cue.end
        return Spot(target.kind, target.frame, frames, target.scene, cue.uid, hit)
    if chosen and chosen.start_frame <= target.frame <= chosen.end_frame and not chosen.cue:
        frames = chosen.start_frame, chosen.end_frame
        return Spot(target.kind, target.frame, frames, chosen.scene, _cue_in(work, frames))
    scene = next((each for each in data.scenes if each.id == target.scene), None)
    if scene is None:
        return Spot(target.kind, target.frame)
    frames = scene.start, scene.end
    return Spot(target.kind, target.frame, frames, scene.id, _cue_in(work, frames))


def spot_of(chosen: Selection | None, playhead: int, data: TimelineData, work: Work) -> Spot:
    """The spot of an action from the menu bar: what is chosen, else the scene at the playhead."""
    if chosen is None:
        here = data.scene_at(min(playhead, data.duration - 1))
        target = Target("scene" if here else "time", playhead, here.id if here else None)
        return spot_at(target, data, None, work)
    frames = chosen.start_frame, chosen.end_frame
    frame = playhead if frames[0] <= playhead <= frames[1] else frames[0]
    if chosen.cue:
        return Spot("cue", frame, frames, chosen.scene, chosen.cue)
    kind = "range" if chosen.scene is None else "scene"
    return Spot(kind, frame, frames, chosen.scene, _cue_in(work, frames))


def _cue_in(work: Work, frames: tuple[int, int]) -> str:
    """The cue that fills most of these frames, or ""."""
    start, end = frames
    shared = {
        one.uid: min(end, one.recipe.out_frame) - max(start, one.recipe.in_frame)
        for one in work.cues
    }
    best = max(shared, key=lambda uid: shared[uid], default="")
    return best if best and shared[best] > 0 else ""
