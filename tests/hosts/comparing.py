"""An edit as it was read against the one that was told to the program, in whole frames."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scenescore.edit import ToldEdit
from scenescore.hosting import Clock
from scenescore.model import Clip, Edit


def cuts_of(edit: Edit) -> list[int]:
    return [cut.frame for cut in edit.cuts]


def expected_cuts(clock: Clock) -> tuple[int, list[int]]:
    second = clock.rate.nominal
    return 6 * second, [2 * second, round(2.5 * second), 3 * second, 4 * second]


def places_of(clips: Sequence[Clip], edit: Edit) -> list[tuple[int, int, int, str]]:
    """(first frame, end, source frame, file) of clips: exact, because all lie on frames."""
    fps = edit.rate.fps
    found = []
    for clip in clips:
        numbers = [x * fps for x in (clip.record.start, clip.record.end, clip.source_start)]
        assert all(number.denominator == 1 for number in numbers), (clip.name, numbers)
        start, end, source = map(int, numbers)
        found.append((start, end, source, Path(clip.media.path if clip.media else "").name))
    return sorted(found)


def expected_picture(told: ToldEdit, clock: Clock) -> list[tuple[int, int, int, str]]:
    """The second shot is covered in its middle by the clip above it."""
    first, second, third = told.tracks[0].clips
    (above,) = told.tracks[1].clips
    source = int(second.source * clock.rate.fps)
    name = Path(first.path).name
    return sorted(
        (start, end, int(at), name)
        for start, end, at in (
            (first.start_frame, first.end_frame, first.source * clock.rate.fps),
            (second.start_frame, above.start_frame, source),
            (above.start_frame, above.end_frame, above.source * clock.rate.fps),
            (above.end_frame, second.end_frame, source + above.end_frame - second.start_frame),
            (third.start_frame, third.end_frame, third.source * clock.rate.fps),
        )
    )


def expected_sound(told: ToldEdit) -> list[tuple[int, int, int, str]]:
    """The clips of the audio tracks that are on."""
    return sorted(
        (clip.start_frame, clip.end_frame, int(clip.source * told.rate.fps), Path(clip.path).name)
        for track in told.tracks
        if track.kind == "audio" and track.enabled
        for clip in track.clips
    )
