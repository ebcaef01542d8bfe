"""The stems of the music and the edit's own sound, each to be muted or heard alone."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QGridLayout, QLabel, QMenu, QToolButton, QWidget, QWidgetAction

from scenescore.words import words
from scenescore_ui.player.desk import EDIT
from scenescore_ui.player.player import Player
from scenescore_ui.strings import Strings
from scenescore_ui.texts import Texts


class StemMenu(QMenu):
    """Stays open while stems are switched; made anew whenever it opens."""

    def __init__(self, player: Player, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._player, self._texts = player, texts
        self.aboutToShow.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """A line for the edit's sound and one for each stem."""
        self.clear()
        action = QWidgetAction(self)
        board, say = QWidget(self), self._texts.strings
        grid = QGridLayout(board)
        grid.setContentsMargins(8, 4, 8, 4)
        for line, stem in enumerate((EDIT.stem, *self._player.stems)):
            name = stem_name(stem, say)
            grid.addWidget(QLabel(name), line, 0)
            grid.addWidget(self._mute(stem, say("player_mute", name=name)), line, 1)
            grid.addWidget(self._solo(stem, say("player_solo", name=name)), line, 2)
        grid.setColumnMinimumWidth(0, 110)
        action.setDefaultWidget(board)
        self.addAction(action)

    def _mute(self, stem: str, what: str) -> QToolButton:
        button = self._switch("M", what, stem in self._player.desk.muted)
        button.toggled.connect(partial(self._player.mute, stem))
        return button

    def _solo(self, stem: str, what: str) -> QToolButton:
        button = self._switch("S", what, stem in self._player.desk.soloed)
        button.toggled.connect(partial(self._player.solo, stem))
        return button

    def _switch(self, letter: str, what: str, on: bool) -> QToolButton:
        button = QToolButton()
        button.setText(letter)
        button.setCheckable(True)
        button.setChecked(on)
        button.setAccessibleName(what)
        button.setToolTip(what)
        return button


def stem_name(stem: str, strings: Strings) -> str:
    """The name of a stem in the user's language; as it is where it has none."""
    key = f"player_stem_{stem}"
    return strings(key) if key in words("panel", strings.language) else stem
