"""Runs inside a Blender with a window, for the tests: an edit is opened, and what happens is told.

A line of JSON is written to the file that the environment names, whenever something has changed.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import bpy

sys.path[:0] = [os.environ["ADD_ON"], str(Path(__file__).parent)]

import blender_bench as bench  # noqa: E402 - found only by the paths above

import scenescore_addon  # noqa: E402
from scenescore_addon import strips, ui  # noqa: E402

TOLD = Path(os.environ["TOLD"])
STATE = Path(os.environ["STATE"])
heard: list[str] = []


def prepare() -> None:
    """The edit in one large sequencer, its first shot selected."""
    bpy.context.preferences.view.show_splash = False
    bench.build(str(TOLD.with_suffix(".blend")), json.loads(TOLD.read_text("utf-8")), 0, [0, 480])
    scene = bpy.context.scene
    scene.use_preview_range = False
    for strip in strips.all_strips(scene):
        strip.select = strip.name == "shot 1"
    scenescore_addon.register()


def show() -> float | None:
    """A sequencer in the largest area, all of it in view; then watching begins."""
    window = bpy.context.window_manager.windows[0]
    area = max(window.screen.areas, key=lambda area: area.width * area.height)
    area.type = "SEQUENCE_EDITOR"
    area.spaces.active.view_type = "SEQUENCER"
    area.spaces.active.show_region_ui = True
    region = next(region for region in area.regions if region.type == "WINDOW")
    with bpy.context.temp_override(window=window, screen=window.screen, area=area, region=region):
        bpy.ops.sequencer.view_all()
    middle = (region.x + region.width // 3, window.height - (region.y + region.height // 2))
    tell(ready=middle)
    bpy.app.timers.register(watch, first_interval=0.2, persistent=True)
    return None


def watch() -> float:
    """Tell how many strips of ours there are, and whether something is being made."""
    scene = bpy.context.scene
    progress = None if ui.running is None else ui.running.total
    take_picture()
    tell(ours=len(strips.our_strips(scene)), working=ui.running is not None, progress=progress)
    return 0.2


def take_picture() -> None:
    """The window as it is, into the file that is asked for."""
    wish = STATE.with_name("wish")
    if wish.exists():
        path = wish.read_text("utf-8")
        wish.unlink()
        window = bpy.context.window_manager.windows[0]
        with bpy.context.temp_override(window=window, screen=window.screen):
            bpy.ops.screen.screenshot(filepath=path)
        tell(picture=path)


def tell(**what: Any) -> None:
    """Write down what is new."""
    line = json.dumps(what)
    if not heard or heard[-1] != line:
        heard.append(line)
        with STATE.open("a", encoding="utf-8") as out:
            out.write(line + "\n")


prepare()
bpy.app.timers.register(show, first_interval=1.0)
