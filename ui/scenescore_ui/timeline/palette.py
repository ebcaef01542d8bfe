"""The panel's colours: dark and quiet; PAIRS says what is drawn on what, and how readable."""

from __future__ import annotations

from collections.abc import Mapping

COLOURS: Mapping[str, str] = {
    "ground": "#15171b",
    "row": "#1b1e23",
    "head": "#181a1f",
    "ruler": "#1f2228",
    "rule": "#2a2e36",
    "text": "#dfe2e8",
    "dim": "#a2a9b5",
    "tick": "#747c8a",
    "shot": "#2a2f38",
    "shot_other": "#323843",
    "cut": "#79828f",
    "scene": "#243447",
    "scene_other": "#2b3f38",
    "wave": "#7f8fa6",
    "speech": "#2f3542",
    "music": "#3b3350",
    "marker": "#e0b34c",
    "cue": "#24405a",
    "cue_edge": "#78b4ee",
    "cue_wave": "#7fb2dd",
    "stem_wave": "#6f9fc4",
    "ring_out": "#1f2e3c",
    "hit": "#ffd479",
    "hit_soft": "#a9b9d2",
    "theme": "#8fdcb4",
    "chosen": "#ffffff",
    "range": "#5aa9ff",
    "playhead": "#ff6b6b",
    "focus": "#5aa9ff",
    "valence": "#5fd0b5",
    "arousal": "#f2a65a",
    "tension": "#f0739a",
    "happy": "#f2c14e",
    "sad": "#6fa8dc",
    "disgust": "#9bbf65",
    "anger": "#f07f6c",
    "surprise": "#d992e4",
    "fear": "#ab97ef",
    "neutral": "#a8b0bb",
    "field": "#101216",
    "raised": "#262a32",
    "pressed": "#333945",
    "edge": "#3d434f",
    "accent": "#2c66ad",
    "accent_lit": "#3271bd",
    "faint": "#8a919d",
}

PARTS = (
    *("cue_edge", "arousal", "valence", "tension", "fear", "happy", "theme", "anger"),
    *("disgust", "surprise", "sad", "marker"),
)
"""Colours of a score's parts, in order; each is told apart on a row."""

EMOTIONS = ("happy", "sad", "disgust", "anger", "surprise", "fear", "neutral")

TEXT, SHAPE = 4.5, 3.0
"""WCAG 2.2, level AA: contrast of text (1.4.3), and of shapes that say something (1.4.11)."""

PAIRS: tuple[tuple[str, str, float], ...] = (
    *(("text", ground, TEXT) for ground in ("ground", "row", "head", "ruler")),
    *(("text", ground, TEXT) for ground in ("shot", "shot_other", "scene", "scene_other")),
    *(("text", ground, TEXT) for ground in ("speech", "music", "cue", "ring_out")),
    *(("dim", ground, TEXT) for ground in ("ground", "row", "head", "ruler", "speech")),
    *((axis, ground, TEXT) for axis in ("valence", "arousal", "tension") for ground in ("row",)),
    *((axis, "head", TEXT) for axis in ("valence", "arousal", "tension")),
    *((emotion, ground, SHAPE) for emotion in EMOTIONS for ground in ("row", "cue", "speech")),
    *((mark, "row", SHAPE) for mark in ("cut", "wave", "marker", "hit", "theme", "stem_wave")),
    *((mark, "cue", SHAPE) for mark in ("cue_edge", "cue_wave", "hit", "hit_soft", "theme")),
    *((mark, "scene", SHAPE) for mark in ("chosen", "playhead", "range")),
    *(("playhead", ground, SHAPE) for ground in ("row", "ruler", "shot_other", "cue")),
    *(("cut", ground, SHAPE) for ground in ("shot",)),
    ("playhead", "head", TEXT),
    *((mark, "ground", SHAPE) for mark in ("focus", "range")),
    ("tick", "ruler", SHAPE),
    *((part, "row", SHAPE) for part in PARTS),
    *(("text", ground, TEXT) for ground in ("field", "raised", "pressed", "rule")),
    *(("chosen", ground, TEXT) for ground in ("accent", "accent_lit", "pressed")),
    *(("dim", ground, TEXT) for ground in ("field", "raised")),
    *(("faint", ground, SHAPE) for ground in ("ground", "raised", "head", "row")),
    *(("focus", ground, SHAPE) for ground in ("raised", "head")),
)
"""Foreground, what lies behind it, and the contrast that it must have at least."""
