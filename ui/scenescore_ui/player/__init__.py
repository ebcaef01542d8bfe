"""Hearing and seeing: the edit's sound and picture and the takes, in step.

`Player` is the door; `Following` has it play what a session has. `PictureView` and `TransportBar`
show and move it.
"""

from scenescore_ui.player.asking import ACTIONS, act
from scenescore_ui.player.desk import EDIT, MUSIC, Desk, Side
from scenescore_ui.player.following import Following
from scenescore_ui.player.frames import Picture
from scenescore_ui.player.picture_view import PictureView
from scenescore_ui.player.player import Player
from scenescore_ui.player.programme import Programme, TakeSound
from scenescore_ui.player.sinks import NullSink
from scenescore_ui.player.transport_bar import TransportBar

__all__ = [
    "ACTIONS",
    "EDIT",
    "MUSIC",
    "Desk",
    "Following",
    "NullSink",
    "Picture",
    "PictureView",
    "Player",
    "Programme",
    "Side",
    "TakeSound",
    "TransportBar",
    "act",
]
