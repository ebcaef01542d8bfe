# SPDX-License-Identifier: GPL-3.0-or-later
"""What the editor sees: the sequencer's context menu, a page in its sidebar, the operators."""

import json
from typing import Any, ClassVar

import bpy

from . import laying, scoring
from .engine import engine_python, installed
from .strips import all_strips, clock_of, our_strips, shown_scene
from .words import say

EVERY_S = 0.1
running: "scoring.Scoring | None" = None
"""What is being scored: one at a time, and nothing stays when it is over."""


# --- operators ------------------------------------------------------------------------------------


class SCENESCORE_OT_score(bpy.types.Operator):  # noqa: N801 - Blender's own way of naming
    bl_idname = "scenescore.score"
    bl_label = "Score this scene"
    style: bpy.props.StringProperty(options={"HIDDEN", "SKIP_SAVE"})  # type: ignore[valid-type]

    @classmethod
    def description(cls, context: Any, properties: Any) -> str:
        return say("score_hint")

    def execute(self, context: Any) -> set[str]:
        global running
        scene = shown_scene(context)
        python = engine_python(_preferred(context))
        if why := _cannot(scene, python):
            self.report({"ERROR"}, why)
            return {"CANCELLED"}
        stretch = scoring.stretch_meant(scene, all_strips(scene))
        try:
            running = scoring.Scoring(scene, bpy.data.filepath, stretch, self.style, python)
        except OSError as error:  # the folder is closed, the disk is full
            self.report({"ERROR"}, say("cannot_begin", error))
            return {"CANCELLED"}
        bpy.app.timers.register(_tick, first_interval=EVERY_S)
        bpy.app.handlers.load_pre.append(_drop)
        return {"FINISHED"}


class SCENESCORE_OT_stop(bpy.types.Operator):  # noqa: N801
    bl_idname = "scenescore.stop"
    bl_label = "Stop"

    @classmethod
    def description(cls, context: Any, properties: Any) -> str:
        return say("stop_hint")

    def execute(self, context: Any) -> set[str]:
        if running:
            running.cancel()
        return {"FINISHED"}


class SCENESCORE_OT_lay(bpy.types.Operator):  # noqa: N801
    """Lay what was made: one step of Blender's undo."""

    bl_idname = "scenescore.lay"
    bl_label = "SceneScore"
    bl_options: ClassVar[set[str]] = {"UNDO", "INTERNAL"}
    scene: bpy.props.StringProperty()  # type: ignore[valid-type]
    lanes: bpy.props.StringProperty()  # type: ignore[valid-type]
    stretch: bpy.props.StringProperty()  # type: ignore[valid-type]

    def execute(self, context: Any) -> set[str]:
        lanes = json.loads(self.lanes)
        try:
            scoring.lay(bpy.data.scenes[self.scene], lanes, json.loads(self.stretch))
        except ValueError:
            self.report({"ERROR"}, say("no_channel"))
            return {"CANCELLED"}
        self.report({"INFO"}, say("laid", len(lanes)))
        return {"FINISHED"}


class SCENESCORE_OT_remove(bpy.types.Operator):  # noqa: N801
    bl_idname = "scenescore.remove"
    bl_label = "Remove the music"
    bl_options: ClassVar[set[str]] = {"UNDO"}

    @classmethod
    def description(cls, context: Any, properties: Any) -> str:
        return say("remove_hint")

    @classmethod
    def poll(cls, context: Any) -> bool:
        return bool(our_strips(shown_scene(context)))

    def execute(self, context: Any) -> set[str]:
        scene = shown_scene(context)
        laying.take_out(scene, [strip.name for strip in our_strips(scene)])
        self.report({"INFO"}, say("removed"))
        return {"FINISHED"}


def _cannot(scene: Any, python: str) -> str:
    """Why nothing can be scored, in a sentence, or ""."""
    reasons = (
        (running is not None, "busy"),
        (not all_strips(scene), "nothing"),
        (not bpy.data.filepath, "save_first"),
        (not python, "no_engine"),
    )
    return next((say(word) for holds, word in reasons if holds), "")


# --- while it works -------------------------------------------------------------------------------


def _tick() -> "float | None":
    """Called by Blender's timer until the request is over."""
    global running
    if running is None:
        return None
    over = running.tick()
    _redraw()
    if not over:
        return EVERY_S
    ended = running
    _forget()
    _finish(ended)
    return None


def _drop(*_: object) -> None:
    """Called by Blender before it opens another file: the music was for this one."""
    if running:
        running.cancel()
        _forget()


def _forget() -> None:
    """Nothing is being scored any more, and nothing of it stays."""
    global running
    running = None
    if _drop in bpy.app.handlers.load_pre:
        bpy.app.handlers.load_pre.remove(_drop)


def _finish(ended: scoring.Scoring) -> None:
    """Lay the lanes, or say why there are none."""
    if why := _why_none(ended):
        _tell(why)
        return
    try:
        _lay(ended)
    except RuntimeError as error:  # so Blender hands on what an operator reports
        _tell([str(error).strip().removeprefix("Error: ")])


def _why_none(ended: scoring.Scoring) -> list[str]:
    """Why nothing can be laid, in sentences."""
    if ended.stopped:
        return [say("stopped")]
    if not ended.lanes:
        return [line for line in (ended.failed, ended.hint) if line]
    scene = bpy.data.scenes.get(ended.scene_name)
    if scene is None:
        return [say("gone")]
    return [] if clock_of(scene) == ended.clock else [say("counts_otherwise")]


def _lay(ended: scoring.Scoring) -> None:
    window = bpy.context.window_manager.windows[0]
    with bpy.context.temp_override(window=window, screen=window.screen):
        # True: a step of undo, which operators that Python calls are not by themselves.
        bpy.ops.scenescore.lay(
            "EXEC_DEFAULT",
            True,
            scene=ended.scene_name,
            lanes=json.dumps(ended.lanes),
            stretch=json.dumps(ended.stretch),
        )


def _tell(lines: list[str]) -> None:
    def draw(menu: Any, context: Any) -> None:
        for line in lines:
            menu.layout.label(text=line)

    if not bpy.app.background:
        bpy.context.window_manager.popup_menu(draw, title="SceneScore", icon="INFO")


def _redraw() -> None:
    for window in bpy.context.window_manager.windows:
        for area in window.screen.areas:
            if area.type == "SEQUENCE_EDITOR":
                area.tag_redraw()


# --- menu and sidebar -----------------------------------------------------------------------------


class SCENESCORE_MT_styles(bpy.types.Menu):  # noqa: N801
    bl_idname = "SCENESCORE_MT_styles"
    bl_label = "Score with"

    def draw(self, context: Any) -> None:
        for style, title in [("", say("as_analysed")), *installed().get("palettes", [])]:
            self.layout.operator("scenescore.score", text=title).style = style


class SCENESCORE_PT_score(bpy.types.Panel):  # noqa: N801
    bl_idname = "SCENESCORE_PT_score"
    bl_label = "SceneScore"
    bl_space_type = "SEQUENCE_EDITOR"
    bl_region_type = "UI"
    bl_category = "SceneScore"

    def draw(self, context: Any) -> None:
        if running:
            _draw_progress(self.layout)
            self.layout.operator("scenescore.stop", text=say("stop"), icon="CANCEL")
            return
        scene = shown_scene(context)
        if why := _cannot(scene, engine_python(_preferred(context))):
            self.layout.label(text=why, icon="INFO")
        _draw_actions(self.layout, scene)


def _draw_progress(layout: Any) -> None:
    assert running is not None
    text = f"{round(100 * running.total)} %  {running.stage}"
    if hasattr(layout, "progress"):  # since Blender 4.0
        layout.progress(factor=running.total, text=text)
    else:
        layout.label(text=say("working"))
        layout.label(text=text, icon="TIME")


def _draw_actions(layout: Any, scene: Any) -> None:
    part = scoring.stretch_meant(scene, all_strips(scene)) is not None
    label = say("score" if part else "score_all")
    layout.operator("scenescore.score", text=label, icon="PLAY_SOUND").style = ""
    layout.menu("SCENESCORE_MT_styles", text=say("score_with"))
    layout.operator("scenescore.remove", text=say("remove"), icon="X")


def _draw_menu(menu: Any, context: Any) -> None:
    _draw_actions(menu.layout, shown_scene(context))
    menu.layout.separator()


# --- preferences, and switching on and off --------------------------------------------------------


class SceneScorePreferences(bpy.types.AddonPreferences):
    bl_idname = __package__
    python: bpy.props.StringProperty(subtype="FILE_PATH")  # type: ignore[valid-type]

    def draw(self, context: Any) -> None:
        self.layout.prop(self, "python", text=say("engine_python"))


def _preferred(context: Any) -> str:
    addon = context.preferences.addons.get(__package__)
    return str(addon.preferences.python) if addon and addon.preferences else ""


CLASSES = (
    SCENESCORE_OT_score,
    SCENESCORE_OT_stop,
    SCENESCORE_OT_lay,
    SCENESCORE_OT_remove,
    SCENESCORE_MT_styles,
    SCENESCORE_PT_score,
    SceneScorePreferences,
)


def register() -> None:
    """Add the classes, and our lines to the context menu."""
    for each in CLASSES:
        bpy.utils.register_class(each)
    bpy.types.SEQUENCER_MT_context_menu.prepend(_draw_menu)


def unregister() -> None:
    """Take all of it back; what is being made is stopped."""
    _drop()
    bpy.types.SEQUENCER_MT_context_menu.remove(_draw_menu)
    for each in reversed(CLASSES):
        bpy.utils.unregister_class(each)
