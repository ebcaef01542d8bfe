"""What is heard: the takes, which side of them, what is muted, how loud, on which device."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal

from scenescore.model import Edit
from scenescore_ui.player.desk import Desk, Side
from scenescore_ui.player.playback import Playback
from scenescore_ui.player.programme import Programme, Takes
from scenescore_ui.player.sinks import Pull, Sink
from scenescore_ui.strings import worded


class Listening(QObject):
    """The half of the player that has ears."""

    changed = Signal()
    """Playing or not, loop, side, solo, mutes, level, or which stems there are."""
    told = Signal(object, object)
    """Two `Telling`s to read: what happened, what to do."""

    _failed = Signal(str, str)

    def __init__(self, parent: QObject | None, device: Callable[[Pull], Sink]) -> None:
        super().__init__(parent)
        self.edit: Edit | None = None
        self._programme = Programme()
        self._playback = Playback(self._failed.emit, device)
        self._failed.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def set_takes(self, takes: Takes, others: Takes | None = None) -> None:
        """Have the music of side A by the cues' uids, and where side B differs, that of B.

        May be called at any time: what plays goes on with it without a gap.
        """
        programme = Programme(self.edit, dict(takes), dict(others or {}))
        if programme != self._programme:
            self._load(programme)

    @property
    def stems(self) -> tuple[str, ...]:
        """Names of the stems that there are in any take."""
        return self._programme.stems

    @property
    def has_sides(self) -> bool:
        """Whether there is a side B."""
        return bool(self._programme.others)

    @property
    def desk(self) -> Desk:
        """Side, solo, mutes and level; give it another one to change them, without a click."""
        return self._playback.mixer.desk

    @desk.setter
    def desk(self, desk: Desk) -> None:
        if desk != self.desk:
            self._playback.mixer.desk = desk
            self.changed.emit()

    def hear(self, side: Side) -> None:
        """Switch to a side, at the same place."""
        self.desk = replace(self.desk, side=side)

    def mute(self, stem: str, on: bool) -> None:
        """Mute a stem, or the edit's own sound (`EDIT.stem`)."""
        self.desk = self.desk.with_mute(stem, on)

    def solo(self, stem: str, on: bool) -> None:
        """Hear only the stems (or the edit's own sound) that are soloed."""
        self.desk = self.desk.with_solo(stem, on)

    def set_level(self, decibels: float) -> None:
        """How much louder the music is heard than it lies in its lane; nothing is written."""
        self.desk = replace(self.desk, level_db=decibels)

    @property
    def silent(self) -> bool:
        """Whether there is no sound device."""
        return self._playback.silent_clock

    def look_for_sound(self) -> None:
        """Look for a sound device again."""
        self._playback.look_again()

    def _load(self, programme: Programme) -> None:
        self._programme = programme
        if not self.has_sides:  # side B alone would be silence, and no button would lead back
            self.hear(Side.A)
        self._playback.load(programme)
        self.changed.emit()

    def _tell(self, key: str, name: str) -> None:
        self.told.emit(worded(key, name=name), worded(f"{key}_hint", name=name))
        self.changed.emit()
