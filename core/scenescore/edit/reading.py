"""Any input as an `Edit`: the way from a file to what is seen and heard."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from scenescore.cache import file_sha256, fingerprint
from scenescore.edit.captions import captions_of
from scenescore.edit.clips import is_ours, length_of
from scenescore.edit.film import read_film
from scenescore.edit.formats import edit_file, format_of
from scenescore.edit.guards import damaged
from scenescore.edit.hearing import has_sound_tracks, sound_of, sound_under
from scenescore.edit.loading import Loaded, load
from scenescore.edit.markers import markers_of, markers_outside
from scenescore.edit.media_finder import MediaFinder
from scenescore.edit.otio_times import seconds
from scenescore.edit.picture import picture_of
from scenescore.edit.rates import rate_option
from scenescore.edit.visible import flatten
from scenescore.model import Clip, Edit, Remark, Track
from scenescore.timebase import to_frames, to_seconds

_VERSION = "2"
"""Part of every edit's identity; to be raised when edits are read differently."""


def read_edit(path: Path, *, rate: str | None = None, timeline: str | None = None) -> Edit:
    """The edit in a file: .otio .otioz .fcpxml .xml .edl .aaf, a film, or sound alone.

    `rate` is for formats that do not say theirs; where the file says it, it is not used and a
    remark tells so. `timeline` chooses one of several by name, or by number from 1. Raises
    EditUnreadable or MediaUnreadable for what cannot be read, BadArgument for an impossible rate.
    """
    wanted = rate_option(rate)
    file = edit_file(path)
    if format_of(file) in ("film", "sound"):
        return read_film(file, wanted)
    return edit_of(file, load(file, timeline, wanted))


def edit_of(path: Path, loaded: Loaded) -> Edit:
    """A loaded timeline as what is seen and heard. Raises EditUnreadable if it is empty."""
    timeline, rate = loaded.timeline, loaded.rate
    frames = _length_in_frames(timeline, loaded)
    if frames < 1 or not _has_clips(timeline):
        raise damaged(path, "its timeline holds no clip")
    finder = MediaFinder(loaded.folder)
    parts = flatten(timeline, "Video")
    picture, cuts = picture_of(parts, finder.media_of, rate, frames)
    sound = sound_of(timeline, finder.media_of, to_seconds(frames, rate))
    told: tuple[Remark, ...] = ()
    if not has_sound_tracks(timeline):
        sound, told = sound_under(picture, cuts)
    start = timeline.global_start_time
    return Edit(
        name=timeline.name or path.stem,
        rate=rate,
        start_frame=to_frames(seconds(start), rate) if start is not None else 0,
        duration_frames=frames,
        drop_frame=loaded.drop_frame,
        source=str(path.resolve()),
        format=loaded.format,
        identity=fingerprint(
            _VERSION, file_sha256(path), str(rate.fps), loaded.called or "", *finder.identities()
        ),
        picture=picture,
        sound=sound,
        cuts=cuts,
        tracks=_tracks(timeline),
        markers=markers_of(timeline, to_seconds(frames, rate)),
        captions=captions_of(timeline, to_seconds(frames, rate)),
        timeline=loaded.called,
        remarks=(
            *loaded.remarks,
            *told,
            *finder.remarks(),
            *_unlinked(picture),
            *markers_outside(timeline, to_seconds(frames, rate)),
        ),
    )


def _length_in_frames(timeline: Any, loaded: Loaded) -> int:
    """To the end of the longest track, as the editing program shows it; our lanes do not count."""
    stack = timeline.tracks
    if stack.source_range is not None:
        return to_frames(length_of(stack)[1], loaded.rate)
    own = [length_of(child)[1] for child in stack if not is_ours(child)]
    return to_frames(max(own, default=0), loaded.rate)


def _has_clips(timeline: Any) -> bool:
    return any(not is_ours(child) and any(_clips(child)) for child in timeline.tracks)


def _clips(item: Any) -> list[Any]:
    import opentimelineio as otio

    return [item] if isinstance(item, otio.schema.Clip) else list(item.find_clips())


def _tracks(timeline: Any) -> tuple[Track, ...]:
    """The timeline's own tracks in its order: `Clip.track` counts them."""
    counted: Counter[str] = Counter()
    tracks = []
    for child in timeline.tracks:
        kind = "audio" if getattr(child, "kind", "") == "Audio" else "video"
        counted[kind] += 1
        name = child.name or f"{kind[0].upper()}{counted[kind]}"
        enabled = bool(getattr(child, "enabled", True))
        tracks.append(Track(name, "audio" if kind == "audio" else "video", enabled, is_ours(child)))
    return tuple(tracks)


def _unlinked(picture: tuple[Clip, ...]) -> tuple[Remark, ...]:
    """Said once when an edit shows nothing at all: then only its sound can be followed."""
    if picture:
        return ()
    return (
        Remark(
            "no-picture",
            "The edit has no picture; its scenes are found by its sound.",
            "Switch its video tracks on if it should have one.",
        ),
    )
