"""What actions need before they can be done; where it is missing, `cannot_ID` says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from scenescore_ui.controller import Session
from scenescore_ui.window.spots import Spot
from scenescore_ui.work.changes import NO_MUSIC

Need = Callable[[Session, Spot], bool]


def _all_made(session: Session, spot: Spot) -> bool:
    return all(session.take(one) is not None for one in session.work.cues)


def _made(session: Session, spot: Spot) -> bool:
    one = session.work.cue_work(spot.cue)
    return one is not None and session.take(one) is not None


def _kept(session: Session, spot: Spot) -> bool:
    one = session.work.cue_work(spot.cue)
    return one is not None and bool(one.kept)


def _followed(session: Session, spot: Spot) -> bool:
    report = session.report
    return bool(report and spot.frames and spot.frames[1] < report.edit.duration_frames)


def _inside(session: Session, spot: Spot) -> bool:
    return bool(spot.frames and spot.frames[0] < spot.frame < spot.frames[1])


def silenced(session: Session, spot: Spot) -> bool:
    """Whether the editor ordered that there is no music somewhere in these frames."""
    start, end = spot.frames or (0, 0)
    return any(
        marker.text == NO_MUSIC and marker.start_frame < end and marker.end_frame > start
        for marker in session.work.markers
    )


def _bent(session: Session, spot: Spot) -> bool:
    if spot.frames is None or session.report is None:
        return False
    start, end = (frame / float(session.report.edit.fps.fps) for frame in spot.frames)
    return any(s.start < end and s.end > start for s in session.work.feeling.strokes)


NEEDS: Mapping[str, Need] = MappingProxyType(
    {
        "edit": lambda session, spot: session.path is not None,
        "analysis": lambda session, spot: session.report is not None,
        "place": lambda session, spot: spot.frames is not None,
        "scene": lambda session, spot: spot.scene is not None,
        "cue": lambda session, spot: bool(spot.cue),
        "take": _made,
        "kept": _kept,
        "hit": lambda session, spot: spot.hit is not None,
        "music": lambda session, spot: bool(session.work.cues),
        "all_made": _all_made,
        "next": _followed,
        "inside": _inside,
        "silence": silenced,
        "sounding": lambda session, spot: not silenced(session, spot),
        "bent": _bent,
    }
)


def missing(needs: tuple[str, ...], session: Session, spot: Spot) -> str:
    """The first of these needs that is not met, or ""."""
    return next((need for need in needs if not NEEDS[need](session, spot)), "")
