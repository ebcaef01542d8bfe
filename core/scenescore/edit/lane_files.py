"""A lane's file in time: where its own clock begins, and whole frames of it."""

from __future__ import annotations

from fractions import Fraction

from scenescore.edit.scored_tracks import HANDLE_SAMPLES
from scenescore.model import Edit, Lane
from scenescore.timebase import SAMPLE_RATE, Rate, to_frames, to_seconds

HANDLE = Fraction(HANDLE_SAMPLES, SAMPLE_RATE)
"""Seconds of sound in a lane's file before its first frame."""

_DAY = Fraction(24 * 3600)


def file_start(lane: Lane, edit: Edit) -> Fraction:
    """The timecode of a lane's file in seconds since midnight, as its BWF time reference has it."""
    return (to_seconds(edit.start_frame + lane.start_frame, edit.rate) - HANDLE) % _DAY


def handle_frames(rate: Rate) -> int:
    """The handle in whole frames: exact at whole rates, 1 ms more at NTSC rates."""
    return to_frames(HANDLE, rate)
