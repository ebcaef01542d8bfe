"""Lanes in whole frames, for programs that place nothing between two of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scenescore.edit.lane_files import handle_frames
from scenescore.model import Lane
from scenescore.timebase import Rate, to_frames, to_seconds


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a lane goes, and which frames of its file are heard there; ends are exclusive."""

    record: int
    source_start: int
    source_end: int

    @property
    def frames(self) -> int:
        return self.source_end - self.source_start


def placement(
    lane: Lane, rate: Rate, start_frame: int = 0, media_rate: Rate | None = None
) -> Placement:
    """A lane in whole frames; `start_frame` of the edit is added for programs that count from it.

    One second of handle is no whole number of frames at NTSC rates: the nearest is 1 ms away, and
    so the sound, 1/40 of a frame. `media_rate` is for programs that count a sound's own frames at
    another rate than the edit's.
    """
    counted = media_rate or rate
    source = handle_frames(counted)
    frames = to_frames(to_seconds(lane.end_frame - lane.start_frame, rate), counted)
    return Placement(start_frame + lane.start_frame, source, source + frames)


def told_lane(lane: Lane) -> dict[str, object]:
    """A lane as JSON for the parts of ours inside programs, which know no types of ours."""
    return {
        "track": lane.track,
        "name": lane.name,
        "cue": lane.cue,
        "path": str(Path(lane.path).absolute()),
        "start_frame": lane.start_frame,
        "end_frame": lane.end_frame,
    }
