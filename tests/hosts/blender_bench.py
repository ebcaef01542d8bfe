"""Runs inside bpy, for the tests: the add-on's desk, an edit built, and a look past the host."""

from __future__ import annotations

import json
import sys
from fractions import Fraction
from typing import Any

import bpy

from scenescore_addon import desk, laying, strips

SECOND_SHOT = 1


def build(path: str, told: dict[str, Any], playhead: int, marks: list[int]) -> None:
    """A .blend with this edit and all of an editor's state set."""
    bpy.ops.wm.read_homefile(use_factory_startup=True, use_empty=True)
    scene = bpy.context.scene
    scene.name = told["name"]
    fps = Fraction(told["rate"]["fps"])
    scene.render.fps = round(fps)
    scene.render.fps_base = 1.001 if fps.denominator == 1001 else 1.0
    zero = scene.frame_start = told["start_frame"]
    ends = [clip["end_frame"] for track in told["tracks"] for clip in track["clips"]]
    scene.frame_end = zero + max(ends) - 1
    channels = {"video": 2, "audio": 10}
    for track in told["tracks"]:
        channel = channels[track["kind"]]
        channels[track["kind"]] += 1
        strips.editor_of(scene).channels[channel].name = track["name"]
        for clip in track["clips"]:
            _strip(scene, track["kind"], clip, channel, fps)
        strips.editor_of(scene).channels[channel].mute = not track["enabled"]
    for marker in told["markers"]:
        scene.timeline_markers.new(marker["text"], frame=zero + marker["frame"])
    _look(scene, zero, playhead, marks)
    bpy.ops.wm.save_as_mainfile(filepath=path)


def build_empty(path: str) -> None:
    """A .blend without a strip."""
    bpy.ops.wm.read_homefile(use_factory_startup=True, use_empty=True)
    bpy.ops.wm.save_as_mainfile(filepath=path)


def name_workspace(path: str, name: str) -> None:
    """A file with the editor's own workspace in it."""
    bpy.ops.wm.read_homefile(use_factory_startup=True)
    bpy.data.workspaces[0].name = name
    bpy.ops.wm.open_mainfile(filepath=path, load_ui=False)
    bpy.ops.wm.save_mainfile()


def workspaces(path: str) -> list[str]:
    """What the windows of a file can show."""
    bpy.ops.wm.open_mainfile(filepath=path, load_ui=True)
    return sorted(workspace.name for workspace in bpy.data.workspaces)


def _strip(scene: Any, kind: str, clip: dict[str, Any], channel: int, fps: Fraction) -> None:
    into = round(Fraction(clip["source"]) * fps)
    first = scene.frame_start + clip["start_frame"]
    place = {"filepath": clip["path"], "channel": channel, "frame_start": first - into}
    found = strips.strips_in(strips.editor_of(scene))
    make = found.new_movie if kind == "video" else found.new_sound
    strip = make(name=clip["name"], **place)
    strip.frame_offset_start = into
    strip.frame_final_end = scene.frame_start + clip["end_frame"]


def _look(scene: Any, zero: int, playhead: int, marks: list[int]) -> None:
    scene.frame_current = zero + playhead
    scene.use_preview_range = True
    scene.frame_preview_start = zero + marks[0]
    scene.frame_preview_end = zero + marks[1] - 1
    pictures = [s for s in strips.all_strips(scene) if s.type == "MOVIE" and s.channel == 2]
    pictures.sort(key=lambda strip: strip.frame_final_start)
    for strip in strips.all_strips(scene):
        strip.select = strip == pictures[SECOND_SHOT]


def world(path: str) -> dict[str, Any]:
    """All that is in a file, ours apart."""
    deeds["open"](path=path)
    scene = strips.shown_scene(bpy.context)
    theirs = [strip for strip in strips.all_strips(scene) if not strips.is_ours(strip)]
    ours = {strip.channel for strip in strips.our_strips(scene)}
    channels = [
        (n, channel.name, channel.mute, channel.lock)
        for n, channel in enumerate(strips.editor_of(scene).channels)
        if n not in ours
    ]
    sounds = {strip.sound.name for strip in strips.our_strips(scene)}
    return {
        "strips": sorted(map(_dump, theirs)),
        "channels": [c for c in channels if c[1] != f"Channel {c[0]}" or c[2] or c[3]],
        "markers": sorted((m.name, m.frame) for m in scene.timeline_markers),
        "sounds": sorted(s.name for s in bpy.data.sounds if s.name not in sounds),
        "scene": [scene.name, scene.frame_start, scene.frame_end, scene.render.fps],
        "timers": len(bpy.app.handlers.load_pre) + len(bpy.app.handlers.load_post),
    }


def _dump(strip: Any) -> list[Any]:
    names = ("name", "type", "channel", "frame_start", "frame_final_start", "frame_final_end")
    return [*(str(getattr(strip, name)) for name in names), strip.mute, strip.lock]


def overlaps(path: str) -> list[list[str]]:
    """Pairs of strips that lie over one another on one channel."""
    deeds["open"](path=path)
    found = strips.all_strips(strips.shown_scene(bpy.context))
    return [
        [a.name, b.name]
        for a in found
        for b in found
        if a.name < b.name
        and a.channel == b.channel
        and a.frame_final_start < b.frame_final_end
        and b.frame_final_start < a.frame_final_end
    ]


def mixdown(path: str, out: str) -> None:
    """What Blender itself makes of the file's sound."""
    deeds["open"](path=path)
    bpy.ops.sound.mixdown(
        filepath=out,
        container="WAV",
        codec="PCM",
        format="S16",
        mixrate=48000,
        check_existing=False,
    )


def fail_after(lanes: int) -> None:
    """Let Blender fail once when this many lanes of the next lie."""
    real, left = laying._lay_one, lanes

    def failing(scene: Any, lane: Any, channel: int) -> None:
        nonlocal left
        if left == 0:
            laying._lay_one = real
            raise RuntimeError("Blender stopped in the middle")
        left -= 1
        real(scene, lane, channel)

    laying._lay_one = failing


def misplace() -> None:
    """Let the next lane lie a frame late."""
    real = laying._lay_one

    def late(scene: Any, lane: Any, channel: int) -> None:
        laying._lay_one = real
        moved = {"start_frame": lane["start_frame"] + 1, "end_frame": lane["end_frame"] + 1}
        real(scene, {**lane, **moved}, channel)

    laying._lay_one = late


def _begin(path: str, shots: list[str]) -> Any:
    """Select these strips of a file and score them by the add-on's operator."""
    from scenescore_addon import ui

    deeds["open"](path=path)
    scene = strips.shown_scene(bpy.context)
    scene.use_preview_range = False
    for strip in strips.all_strips(scene):
        strip.select = strip.name in shots
    bpy.ops.scenescore.score()
    assert ui.running is not None
    return ui.running


def score(path: str, shots: list[str], stop: bool = False) -> dict[str, Any]:
    """Score these strips of a file, wait, save."""
    from scenescore_addon import ui

    request = _begin(path, shots)
    if stop:
        while not request.total:
            ui._tick()
        bpy.ops.scenescore.stop()
    while ui.running:
        request.tick(0.1)
        ui._tick()
    bpy.ops.wm.save_mainfile()
    return {"failed": request.failed, "stretch": request.stretch, "hint": request.hint}


def leave(path: str, shots: list[str], other: str) -> dict[str, Any]:
    """Open another file while one is scored: what of the request is left then."""
    from scenescore_addon import ui

    request = _begin(path, shots)
    deeds["open"](path=other)
    return {
        "running": ui.running is not None,
        "resident": ui._drop in bpy.app.handlers.load_pre,
        "engine": request._engine._process.returncode,
    }


def lay_after(path: str, shots: list[str], change: str) -> list[str]:
    """Lay one lane at the end of a request during which something was changed: what is told."""
    from scenescore_addon import ui

    request = _begin(path, shots)
    request.cancel()
    request.stopped = False
    request.lanes = [{"track": "T", "name": "n", "cue": "c", "path": path}]
    request.lanes[0] |= {"start_frame": 0, "end_frame": 24}
    scene = strips.shown_scene(bpy.context)
    if change == "start":
        scene.frame_start += 100
    elif change == "name":
        scene.name = "다른 이름"
    elif change == "channels":
        for channel in strips.editor_of(scene).channels:
            channel.name = f"내 채널 {channel.name}"
    told: list[str] = []
    real, ui._tell = ui._tell, told.extend
    try:
        ui._tick()
    finally:
        ui._tell = real
    return told


def refused(path: str) -> str:
    """What the operator says where it cannot work."""
    if path:
        deeds["open"](path=path)
    try:
        bpy.ops.scenescore.score()
    except RuntimeError as error:
        return str(error)
    return ""


def switch(on: bool) -> list[str]:
    """Switch the add-on on or off; what of it is known to Blender then."""
    import scenescore_addon

    (scenescore_addon.register if on else scenescore_addon.unregister)()
    known = [name for name in dir(bpy.types) if "scenescore" in name.lower()]
    return known + [name for name in dir(bpy.ops.scenescore) if on]


deeds = desk.make_deeds()
HOST = (build, build_empty, world, overlaps, mixdown, fail_after, misplace)
WINDOWS = (name_workspace, workspaces)
ADD_ON = (score, leave, lay_after, refused, switch)
deeds |= {each.__name__: each for each in (*HOST, *WINDOWS, *ADD_ON)}

if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(f"{desk.ANSWER}{json.dumps(desk.answer(deeds, line))}\n")
        sys.stdout.flush()
