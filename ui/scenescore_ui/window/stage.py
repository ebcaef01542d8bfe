"""Picture and sound above the timeline, playing what the session has."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from scenescore_ui.controller import Session
from scenescore_ui.player import Following, PictureView, Player, TransportBar, act
from scenescore_ui.texts import Texts
from scenescore_ui.timeline import Timeline
from scenescore_ui.window.notice import Notice

_LEFT_TO_THE_PLAYER = ("play_pause", "backward", "pause", "forward")
"""Keys of the timeline's that move nothing by themselves."""


class Stage(QWidget):
    """The picture and its transport; the player ends by `close_player`."""

    def __init__(self, session: Session, timeline: Timeline, notice: Notice, texts: Texts) -> None:
        super().__init__()
        self._session = session
        self.player = Player(self)
        self.following = Following(session, self.player, self)
        self.picture = PictureView(self.player, texts)
        self.transport = TransportBar(self.player, texts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.picture, 1)
        column.addWidget(self.transport)
        self.player.told.connect(notice.tell)
        timeline.action_asked.connect(self._act)
        session.view_changed.connect(self._loop_where_chosen)

    def close_player(self) -> None:
        """Nothing plays any more; device, files and threads are let go."""
        self.player.close()

    def _act(self, action: str) -> None:
        if action in _LEFT_TO_THE_PLAYER:
            act(self.player, action)

    def _loop_where_chosen(self) -> None:
        chosen = self._session.view.selection
        self.player.range = (chosen.start_frame, chosen.end_frame) if chosen else None
