"""What was laid against what was asked for: read back, never believed."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from scenescore.edit.lane_files import HANDLE
from scenescore.edit.media_paths import comparable
from scenescore.errors import LanesRefused, MediaUnreadable
from scenescore.hosting import Clock, Laid
from scenescore.media import wav_info
from scenescore.model import Lane
from scenescore.timebase import round_half_up


def verify(program: str, clock: Clock, lanes: Sequence[Lane], laid: Sequence[Laid]) -> None:
    """Raise LanesRefused unless every lane lies where it should, and nothing of ours elsewhere.

    Frames must be exact, the place in the file right to half a frame. Track names are compared
    where the program has them.
    """
    waiting = list(laid)
    for lane in lanes:
        same = [each for each in waiting if _same_sound(lane, each)]
        if not same:
            raise _refused(f"{program} did not lay {lane.name} into the edit.")
        nearest = min(same, key=lambda each: abs(Fraction(each.start_frame) - lane.start_frame))
        _exact(program, clock, lane, nearest)
        waiting.remove(nearest)
    if waiting:
        raise _refused(f"{program} laid {waiting[0].name} into the edit more often than asked for.")


def _exact(program: str, clock: Clock, lane: Lane, laid: Laid) -> None:
    wanted, found = (lane.start_frame, lane.end_frame), (laid.start_frame, laid.end_frame)
    if wanted != found:
        raise _refused(
            f"{program} laid {lane.name} at {_told(clock, found)} instead of "
            f"{_told(clock, wanted)}."
        )
    if laid.track and laid.track != lane.track:
        raise _refused(f"{program} laid {lane.name} on {laid.track} instead of {lane.track}.")
    if abs(laid.source - HANDLE) * 2 > clock.rate.frame:
        raise _refused(f"{program} begins {lane.name} at the wrong place of its file.")


def _told(clock: Clock, frames: tuple[Fraction | int, Fraction | int]) -> str:
    return " – ".join(map(clock.timecode, frames))


def _refused(message: str) -> LanesRefused:
    return LanesRefused(message, "Everything is as it was: import the exchange files by hand.")


def _same_sound(lane: Lane, laid: Laid) -> bool:
    """Whether a clip plays a lane's file, however the program spells the path."""
    return comparable(str(Path(lane.path).absolute())) == comparable(laid.path)


def as_lane(laid: Laid) -> Lane | None:
    """A clip of ours as the lane that it was laid from; None where its file is gone."""
    try:
        samples = wav_info(Path(laid.path)).samples
    except MediaUnreadable:
        return None
    return Lane(
        track=laid.track,
        name=laid.name,
        cue=laid.cue,
        path=laid.path,
        samples=samples,
        start_frame=round_half_up(laid.start_frame),
        end_frame=round_half_up(laid.end_frame),
        hits=laid.hits,
    )
