"""Frames where music is asked for, and frames where there must be none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scenescore.errors import BadArgument
from scenescore.model import Edit, Heard, Scene
from scenescore.orders import Order
from scenescore.settings import Settings
from scenescore.spotting.ground import Ground
from scenescore.timebase import (
    Span,
    format_timecode,
    merge_spans,
    parse_timecode,
    to_frames,
)


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """Frames [start, end) of the edit."""

    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start

    def holds(self, frame: int) -> bool:
        return self.start <= frame < self.end

    def overlap(self, other: Range) -> int:
        """Frames that both share."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


def chosen_range(edit: Edit, scenes: Sequence[Scene], settings: Settings) -> Range | None:
    """The part of the edit that the user chose to score; None for all of it.

    Raises BadArgument for a scene that is not there, text that is no timecode, or a range that is
    empty or outside the edit.
    """
    timecodes = settings.from_timecode is not None or settings.to_timecode is not None
    if settings.scene is not None and timecodes:
        raise BadArgument("--scene and --from/--to exclude each other.", "Give one of them.")
    if settings.scene is not None:
        return _scene_range(edit, scenes, settings.scene)
    if not timecodes:
        return None
    start = _frame_of(edit, settings.from_timecode, 0)
    end = _frame_of(edit, settings.to_timecode, edit.duration_frames)
    if not 0 <= start < end <= edit.duration_frames:
        raise BadArgument(
            f"There is nothing to score from {settings.from_timecode or 'the start'} "
            f"to {settings.to_timecode or 'the end'}.",
            _valid_timecodes(edit),
        )
    return Range(start, end)


def _scene_range(edit: Edit, scenes: Sequence[Scene], wanted: int) -> Range:
    for scene in scenes:
        if scene.id == wanted:
            return Range(max(scene.start_frame, 0), min(scene.end_frame, edit.duration_frames))
    ids = [scene.id for scene in scenes]
    hint = f"Scenes: {min(ids)} to {max(ids)}." if ids else "No scenes were found in this edit."
    raise BadArgument(f"There is no scene {wanted}.", hint)


def _frame_of(edit: Edit, text: str | None, default: int) -> int:
    if text is None:
        return default
    # An edit that counts in drop-frame is meant even where its timecode is typed with colons.
    drop = None if ";" in text else edit.drop_frame
    try:
        return parse_timecode(text, edit.rate, drop) - edit.start_frame
    except ValueError as error:
        raise BadArgument(
            f"{text} is not a timecode of this edit.", _valid_timecodes(edit)
        ) from error


def _valid_timecodes(edit: Edit) -> str:
    first, last = (
        format_timecode(edit.start_frame + frame, edit.rate, edit.drop_frame)
        for frame in (0, edit.duration_frames)
    )
    return f"The edit runs from {first} to {last} at {edit.rate} frames a second."


def frames_of(span: Span, ground: Ground) -> Range:
    """A marker's frames; a marker without length is its one frame."""
    start = to_frames(span.start, ground.rate)
    return Range(start, max(to_frames(span.end, ground.rate), start + 1))


def reach_of(order: Order, ground: Ground) -> Range:
    """The frames that a NO MUSIC or MOOD rules: its range, or from a point to the scene's end."""
    frames = frames_of(order.span, ground)
    if frames.length > 1:
        return frames
    inside = min(max(frames.start, 0), ground.total)
    return Range(inside, max(ground.scene_at(inside).end_frame, inside))


def silent_ranges(orders: Iterable[Order], ground: Ground) -> tuple[Range, ...]:
    """Where NO MUSIC is ordered."""
    return tuple(reach_of(o, ground) for o in orders if o.kind == "no_music")


def music_ranges(heard: Heard, ground: Ground) -> tuple[Range, ...]:
    """Where the edit has music already; a snatch of under 2 s is none."""
    spans = merge_spans(tuple(s.span for s in heard.sound if s.kind == "music"), 1)
    return tuple(
        frames_of(span, ground) for span in spans if span.duration >= ground.numbers.cue.least_edit
    )
