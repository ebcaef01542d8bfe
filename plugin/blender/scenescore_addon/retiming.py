# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast a strip plays, which Blender has told in three ways.

3.4 and 3.5 have a `speed_factor`; since then strips have retiming keys (`retiming_handles` in 3.6)
that say where in the timeline the strip's media begin and end, and not how long they are.
"""

from fractions import Fraction
from typing import Any

from .strips import fps_of


def own_frames(strip: Any) -> Fraction:
    """How many frames of its media a strip holds, as fast as it may play."""
    if len(_keys(strip)) < 2:
        return Fraction(strip.frame_duration)
    trimmed = _whole(strip) - strip.animation_offset_start - strip.animation_offset_end
    return Fraction(max(trimmed, 1))


def factor(strip: Any) -> Fraction:
    """How many frames of its media pass in a frame: 1 for most; with several keys their mean."""
    keys = [key.timeline_frame for key in _keys(strip)]
    if len(keys) < 2:
        return Fraction(getattr(strip, "speed_factor", 1.0)).limit_denominator(1000)
    shown: int = max(max(keys) - min(keys), 1)
    return own_frames(strip) / shown


def _keys(strip: Any) -> Any:
    return getattr(strip, "retiming_keys", None) or getattr(strip, "retiming_handles", ())


def _whole(strip: Any) -> int:
    """The frames of a strip's file: a film's own, a sound's at the scene's rate."""
    import aud
    import bpy

    if strip.type == "SOUND":
        sound = aud.Sound.file(bpy.path.abspath(strip.sound.filepath))
        return round(Fraction(sound.length) / Fraction(sound.specs[0]) * fps_of(strip.id_data))
    if strip.type != "MOVIE":
        return int(strip.frame_duration)
    film = bpy.data.movieclips.load(bpy.path.abspath(strip.filepath))
    try:
        return int(film.frame_duration)
    finally:
        bpy.data.movieclips.remove(film)
