# SPDX-License-Identifier: GPL-3.0-or-later
"""SceneScore in Blender's video sequencer: right-click a scene, choose Score this scene.

Small on purpose: it tells the engine what lies in the timeline, and lays what comes back. The
engine runs as a process of its own; nothing of it is imported here.
"""

bl_info = {
    "name": "SceneScore",
    "author": "The SceneScore authors",
    "version": (0, 1, 0),
    "blender": (3, 4, 0),
    "location": "Video Sequencer > right-click, and the sidebar",
    "description": "Original music for a scene, aligned to its cuts",
    "category": "Sequencer",
}


def register() -> None:
    """Called by Blender when the add-on is switched on."""
    from .ui import register as switch_on

    switch_on()


def unregister() -> None:
    """Called by Blender when it is switched off."""
    from .ui import unregister as switch_off

    switch_off()
