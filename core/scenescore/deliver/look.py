"""Colours of the report, one table for figures and legends alike."""

from __future__ import annotations

from scenescore.model import Picture

EMOTION = {
    "happy": "#e3b34e",
    "sad": "#5f8fd0",
    "disgust": "#84a35c",
    "anger": "#d4604c",
    "surprise": "#cf8ac9",
    "fear": "#8b79cf",
    "neutral": "#56616d",
}

MOOD = {"valence": "#6cc08b", "arousal": "#e59a5c", "tension": "#d9667f"}

HIT = {
    "entry": "#7fd1a0",
    "hard": "#ff6b5e",
    "soft": "#e9c46a",
    "stop": "#b58cff",
    "swell": "#66c7d9",
}

SOUND = {"dialogue": "#5c9ecf", "music": "#b88adf", "effects": "#c9a26a", "silence": "#2a323b"}

CONTRADICTION = "#e0c341"

VERDICT = {"for": "#6cc08b", "against": "#d4604c", "open": "#56616d"}

CUT = {"hard": "#d5dce3", "dissolve": "#9fd8ff", "fade": "#050708"}

_PARTS = (
    "#6fb1e8",
    "#e8a25f",
    "#7ccf9a",
    "#d77fa1",
    "#b9a3ec",
    "#e6d06c",
    "#64c4c0",
    "#e38b7a",
    "#9fc36a",
    "#c98fd6",
    "#8fa7bd",
    "#d9b38c",
)


def part_colour(index: int) -> str:
    return _PARTS[index % len(_PARTS)]


def shot_colour(picture: Picture | None) -> str:
    """A muted swatch of what the shot looks like: light, warmth, saturation."""
    if picture is None:
        return "#323b45"
    hue = 215 if picture.warmth < 0 else 30
    saturation = 8 + 45 * min(1.0, abs(picture.warmth)) * (0.4 + picture.saturation)
    return f"hsl({hue} {min(saturation, 55):.0f}% {14 + 42 * picture.brightness:.0f}%)"
