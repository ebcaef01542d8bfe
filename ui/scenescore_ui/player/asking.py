"""What keys ask of the player, by the names that the timeline has for it (`timeline.KEYS`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scenescore_ui.player.player import Player

ACTIONS: Mapping[str, Callable[[Player], None]] = {
    "play_pause": Player.toggle,
    "backward": lambda player: player.shuttle(-1),
    "pause": Player.pause,
    "forward": lambda player: player.shuttle(1),
    "frame_back": lambda player: player.step(-1),
    "frame_on": lambda player: player.step(1),
    "second_back": lambda player: player.step(-player.second),
    "second_on": lambda player: player.step(player.second),
    "start": lambda player: player.seek(0),
    "end": lambda player: player.seek(player.frames - 1),
}
"""The timeline moves its own playhead for those from `frame_back` on."""


def act(player: Player, action: str) -> bool:
    """Do what is asked for; whether it is something for the player."""
    if action not in ACTIONS:
        return False
    ACTIONS[action](player)
    return True
