# SPDX-License-Identifier: GPL-3.0-or-later
"""The sequencer's strips in Blender 3.4 to 5.0, and which of them are ours."""

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

TAG = "scenescore"
"""Custom property of our strips: JSON with `name`, `cue`."""

LAST_CHANNEL = 128


def shown_scene(context: Any) -> Any:
    """The scene whose sequencer is shown: since 5.0 that may be another than the active one."""
    return getattr(context, "sequencer_scene", None) or context.scene


def strips_in(holder: Any) -> Any:
    """The strips of a sequence editor or a meta strip: `strips` since 4.4, before `sequences`."""
    return holder.strips if hasattr(holder, "strips") else holder.sequences


def editor_of(scene: Any) -> Any:
    """A scene's sequence editor, made where there is none."""
    return scene.sequence_editor or scene.sequence_editor_create()


def all_strips(scene: Any) -> list[Any]:
    """The strips that lie in the timeline itself, not inside others."""
    return list(strips_in(scene.sequence_editor)) if scene.sequence_editor else []


def our_strips(scene: Any) -> list[Any]:
    """Those that carry our tag, in running order."""
    ours = [strip for strip in all_strips(scene) if is_ours(strip)]
    return sorted(ours, key=lambda strip: (strip.channel, strip.frame_final_start))


def is_ours(strip: Any) -> bool:
    """Whether a strip was laid by SceneScore."""
    return bool(tag_of(strip))


def tag_of(strip: Any) -> dict[str, str]:
    """What our tag says; empty for strips of others."""
    try:
        found = json.loads(strip.get(TAG, ""))
    except (TypeError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def fps_of(scene: Any) -> Fraction:
    """Frames per second of a scene. `fps_base` is a 32-bit float: 1.001 stands for NTSC."""
    base = scene.render.fps_base
    if abs(base - 1.001) < 1e-5:
        return Fraction(scene.render.fps * 1000, 1001)
    return Fraction(scene.render.fps) / Fraction(base).limit_denominator(1001)


def clock_of(scene: Any) -> "dict[str, Any]":
    """How a scene counts: its rate, and the frame that its first one is called."""
    return {"fps": str(fps_of(scene)), "start_frame": scene.frame_start}


def fps_of_film(strip: Any, otherwise: Fraction) -> Fraction:
    """Frames per second of a movie strip's file, as Blender read it."""
    fps = float(getattr(strip, "fps", 0.0) or 0.0)
    if fps <= 0:
        return otherwise
    ntsc = Fraction(round(fps * 1.001) * 1000, 1001)
    return (
        ntsc
        if abs(ntsc - Fraction(fps)) < Fraction(1, 1000)
        else Fraction(fps).limit_denominator(1001)
    )


def free_channels(scene: Any, count: int) -> Iterator[int]:
    """Channels without a strip and with the name that Blender gave, above all that is used.

    Where there is no more room above, the highest free ones below. Raises ValueError.
    """
    used = {strip.channel for strip in all_strips(scene)}
    named = _named_channels(scene)
    free = [n for n in range(1, LAST_CHANNEL + 1) if n not in used | named]
    above = [n for n in free if n > max(used, default=0)]
    chosen = above[:count] if len(above) >= count else sorted(free[-count:])
    if len(chosen) < count:
        raise ValueError("no channel is free")
    return iter(chosen)


def _named_channels(scene: Any) -> set[int]:
    """Channels that somebody named, and so has plans for."""
    channels = editor_of(scene).channels
    return {n for n, channel in enumerate(channels) if channel.name != f"Channel {n}"}
