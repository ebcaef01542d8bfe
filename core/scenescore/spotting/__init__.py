"""Spotting: mood, shots and speech become cues: where music starts, hits, yields and ends.

Markers in the edit are orders; what they leave open is decided as a music editor would: by scene,
on cuts, between lines, with silence where silence is better. Numbers stand in `spotting.toml`,
words in `orders.toml`.
"""

from scenescore.spotting.orders import Order, emotion_of, nearest_emotion, parse_orders
from scenescore.spotting.reshaping import reshaped
from scenescore.spotting.scene_orders import scene_orders
from scenescore.spotting.spot import spot
from scenescore.spotting.style import choose_style, style_named

__all__ = [
    "Order",
    "choose_style",
    "emotion_of",
    "nearest_emotion",
    "parse_orders",
    "reshaped",
    "scene_orders",
    "spot",
    "style_named",
]
