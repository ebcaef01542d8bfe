"""What a key asks for, as in the editing programs that the panel sits beside."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_NONE = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier

KEYS: dict[tuple[Qt.Key, Qt.KeyboardModifier], str] = {
    (Qt.Key.Key_Space, _NONE): "play_pause",
    (Qt.Key.Key_J, _NONE): "backward",
    (Qt.Key.Key_K, _NONE): "pause",
    (Qt.Key.Key_L, _NONE): "forward",
    (Qt.Key.Key_I, _NONE): "mark_in",
    (Qt.Key.Key_O, _NONE): "mark_out",
    (Qt.Key.Key_Escape, _NONE): "clear",
    (Qt.Key.Key_Left, _NONE): "frame_back",
    (Qt.Key.Key_Right, _NONE): "frame_on",
    (Qt.Key.Key_Left, _SHIFT): "second_back",
    (Qt.Key.Key_Right, _SHIFT): "second_on",
    (Qt.Key.Key_Up, _NONE): "cut_back",
    (Qt.Key.Key_Down, _NONE): "cut_on",
    (Qt.Key.Key_PageUp, _NONE): "scene_back",
    (Qt.Key.Key_PageDown, _NONE): "scene_on",
    (Qt.Key.Key_Home, _NONE): "start",
    (Qt.Key.Key_End, _NONE): "end",
    (Qt.Key.Key_Plus, _NONE): "zoom_in",
    (Qt.Key.Key_Plus, _SHIFT): "zoom_in",
    (Qt.Key.Key_Equal, _NONE): "zoom_in",
    (Qt.Key.Key_Minus, _NONE): "zoom_out",
    (Qt.Key.Key_F, _NONE): "fit_scene",
    (Qt.Key.Key_Z, _SHIFT): "fit_all",
}
"""Key and modifier to action; `Timeline.action_asked` tells of each."""

HANGUL: dict[str, Qt.Key] = {
    "ㅓ": Qt.Key.Key_J,
    "ㅏ": Qt.Key.Key_K,
    "ㅣ": Qt.Key.Key_L,
    "ㅑ": Qt.Key.Key_I,
    "ㅐ": Qt.Key.Key_O,
    "ㄹ": Qt.Key.Key_F,
    "ㅋ": Qt.Key.Key_Z,
}
"""The same keys where a Korean (two-set) keyboard is writing Hangul."""


def action_of(event: QKeyEvent) -> str | None:
    """The action that a key asks for, or None. The number pad counts like the other keys."""
    key = HANGUL.get(event.text()) or Qt.Key(event.key())
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return KEYS.get((key, held))
