"""What is heard: every audible clip with its place, speed, volume and fades."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from scenescore.edit.clips import is_ours
from scenescore.edit.picture import FindMedia
from scenescore.edit.visible import Part, flatten
from scenescore.errors import MediaUnreadable
from scenescore.model import Clip, Cut, Remark
from scenescore.timebase import Span


def has_sound_tracks(timeline: Any) -> bool:
    """Whether the edit lays sound of its own: any audio track but ours, empty or not."""
    import opentimelineio as otio

    tracks = timeline.tracks.find_children(descended_from_type=otio.schema.Track)
    return any(track.kind == "Audio" and not is_ours(track) for track in tracks)


def sound_of(timeline: Any, find_media: FindMedia, length: Fraction) -> tuple[Clip, ...]:
    """The sounds of an edit in order of their start, cut off at its ends.

    Sounds in compounds on video tracks count only where no compound lies on an audio track: most
    programs write the two halves of a compound on tracks of their own kind.
    """
    inside = not _compounds(timeline, "Audio") and _compounds(timeline, "Video")
    parts = flatten(timeline, "Audio", nested_in_video=inside)
    whole = Span(Fraction(0), length)
    clips = (_clip(part, find_media, whole) for part in parts if part.span.overlaps(whole))
    return tuple(_without_doubles(sorted(clips, key=lambda clip: clip.record)))


def _compounds(timeline: Any, kind: str) -> bool:
    import opentimelineio as otio

    tracks = (track for track in timeline.tracks if getattr(track, "kind", "") == kind)
    return any(isinstance(item, otio.schema.Stack) for track in tracks for item in track)


def _clip(part: Part, find_media: FindMedia, whole: Span) -> Clip:
    media, zero = find_media(part.clip)
    record = part.span.clip_to(whole)
    assert record is not None
    inside = part.over(record)
    return Clip(
        name=part.clip.name or "",
        media=media,
        record=record,
        source_start=inside.source - zero,
        speed=part.speed,
        track=part.track,
        gain=part.gain,
        fade_in=_fade(inside.head, record),
        fade_out=_fade(inside.tail, record),
    )


def _fade(transition: Span | None, record: Span) -> Fraction:
    return transition.overlap(record) if transition is not None else Fraction(0)


def _without_doubles(clips: Sequence[Clip]) -> Iterator[Clip]:
    """Each sound once: programs lay the channels of one stereo file on tracks of their own.

    Both would play the whole file, 6 dB too loud.
    """
    seen: set[Clip] = set()
    for clip in clips:
        key = replace(clip, track=0, name="")
        if clip.media is None or key not in seen:
            yield clip
        seen.add(key)


def sound_under(
    picture: Sequence[Clip], cuts: Sequence[Cut]
) -> tuple[tuple[Clip, ...], tuple[Remark, ...]]:
    """The sound of the picture's own files, for edits that lay no sound (many EDLs).

    Dissolves cross-fade it. The remark says so; without any sound in the files there is none.
    """
    blends = {cut.frame: cut.span for cut in cuts if cut.kind == "dissolve" and cut.span}
    middles = {span.middle: span for span in blends.values()}
    found = tuple(_with_fades(clip, middles) for clip in picture if _sounds(clip))
    if not found:
        return (), ()
    return found, (
        Remark(
            "sound-from-picture",
            "The edit lays no sound; the sound of its picture's files is taken.",
            "Export it with its audio tracks if it has any.",
        ),
    )


def _sounds(clip: Clip) -> bool:
    """Whether the clip's file can be heard: present, with sound, not frozen."""
    from scenescore.media import probe

    if clip.media is None or clip.media.missing or clip.speed == 0:
        return False
    try:
        return probe(Path(clip.media.path)).sound is not None
    except MediaUnreadable:
        return False


def _with_fades(clip: Clip, middles: dict[Fraction, Span]) -> Clip:
    head, tail = middles.get(clip.record.start), middles.get(clip.record.end)
    record = Span(head.start if head else clip.record.start, tail.end if tail else clip.record.end)
    return replace(
        clip,
        record=record,
        source_start=clip.source_at(record.start),
        fade_in=head.duration if head else Fraction(0),
        fade_out=tail.duration if tail else Fraction(0),
    )
