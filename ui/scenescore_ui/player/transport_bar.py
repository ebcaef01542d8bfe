"""The bar below the picture: play, step, loop, which take, how loud, and where it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from scenescore.timebase import format_timecode
from scenescore_ui.icons import icon
from scenescore_ui.player.desk import Side
from scenescore_ui.player.player import Player
from scenescore_ui.player.stem_menu import StemMenu
from scenescore_ui.texts import Texts

_LEVELS = (-24, 12)
"""Decibels of the music against its lane, from the left end of the slider to the right one."""

_LEVEL_WIDTH = 90
_SIDES = {Side.A: "player_side_a", Side.B: "player_side_b"}


class TransportBar(QWidget):
    """Shows and moves the player."""

    def __init__(self, player: Player, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._player, self._texts = player, texts
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.timecode = self._label("player_timecode")
        self.timecode.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.back = self._button("frame_back", "player_back", lambda: player.step(-1))
        self.play = self._button("play", "player_play", player.toggle)
        self.on = self._button("frame_on", "player_on", lambda: player.step(1))
        self.loop = self._button("loop", "player_loop", self._switch_loop)
        self.loop.setCheckable(True)
        self.sides = {side: self._side(side) for side in Side}
        self.stems = self._button("stems", "player_stems", None)
        self.stems.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.stems.setMenu(StemMenu(player, texts, self.stems))
        self.level, self.decibels = self._slider(), self._label("player_level")
        self.silent = self._button("no_sound", "player_look_for_sound", player.look_for_sound)
        self._lay_out()
        player.moved.connect(self._show_place)
        player.changed.connect(self._show_state)
        texts.after(self._show_state)
        self._show_state()

    # --- what it is made of -----------------------------------------------------------------------

    def _button(self, picture: str, key: str, do: Callable[[], object] | None) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(picture))
        button.setAutoRaise(True)
        if do:
            button.clicked.connect(lambda: do())
        self._name(button, key)
        return button

    def _name(self, widget: QWidget, key: str) -> None:
        self._texts.put(widget.setAccessibleName, key)
        self._texts.put(widget.setToolTip, f"{key}_hint")

    def _side(self, side: Side) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        self._texts.put(button.setText, _SIDES[side])
        button.clicked.connect(partial(self._player.hear, side))
        self._name(button, _SIDES[side])
        return button

    def _slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(*_LEVELS)
        slider.setFixedWidth(_LEVEL_WIDTH)
        slider.valueChanged.connect(self._player.set_level)
        self._name(slider, "player_level")
        return slider

    def _label(self, key: str) -> QLabel:
        label = QLabel()
        self._texts.put(label.setToolTip, f"{key}_hint")
        return label

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 2, 6, 2)
        row.setSpacing(2)
        row.addWidget(self.timecode)
        row.addStretch()
        for button in (self.back, self.play, self.on, self.loop):
            row.addWidget(button)
        row.addSpacing(8)
        for button in self.sides.values():
            group.addButton(button)
            row.addWidget(button)
        row.addStretch()
        for widget in (self.silent, self.stems, self.level, self.decibels):
            row.addWidget(widget)
        self.decibels.setMinimumWidth(self.decibels.fontMetrics().horizontalAdvance("-24 dB "))

    # --- what it shows ----------------------------------------------------------------------------

    def _show_place(self) -> None:
        edit, frame = self._player.edit, self._player.frame
        self.silent.setVisible(self._player.silent)
        if edit is None:
            self.timecode.setText("")
            return
        at = format_timecode(edit.start_frame + frame, edit.rate, edit.drop_frame)
        self.timecode.setText(at)

    def _show_state(self) -> None:
        player = self._player
        there = player.edit is not None
        self.play.setIcon(icon("pause" if player.playing else "play"))
        self.loop.setChecked(player.loop)
        for widget in (self.back, self.play, self.on, self.loop, self.stems, self.level):
            widget.setEnabled(there)
        for side, button in self.sides.items():
            button.setChecked(player.desk.side is side)
            button.setEnabled(player.has_sides)
        self.level.setValue(round(player.desk.level_db))
        self.decibels.setText(f"{self.level.value():+d} dB".replace("+0", "0") if there else "")
        self._show_place()

    def _switch_loop(self) -> None:
        self._player.loop = self.loop.isChecked()
