"""Runs inside bpy, for the tests: strips of every kind, and what the add-on tells of them."""

from __future__ import annotations

import json
import sys
from typing import Any

import bpy

from scenescore_addon import desk, strips, telling

FPS = 24


def _new_scene() -> Any:
    bpy.ops.wm.read_homefile(use_factory_startup=True)
    scene = bpy.context.scene
    scene.render.fps, scene.frame_start = FPS, 1
    strips.editor_of(scene)
    return scene


def _movie(holder: Any, film: str, first: int, end: int, into: int = 0, channel: int = 1) -> Any:
    strip = strips.strips_in(holder).new_movie(
        name="clip", filepath=film, channel=channel, frame_start=1 + first - into
    )
    strip.frame_offset_start = into
    strip.frame_final_end = 1 + end
    return strip


def reverse(film: str) -> Any:
    """Frames 10 to 50 of the film's end, backwards."""
    scene = _new_scene()
    _movie(scene.sequence_editor, film, 0, 40, into=10).use_reverse_frames = True
    return telling.tell_edit(scene)


def fast(film: str, reverse: bool) -> Any:
    """Twice as fast by retiming, as the editor does it, and cut from its 100th frame on."""
    scene = _new_scene()
    strip = strips.strips_in(scene.sequence_editor).new_movie(
        name="clip", filepath=film, channel=1, frame_start=1
    )
    strip.use_reverse_frames = reverse
    strip.select = True
    scene.sequence_editor.active_strip = strip
    window = bpy.context.window_manager.windows[0]
    area = window.screen.areas[0]
    area.type = "SEQUENCE_EDITOR"
    window.workspace.sequencer_scene = scene
    region = next(region for region in area.regions if region.type == "WINDOW")
    with bpy.context.temp_override(window=window, screen=window.screen, area=area, region=region):
        bpy.ops.sequencer.retiming_segment_speed_set(speed=200.0)
    strip.frame_offset_start = 100
    told = telling.tell_edit(scene)
    return {**told, "left": len(bpy.data.movieclips)}


def meta(film: str, mute: bool) -> Any:
    """A meta that shows frames 10 to 40 of what is in it."""
    scene = _new_scene()
    made = strips.strips_in(scene.sequence_editor).new_meta(name="m", channel=3, frame_start=1)
    _movie(made, film, 0, 100, channel=2)
    made.frame_offset_start = 10
    made.frame_final_end = 41
    made.channels[2].mute = mute
    return telling.tell_edit(scene)


def dissolve(film: str) -> Any:
    """Two clips on two channels, joined over frames 40 to 60."""
    scene = _new_scene()
    editor = scene.sequence_editor
    pair = (_movie(editor, film, 0, 60), _movie(editor, film, 40, 120, into=200, channel=2))
    strips.strips_in(editor).new_effect(
        name="x", type="CROSS", channel=3, frame_start=41, length=20, input1=pair[0], input2=pair[1]
    )
    return telling.tell_edit(scene)


deeds = {each.__name__: each for each in (reverse, fast, meta, dissolve)}

if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(f"{desk.ANSWER}{json.dumps(desk.answer(deeds, line))}\n")
        sys.stdout.flush()
