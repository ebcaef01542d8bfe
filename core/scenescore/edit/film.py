"""A film or a sound on its own as an edit of one clip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from scenescore.cache import file_identity, fingerprint
from scenescore.edit.formats import format_of
from scenescore.edit.rates import drops_frames
from scenescore.errors import BadArgument, MediaUnreadable
from scenescore.model import Clip, Cut, Edit, Media, Remark, Track
from scenescore.timebase import Rate, Span, to_frames, to_seconds

if TYPE_CHECKING:
    from scenescore.media import MediaInfo

SOUND_RATE = Rate.of(25)
"""Frames of a sound without picture: at 25 a frame is exactly 1920 samples of 48 kHz."""


_SOUND_AFTER = Fraction(1, 2)
"""Seconds for which sound may go on after the picture before it is told."""


def read_film(path: Path, wanted: Rate | None) -> Edit:
    """A film or sound file as an edit; its cuts are found later, by watching.

    A film counts at its own rate, its length is that of its picture by presentation times. A sound
    counts at `wanted`, or 25 frames a second. The edit starts at the file's own timecode. Raises
    MediaUnreadable.
    """
    from scenescore.media import probe

    info = probe(path)
    picture, sound = info.picture, info.sound
    rate = picture.rate if picture else wanted or SOUND_RATE
    length = picture.duration if picture else info.duration
    frames = to_frames(length, rate)
    if frames < 1:
        raise MediaUnreadable(
            f"{path.name} is shorter than one frame.", "Give a film or sound that lasts."
        )
    start = info.timecode or Fraction(0)
    media = Media(str(path.resolve()), path.resolve().as_uri(), start=start)
    whole = Span(Fraction(0), to_seconds(frames, rate))
    clip = Clip(path.stem, media, whole, Fraction(0))
    tracks = [Track("V1", "video")] if picture else []
    tracks += [Track("A1", "audio")] if sound else []
    return Edit(
        name=path.stem,
        rate=rate,
        start_frame=to_frames(start, rate),
        duration_frames=frames,
        drop_frame=drops_frames(start, rate),
        source=str(path.resolve()),
        format="film" if picture else "sound",
        identity=fingerprint("film", file_identity(path), str(rate.fps)),
        picture=(clip,) if picture else (),
        sound=(replace(clip, track=len(tracks) - 1),) if sound else (),
        tracks=tuple(tracks),
        remarks=(*_remarks(path, rate, wanted, info), *_odd_ends(path, info)),
    )


def _remarks(path: Path, rate: Rate, wanted: Rate | None, info: MediaInfo) -> list[Remark]:
    seen, heard = info.picture is not None, info.sound is not None
    told = []
    if not seen and format_of(path) == "film":
        told.append(
            Remark(
                "film-without-picture",
                f"{path.name} holds no picture that can be read; it is taken as sound.",
                "Play it to see whether the file is whole.",
                skipped=True,
            )
        )
    if seen and wanted is not None and wanted != rate:
        told.append(
            Remark(
                "rate-ignored",
                f"The film runs at {rate} frames a second; --rate {wanted} is not used.",
                "--rate is for edits that do not say their rate.",
            )
        )
    if not heard:
        told.append(
            Remark(
                "film-silent",
                "The film has no sound; its music is composed to the picture alone.",
                "Give captions with --captions if there is dialogue.",
            )
        )
    return told


def _odd_ends(path: Path, info: MediaInfo) -> Iterator[Remark]:
    """Where sound ends before the file says so, or goes on after the picture.

    Who watches a film, and who hears it, tells of the other ends.
    """
    picture, sound = info.picture, info.sound
    if sound and not picture and sound.missing:
        message = (
            f"The sound of {path.name} ends {float(sound.missing):.1f} s earlier than it says."
        )
        yield Remark("sound-short", message, "Copy or export the file again.", path.name)
    if sound and picture:
        after = sound.start + sound.duration - picture.duration
        if after > _SOUND_AFTER:
            message = (
                f"The sound of {path.name} goes on for {float(after):.1f} s after its picture: the "
                "edit ends with the picture."
            )
            hint = "Export the film with picture to its end, or give its sound alone."
            yield Remark("sound-after-picture", message, hint, path.name)


def with_cuts(edit: Edit, cuts: tuple[Cut, ...]) -> Edit:
    """A film's edit with its one picture split at the cuts that were detected in it.

    Cuts outside the film are dropped, several on one frame become one. Raises BadArgument for an
    edit whose cuts are its own.
    """
    if edit.format != "film" or len(edit.picture) != 1:
        raise BadArgument(f"{edit.name} has cuts of its own.", "Only a film's are detected.")
    whole = edit.picture[0]
    inside = {cut.frame: cut for cut in cuts if 0 < cut.frame < edit.duration_frames}
    kept = tuple(inside[frame] for frame in sorted(inside))
    bounds = (0, *(cut.frame for cut in kept), edit.duration_frames)
    spans = [Span.of_frames(a, b, edit.rate) for a, b in pairwise(bounds)]
    shots = tuple(
        replace(whole, record=span, source_start=whole.source_at(span.start)) for span in spans
    )
    return replace(edit, picture=shots, cuts=kept)
