"""Spotting: mood, shots and speech become cues: where music starts, hits, yields and ends.

Markers in the edit are orders; what they leave open is decided as a music editor would: by scene,
on cuts, between lines, with silence where silence is better. Numbers stand in `spotting.toml`,
words in `orders.toml`.
"""

from scenescore.spotting.reshaping import reshaped
from scenescore.spotting.spot import spot
from scenescore.spotting.style import choose_style, style_named

__all__ = [
    "choose_style",
    "reshaped",
    "spot",
    "style_named",
]
