"""An edit as a program was asked for it, item by item, and the file that `read_edit` reads of it.

What hosts, and the small parts of ours inside them, tell about a timeline: frames count from the
start of the edit, sources in seconds from the first frame of the media. Goes through JSON
(`cache.to_json`, `cache.from_json`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from scenescore.cache import from_json, write_text
from scenescore.edit.scored_tracks import TAG, Ruler, Tree, gap, item
from scenescore.timebase import Rate


@dataclass(frozen=True, slots=True)
class ToldClip:
    """A clip on a track. Without a `path` it is generated: a title, a solid, named by `generator`.

    `source` is what is shown first, in seconds from the media's first frame; `speed` is negative in
    reverse, 0 for a freeze. `gain_db` is the level of a sound. `cue` is the uid of a clip of ours.
    """

    name: str
    start_frame: int
    end_frame: int
    path: str = ""
    source: Fraction = Fraction(0)
    speed: Fraction = Fraction(1)
    enabled: bool = True
    gain_db: float = 0.0
    generator: str = ""
    cue: str = ""


@dataclass(frozen=True, slots=True)
class ToldBlend:
    """A dissolve or fade over frames [start, end) of a track."""

    start_frame: int
    end_frame: int


@dataclass(frozen=True, slots=True)
class ToldTrack:
    """A track, pictures from the lowest up; its clips follow each other and do not overlap."""

    kind: Literal["video", "audio"]
    name: str
    clips: tuple[ToldClip, ...] = ()
    blends: tuple[ToldBlend, ...] = ()
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class ToldMarker:
    """A marker of the timeline: `frames` long, none for a moment."""

    text: str
    frame: int
    frames: int = 0
    colour: str = ""


@dataclass(frozen=True, slots=True)
class ToldEdit:
    """A timeline as a program tells it."""

    name: str
    rate: Rate
    start_frame: int = 0
    drop_frame: bool = False
    tracks: tuple[ToldTrack, ...] = ()
    markers: tuple[ToldMarker, ...] = ()


def write_told(told: ToldEdit, path: Path) -> Path:
    """Write what was told as OTIO; returns `path`. Raises ValueError where clips overlap."""
    write_text(path, json.dumps(told_tree(told), ensure_ascii=False))
    return path


def read_told(path: Path) -> Tree:
    """The OTIO of a `.told` file, a `ToldEdit` as JSON: for those who cannot write OTIO themselves.

    Raises ValueError where it is none, or clips overlap.
    """
    return told_tree(from_json(path.read_bytes(), ToldEdit))


def told_tree(told: ToldEdit) -> Tree:
    """What was told as OTIO's JSON. Raises ValueError where clips overlap."""
    ruler = Ruler(told.rate, float(told.rate.fps))
    return {
        "OTIO_SCHEMA": "Timeline.1",
        "metadata": {TAG: {"drop_frame": told.drop_frame}},
        "name": told.name,
        "global_start_time": ruler.range(told.start_frame, 0)["start_time"],
        "tracks": {
            "OTIO_SCHEMA": "Stack.1",
            **item("tracks", None, None),
            "children": [_track(each, ruler) for each in told.tracks],
            "markers": [_marker(each, ruler) for each in told.markers],
        },
    }


def _track(track: ToldTrack, ruler: Ruler) -> Tree:
    children: list[Tree] = []
    bounds: list[int] = [0]
    for clip in sorted(track.clips, key=lambda clip: clip.start_frame):
        if clip.start_frame < bounds[-1] or clip.end_frame <= clip.start_frame:
            raise ValueError(f"{clip.name} overlaps what lies before it on {track.name}")
        if clip.start_frame > bounds[-1]:
            children.append(gap(ruler.range(0, clip.start_frame - bounds[-1])))
            bounds.append(clip.start_frame)
        children.append(_clip(clip, ruler))
        bounds.append(clip.end_frame)
    ours = bool(track.clips) and all(clip.cue for clip in track.clips)
    return {
        "OTIO_SCHEMA": "Track.1",
        **item(track.name, {"kind": "lane"} if ours else None, None),
        "children": _blended(children, bounds, track.blends, ruler),
        "kind": track.kind.capitalize(),
        "enabled": track.enabled,
    }


def _blended(
    children: Sequence[Tree], bounds: Sequence[int], blends: Sequence[ToldBlend], ruler: Ruler
) -> list[Tree]:
    """The items with each blend at the join inside it; one that lies at no join is left out.

    No blend reaches beyond the items that it joins.
    """
    joined: list[Tree] = []
    for index, bound in enumerate(bounds):
        blend = next((b for b in blends if b.start_frame <= bound <= b.end_frame), None)
        if blend is not None:
            first, last = bounds[max(index - 1, 0)], bounds[min(index + 1, len(bounds) - 1)]
            before, after = max(blend.start_frame, first), min(blend.end_frame, last)
            joined.append(_blend(bound - before, after - bound, ruler))
        joined += children[index : index + 1]
    return joined


def _blend(before: int, after: int, ruler: Ruler) -> Tree:
    return {
        "OTIO_SCHEMA": "Transition.1",
        "metadata": {},
        "name": "",
        "transition_type": "SMPTE_Dissolve",
        "in_offset": ruler.range(before, 0)["start_time"],
        "out_offset": ruler.range(after, 0)["start_time"],
    }


def _clip(clip: ToldClip, ruler: Ruler) -> Tree:
    frames = clip.end_frame - clip.start_frame
    source = ruler.range(0, frames)
    # Ranges begin at the earliest moment, which a clip in reverse shows last.
    first = clip.source * ruler.rate.fps + min(clip.speed, Fraction(0)) * frames
    source["start_time"]["value"] = float(first)
    own = {"kind": "cue", "uid": clip.cue, "id": clip.name} if clip.cue else None
    made = {
        "OTIO_SCHEMA": "Clip.2",
        **item(clip.name, own, source),
        "media_references": {"DEFAULT_MEDIA": _media(clip, ruler)},
        "active_media_reference_key": "DEFAULT_MEDIA",
        "enabled": clip.enabled,
        "effects": [_warp(clip.speed)] if clip.speed != 1 else [],
    }
    if clip.gain_db:
        made["metadata"]["told"] = {"volume_db": clip.gain_db}
    return made


def _media(clip: ToldClip, ruler: Ruler) -> Tree:
    """The media, known from its first frame to the end of what is used: more was not asked for."""
    common: dict[str, Any] = {"metadata": {}, "name": clip.name, "available_image_bounds": None}
    if not clip.path:
        kind = {"OTIO_SCHEMA": "GeneratorReference.1", "generator_kind": clip.generator}
        return {**kind, "parameters": {}, "available_range": None, **common}
    shown = (clip.end_frame - clip.start_frame) * max(clip.speed, Fraction(0))
    known = ruler.range(0, 0)
    known["duration"]["value"] = float(clip.source * ruler.rate.fps + shown)
    url = Path(clip.path).absolute().as_uri()
    return {
        "OTIO_SCHEMA": "ExternalReference.1",
        "target_url": url,
        "available_range": known,
        **common,
    }


def _warp(speed: Fraction) -> Tree:
    return {
        "OTIO_SCHEMA": "LinearTimeWarp.1",
        "metadata": {},
        "name": "",
        "effect_name": "LinearTimeWarp",
        "time_scalar": float(speed),
    }


def _marker(marker: ToldMarker, ruler: Ruler) -> Tree:
    return {
        "OTIO_SCHEMA": "Marker.2",
        "metadata": {},
        "name": marker.text,
        "color": marker.colour or "PURPLE",
        "marked_range": ruler.range(marker.frame, marker.frames),
        "comment": "",
    }
