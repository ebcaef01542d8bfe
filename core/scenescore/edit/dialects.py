"""OTIO as DaVinci Resolve and as Premiere Pro write it: what each wants to find before it imports.

Known from what the programs write, not from their documents: neither has one. Media counts in its
own timecode, every reference says how long its file is, all times are whole frames of the timeline,
and what a program does not know is left in. What a file says in a dialect already is kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from itertools import count
from pathlib import Path
from typing import Any

from scenescore.edit.clips import is_ours
from scenescore.edit.frame_size import frame_size
from scenescore.edit.lane_files import file_start
from scenescore.edit.media_finder import MediaFinder
from scenescore.edit.otio_times import seconds
from scenescore.edit.scored_tracks import Tree
from scenescore.errors import MediaUnreadable
from scenescore.media import MediaInfo, probe
from scenescore.model import Edit, Lane
from scenescore.timebase import SAMPLE_RATE, Rate, round_half_up

RESOLVE, PREMIERE = "Resolve_OTIO", "PremierePro_OTIO"
"""Keys in the metadata of an OTIO object under which the programs keep what is theirs."""

_LAYOUTS = {1: "Mono", 2: "Stereo", 6: "5.1", 8: "7.1"}


@dataclass(frozen=True, slots=True)
class _File:
    """What a clip plays: its place, where its own clock begins, how long it is, how it sounds."""

    path: str
    zero: Fraction
    start: Fraction
    duration: Fraction | None
    channels: int


@dataclass(frozen=True, slots=True)
class _Workshop:
    """The edit at hand, and our lanes by the URL of their files."""

    edit: Edit
    rate: float
    lanes: Mapping[str, Lane]
    finder: MediaFinder
    probed: Callable[[str], MediaInfo | None]


def in_dialect(tree: Tree, dialect: str, edit: Edit, lanes: Sequence[Lane], name: str) -> bytes:
    """A timeline's JSON as the program of that dialect writes it, under a name of its own.

    Programs refuse to import a timeline whose name is there already.
    """
    import opentimelineio as otio

    timeline = otio.adapters.read_from_string(json.dumps(tree), "otio_json")
    timeline.name = name
    rate = Rate.of(edit.rate.fps)
    written = timeline.global_start_time.rate if timeline.global_start_time else float(rate.fps)
    timeline.global_start_time = otio.opentime.RationalTime(edit.start_frame, written)
    finder = MediaFinder(Path(edit.source).parent)
    by_url = {Path(lane.path).absolute().as_uri(): lane for lane in lanes}
    _SHAPE[dialect](timeline, _Workshop(edit, written, by_url, finder, cache(_probed)))
    text: str = timeline.to_json_string(indent=4)
    return f"{text}\n".encode()


# --- Resolve --------------------------------------------------------------------------------------


def _for_resolve(timeline: Any, shop: _Workshop) -> None:
    _say(timeline, RESOLVE, {"Resolve OTIO Meta Version": "1.0"})
    links = count(1)
    for track in _tracks(timeline):
        channels = [_laid_out(clip, shop, bare_path=True) for clip in track.find_clips()]
        sounds = track.kind == "Audio"
        said: dict[str, Any] = {"Locked": False}
        if sounds:
            said |= {"Audio Type": _layout(max(channels, default=2)), "SoloOn": False}
        _say(track, RESOLVE, said)
        for clip, number in zip(track.find_clips(), channels, strict=True):
            heard = {"Channels": _resolve_channels(number)} if sounds else {}
            _say(clip, RESOLVE, {**heard, "Link Group ID": next(links)})


def _resolve_channels(channels: int) -> list[dict[str, int]]:
    return [{"Source Channel ID": n, "Source Track ID": 0} for n in range(channels)]


# --- Premiere -------------------------------------------------------------------------------------


def _for_premiere(timeline: Any, shop: _Workshop) -> None:
    width, height = frame_size(shop.edit)
    _say(timeline, PREMIERE, {"MetadataVersion": "1.0"})
    _say(
        timeline.tracks,
        PREMIERE,
        {
            "AudioFrameRate": float(SAMPLE_RATE),
            "PixelAspectRatio": {"numerator": 1.0, "denominator": 1.0},
            "VideoFrameRate": shop.rate,
            "VideoResolution": {"width": width, "height": height},
        },
    )
    links = count(1)
    for track in _tracks(timeline):
        channels = [_laid_out(clip, shop, bare_path=False) for clip in track.find_clips()]
        sounds = track.kind == "Audio"
        if sounds:
            number = max(channels, default=2)
            about = {"ChannelType": _layout(number), "NumberOfChannels": number}
            _say(track, PREMIERE, {"AudioChannels": about})
        for clip, number in zip(track.find_clips(), channels, strict=True):
            heard = {"AudioChannels": _premiere_channels(number)} if sounds else {}
            link = {"LinkID": str(next(links)), "SourceClipIndex": 0}
            _say(clip, PREMIERE, {**heard, **link, "OriginalChannelGroupIndex": 0})
            if sounds and is_ours(clip):
                clip.effects.append(_volume())


def _premiere_channels(channels: int) -> dict[str, Any]:
    assigned = [{"SecondaryChannelIndex": n} for n in range(channels)]
    return {"ChannelType": _layout(channels), "SecondaryAssignments": assigned}


def _volume() -> Any:
    """The effect that every sound has in Premiere, set to nothing."""
    import opentimelineio as otio

    parameters = [
        {"DisplayName": name, "ID": number, "Keyframes": []}
        for number, name in enumerate(("Mute", "Level"))
    ]
    about = {"IsIntrinsic": True, "MatchName": "Internal Volume Stereo", "Parameters": parameters}
    return otio.schema.Effect("", "Volume", {PREMIERE: about})


# --- both -----------------------------------------------------------------------------------------


def _tracks(timeline: Any) -> Iterator[Any]:
    import opentimelineio as otio

    yield from timeline.tracks.find_children(descended_from_type=otio.schema.Track)


def _say(item: Any, key: str, said: Mapping[str, Any]) -> None:
    """Put facts under a key of the metadata; what stands there already is better known."""
    item.metadata[key] = {**said, **dict(item.metadata.get(key, {}))}


def _layout(channels: int) -> str:
    return _LAYOUTS.get(channels, "Adaptive")


def _laid_out(clip: Any, shop: _Workshop, bare_path: bool) -> int:
    """Give a clip its media in the media's own timecode and whole frames; returns its channels."""
    import opentimelineio as otio

    if clip.source_range is None:
        clip.source_range = clip.trimmed_range()
    file = _file_of(clip, shop)
    if file is None:
        return 2
    own = clip.source_range
    rate = shop.rate if is_ours(clip) else own.duration.rate
    start = file.start + seconds(own.start_time) - file.zero
    clip.source_range = _frames(start, seconds(own.duration), rate)
    known = seconds(own.duration) + start - file.start if file.duration is None else file.duration
    clip.media_reference = otio.schema.ExternalReference(
        target_url=file.path if bare_path else Path(file.path).as_uri(),
        available_range=_frames(file.start, known, rate),
        metadata=clip.media_reference.metadata,
    )
    clip.media_reference.name = Path(file.path).name
    return file.channels


def _file_of(clip: Any, shop: _Workshop) -> _File | None:
    """What a clip plays; None for what a generator draws, or for nothing."""
    url = getattr(clip.media_reference, "target_url", None)
    if lane := shop.lanes.get(url or ""):
        length = Fraction(lane.samples, SAMPLE_RATE)
        return _File(lane.path, Fraction(0), file_start(lane, shop.edit), length, channels=2)
    media, zero = shop.finder.media_of(clip)
    if media is None or not Path(media.path).is_absolute():
        return None
    info = None if media.missing else shop.probed(media.path)
    if info is None:
        return _File(media.path, zero, zero, _available(clip), channels=2)
    channels = info.sound.channels if info.sound else 2
    start = info.timecode if info.timecode is not None else zero
    return _File(media.path, zero, start, info.duration, channels)


def _available(clip: Any) -> Fraction | None:
    known = clip.media_reference.available_range
    return None if known is None else seconds(known.duration)


def _probed(path: str) -> MediaInfo | None:
    try:
        return probe(Path(path))
    except MediaUnreadable:
        return None


@lru_cache(maxsize=64)
def _fps(rate: float) -> Fraction:
    return Rate.of(rate).fps


def _frames(start: Fraction, duration: Fraction, rate: float) -> Any:
    """A range in whole frames at a rate as the file writes it."""
    import opentimelineio as otio

    fps = _fps(rate)
    times = (otio.opentime.RationalTime(round_half_up(x * fps), rate) for x in (start, duration))
    return otio.opentime.TimeRange(*times)


_SHAPE: dict[str, Callable[[Any, _Workshop], None]] = {
    RESOLVE: _for_resolve,
    PREMIERE: _for_premiere,
}
