# SPDX-License-Identifier: GPL-3.0-or-later
"""Lanes of music in a scene's sequencer: laid on free channels, found again, taken out."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .strips import TAG, all_strips, editor_of, fps_of, free_channels, our_strips, strips_in, tag_of

HANDLE_S = 1
"""Every file of a lane begins this much before the lane."""

Lane = dict[str, Any]
Laid = dict[str, Any]


def laid(scene: Any) -> list[Laid]:
    """Our strips as they lie there now, in JSON as `scenescore.hosting.Laid`."""
    import bpy

    zero, fps = scene.frame_start, fps_of(scene)
    return [
        {
            "track": _track(scene, strip),
            "name": tag_of(strip)["name"],
            "cue": tag_of(strip)["cue"],
            "path": str(Path(bpy.path.abspath(strip.sound.filepath)).absolute()),
            "start_frame": str(strip.frame_final_start - zero),
            "end_frame": str(strip.frame_final_end - zero),
            "source": str((strip.frame_final_start - round(strip.frame_start)) / fps),
            "id": strip.name,
        }
        for strip in our_strips(scene)
    ]


def swap(scene: Any, lanes: Sequence[Lane], going: Sequence[str]) -> None:
    """Lay lanes in place of our strips of these names, one channel for each track.

    The new ones first, on channels that nothing lies on: Blender moves what overlaps. Raises
    ValueError, RuntimeError where they cannot be laid; then all is as before.
    """
    tracks = list(dict.fromkeys(lane["track"] for lane in lanes))
    channels = dict(zip(tracks, free_channels(scene, len(tracks)), strict=True))
    before = {strip.name for strip in our_strips(scene)}
    try:
        for lane in lanes:
            _lay_one(scene, lane, channels[lane["track"]])
    except (RuntimeError, ValueError, KeyError):
        take_out(scene, [s.name for s in our_strips(scene) if s.name not in before])
        raise
    take_out(scene, going)
    for track, channel in channels.items():
        _settle(scene, track, channel)


def _settle(scene: Any, track: str, channel: int) -> None:
    """Move what was laid to the channel of that name that is ours already, else name its own."""
    laid = [strip for strip in our_strips(scene) if strip.channel == channel]
    home = next((s.channel for s in our_strips(scene) if _track(scene, s) == track), channel)
    there = [strip for strip in all_strips(scene) if strip.channel == home]
    if home != channel and not any(_meet(a, b) for a in there for b in laid):
        for strip in laid:
            strip.channel = home
    else:
        editor_of(scene).channels[channel].name = track


def _meet(one: Any, other: Any) -> bool:
    return bool(
        one.frame_final_start < other.frame_final_end
        and other.frame_final_start < one.frame_final_end
    )


def _track(scene: Any, strip: Any) -> str:
    """The name of a strip's channel, less the number that Blender adds to a name that is taken."""
    name: str = editor_of(scene).channels[strip.channel].name
    return re.sub(r"\.\d{3}$", "", name)


def _lay_one(scene: Any, lane: Lane, channel: int) -> None:
    handle = round(HANDLE_S * fps_of(scene))
    start, end = (scene.frame_start + lane[edge] for edge in ("start_frame", "end_frame"))
    # The sound is placed by the frame before its handle, then cut to what is heard of it.
    strip = strips_in(editor_of(scene)).new_sound(
        name=lane["name"], filepath=lane["path"], channel=channel, frame_start=start - handle
    )
    strip[TAG] = json.dumps({"name": lane["name"], "cue": lane["cue"]}, ensure_ascii=False)
    strip.frame_offset_start = handle
    strip.frame_final_end = end
    strip.select = False


def take_out(scene: Any, names: Sequence[str]) -> None:
    """Take out those of our strips, with their sounds and the names of channels left empty."""
    import bpy

    left = {strip.channel for strip in our_strips(scene) if strip.name in names}
    sounds = []
    for strip in our_strips(scene):
        if strip.name in names:
            sounds.append(strip.sound)
            strips_in(editor_of(scene)).remove(strip)
    for sound in sounds:
        if sound and sound.users == 0:
            bpy.data.sounds.remove(sound)
    used = {strip.channel for strip in all_strips(scene)}
    for channel in left - used:
        editor_of(scene).channels[channel].name = f"Channel {channel}"
