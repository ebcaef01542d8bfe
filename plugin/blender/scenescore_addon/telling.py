# SPDX-License-Identifier: GPL-3.0-or-later
"""A scene's timeline told to the engine: a `.told` file, which SceneScore reads like any edit.

Its shape is that of `ToldEdit` (core/scenescore/edit/told.py): frames count from the start of the
edit, which is the first frame of the scene's range; sources are in seconds of the media.
"""

import json
import math
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

from .retiming import factor, own_frames
from .strips import all_strips, fps_of, fps_of_film, is_ours, strips_in, tag_of

PICTURES = {"MOVIE", "IMAGE", "SCENE", "MOVIECLIP", "MASK", "COLOR", "TEXT"}
BLENDS = {"CROSS", "GAMMA_CROSS", "WIPE"}
Told = dict[str, Any]


def write_edit(scene: Any, path: Path) -> Path:
    """Tell a scene's timeline in a file; returns `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(tell_edit(scene), ensure_ascii=False), encoding="utf-8")
    return path


def tell_edit(scene: Any) -> Told:
    """A scene's timeline as `ToldEdit` in JSON; our own lanes in it carry their cue."""
    tracks = [
        _track(scene, kind, channel, strips)
        for (channel, kind), strips in sorted(_by_track(scene).items())
    ]
    markers = [
        {"text": marker.name, "frame": marker.frame - scene.frame_start}
        for marker in sorted(scene.timeline_markers, key=lambda marker: marker.frame)
        if marker.frame >= scene.frame_start
    ]
    return {
        "name": scene.name,
        "rate": {"fps": str(fps_of(scene))},
        "start_frame": scene.frame_start,
        "tracks": [track for track in tracks if track["clips"]],
        "markers": markers,
    }


# --- which strip lies on which track --------------------------------------------------------------


class Placed:
    """A strip with the frames [start, end) of the timeline at which it is seen or heard."""

    def __init__(self, strip: Any, start: int, end: int, channel: tuple[int, ...], mute: bool):
        self.strip, self.start, self.end, self.channel = strip, start, end, channel
        self.mute = mute


def _by_track(scene: Any) -> dict[tuple[tuple[int, ...], str], list[Placed]]:
    """Strips by channel (within metas: of the meta, then inside) and kind."""
    end = max((strip.frame_final_end for strip in all_strips(scene)), default=0)
    placed = list(_placed(scene.sequence_editor, scene.frame_start, end, (), False))
    _join_blended(placed)
    tracks: dict[tuple[tuple[int, ...], str], list[Placed]] = {}
    for each in placed:
        kind = _kind(each.strip)
        if kind and each.end > each.start:
            tracks.setdefault((each.channel, kind), []).append(each)
    return tracks


def _kind(strip: Any) -> str:
    return "audio" if strip.type == "SOUND" else "video" if strip.type in PICTURES else ""


def _placed(holder: Any, start: int, end: int, above: tuple[int, ...], mute: bool) -> Any:
    """All strips of a holder and, with its bounds, of the metas in it."""
    for strip in strips_in(holder) if holder else ():
        first, last = max(start, strip.frame_final_start), min(end, strip.frame_final_end)
        channel, off = (*above, strip.channel), mute or strip.mute
        if above:  # a channel of the timeline itself is told as a track that is off
            off = off or holder.channels[strip.channel].mute
        if strip.type == "META":
            yield from _placed(strip, first, last, channel, off)
        else:
            yield Placed(strip, first, last, channel, off)


def _join_blended(placed: list[Placed]) -> None:
    """Strips that a dissolve joins overlap on two channels: they meet in its middle, on one.

    Only where nothing else lies in the way there; else the upper one covers the lower, as is.
    """
    by_name = {each.strip.name: each for each in placed}
    for blend in (each for each in placed if each.strip.type in BLENDS and not each.mute):
        first, second = (_input(blend.strip, number, by_name) for number in (1, 2))
        if first is None or second is None:
            continue
        middle = (blend.start + blend.end) // 2
        lane = [p for p in placed if p.channel == first.channel and p not in (first, second)]
        if any(p.start < second.end and p.end > middle for p in lane):
            continue
        first.end, second.start, second.channel = middle, middle, first.channel


def _input(blend: Any, number: int, by_name: dict[str, Placed]) -> "Placed | None":
    strip = getattr(blend, f"input_{number}", None)
    return by_name.get(strip.name) if strip else None


# --- what is told of it ---------------------------------------------------------------------------


def _track(scene: Any, kind: str, channel: tuple[int, ...], strips: list[Placed]) -> Told:
    outer = scene.sequence_editor.channels[channel[0]]
    clips = sorted((_clip(scene, each) for each in strips), key=lambda clip: clip["start_frame"])
    bounds = {clip["start_frame"] for clip in clips} & {clip["end_frame"] for clip in clips}
    return {
        "kind": kind,
        "name": outer.name,
        "enabled": not outer.mute,
        "clips": _apart(clips),
        "blends": _blends(scene, bounds) if kind == "video" else [],
    }


def _apart(clips: list[Told]) -> list[Told]:
    """Clips that follow each other: Blender lets strips of a channel overlap, the first is cut."""
    for before, after in pairwise(clips):
        before["end_frame"] = min(before["end_frame"], after["start_frame"])
    return [clip for clip in clips if clip["end_frame"] > clip["start_frame"]]


def _blends(scene: Any, bounds: set[int]) -> list[Told]:
    spans = [
        (s.frame_final_start - scene.frame_start, s.frame_final_end - scene.frame_start)
        for s in all_strips(scene)
        if s.type in BLENDS and not s.mute
    ]
    joined = [(a, b) for a, b in spans if (a + b) // 2 in bounds]
    return [{"start_frame": start, "end_frame": end} for start, end in joined]


def _clip(scene: Any, placed: Placed) -> Told:
    strip, fps = placed.strip, fps_of(scene)
    path = _path(strip)
    speed = _speed(strip, fps)
    into = Fraction(placed.start - round(strip.frame_start)) / fps * speed
    if speed < 0:  # from the end of what it holds
        into += own_frames(strip) / (fps_of_film(strip, fps) if strip.type == "MOVIE" else fps)
    return {
        "name": tag_of(strip).get("name") or strip.name,
        "start_frame": placed.start - scene.frame_start,
        "end_frame": placed.end - scene.frame_start,
        "path": path,
        "source": str(_trimmed(strip, fps) + into if path else 0),
        "speed": str(speed if path else 1),
        "enabled": not placed.mute and (strip.type != "SOUND" or strip.volume > 0),
        "gain_db": _gain_db(strip),
        "generator": "" if path else strip.type.lower(),
        "cue": tag_of(strip).get("cue", "") if is_ours(strip) else "",
    }


def _trimmed(strip: Any, fps: Fraction) -> Fraction:
    """Seconds that are cut off the file's beginning for good (`animation_offset_start`)."""
    if strip.type == "MOVIE":
        fps = fps_of_film(strip, fps)
    return Fraction(getattr(strip, "animation_offset_start", 0) or 0) / fps


def _speed(strip: Any, fps: Fraction) -> Fraction:
    """Seconds of film in a second: Blender shows a film frame by frame, at the scene's rate."""
    speed = factor(strip)
    if strip.type == "MOVIE":
        speed *= fps / fps_of_film(strip, fps)
    return -speed if getattr(strip, "use_reverse_frames", False) else speed


def _gain_db(strip: Any) -> float:
    if strip.type != "SOUND" or strip.volume <= 0:
        return 0.0
    return round(20 * math.log10(strip.volume), 3)


def _path(strip: Any) -> str:
    """The whole path of a strip's file, "" where it has none; a sequence of images its first."""
    import bpy

    if strip.type == "SOUND" and strip.sound:
        found = strip.sound.filepath
    elif strip.type == "MOVIE":
        found = strip.filepath
    elif strip.type == "IMAGE" and strip.elements:
        found = strip.directory + strip.elements[0].filename
    else:
        return ""
    return str(Path(bpy.path.abspath(found)).absolute())
