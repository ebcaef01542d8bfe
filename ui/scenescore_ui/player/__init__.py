"""Hearing and seeing: the edit's sound and picture and the takes, in step.

`Player` is the door; `Following` has it play what a session has.
"""

from scenescore_ui.player.desk import EDIT, Desk, Side
from scenescore_ui.player.following import Following
from scenescore_ui.player.frames import Picture
from scenescore_ui.player.player import Player
from scenescore_ui.player.programme import MUSIC, Programme, TakeSound
from scenescore_ui.player.sinks import NullSink

__all__ = [
    "EDIT",
    "MUSIC",
    "Desk",
    "Following",
    "NullSink",
    "Picture",
    "Player",
    "Programme",
    "Side",
    "TakeSound",
]
