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

_TONES = ((66, 69), (48, 55), (72, 81))
"""Saturation and lightness in percent, in turn, so that neighbours on the wheel differ in both."""


def part_colours(count: int) -> tuple[str, ...]:
    """So many colours that tell players apart: round the wheel of hues, from blue."""
    colours = []
    for number in range(count):
        saturation, lightness = _TONES[number % len(_TONES)]
        hue = (210 + 360 * number / count) % 360
        colours.append(f"hsl({hue:.0f} {saturation}% {lightness}%)")
    return tuple(colours)


def shot_colour(picture: Picture | None) -> str:
    """A muted swatch of what the shot looks like: light, warmth, saturation."""
    if picture is None:
        return "#323b45"
    hue = 215 if picture.warmth < 0 else 30
    saturation = 8 + 45 * min(1.0, abs(picture.warmth)) * (0.4 + picture.saturation)
    return f"hsl({hue} {min(saturation, 55):.0f}% {14 + 42 * picture.brightness:.0f}%)"
