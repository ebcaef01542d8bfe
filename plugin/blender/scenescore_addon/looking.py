# SPDX-License-Identifier: GPL-3.0-or-later
"""What the editor has before them, and finds again: `scenescore.hosting.UserState` in JSON."""

from typing import Any

from .strips import all_strips, editor_of

State = dict[str, Any]
CHANNEL, STRIP = "channel ", "strip "


def state(scene: Any) -> State:
    """The playhead, the preview range, what is selected and what is mute."""
    zero = scene.frame_start
    marked = scene.use_preview_range
    selected = [strip for strip in all_strips(scene) if strip.select]
    return {
        "page": _page(),
        "playhead": scene.frame_current - zero,
        "mark_in": scene.frame_preview_start - zero if marked else None,
        "mark_out": scene.frame_preview_end + 1 - zero if marked else None,
        "selection": [
            {
                "id": strip.name,
                "start_frame": strip.frame_final_start - zero,
                "end_frame": strip.frame_final_end - zero,
            }
            for strip in sorted(selected, key=lambda strip: strip.name)
        ],
        "muted": _muted(scene),
    }


def restore(scene: Any, before: State) -> None:
    """Put it back."""
    zero = scene.frame_start
    scene.frame_current = zero + before["playhead"]
    scene.use_preview_range = before["mark_in"] is not None
    if before["mark_in"] is not None:
        scene.frame_preview_start = zero + before["mark_in"]
        scene.frame_preview_end = zero + before["mark_out"] - 1
    chosen = {each["id"] for each in before["selection"]}
    muted = set(before["muted"])
    for strip in all_strips(scene):
        strip.select = strip.name in chosen
        strip.mute = STRIP + strip.name in muted
    if scene.sequence_editor:
        for channel in editor_of(scene).channels:
            channel.mute = CHANNEL + channel.name in muted


def _muted(scene: Any) -> list[str]:
    if not scene.sequence_editor:
        return []
    channels = [CHANNEL + c.name for c in scene.sequence_editor.channels if c.mute]
    return sorted(channels + [STRIP + strip.name for strip in all_strips(scene) if strip.mute])


def _page() -> str:
    import bpy

    window = bpy.context.window
    return window.workspace.name if window else ""
