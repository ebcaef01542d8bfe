"""The player plays what the session has: its edit, its takes as they are made, its playhead."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from scenescore.model import Edit
from scenescore.worker.answers import TakeMade
from scenescore.worker.protocol import Playable
from scenescore_ui.controller import Session
from scenescore_ui.controller.resting import resting
from scenescore_ui.player.desk import MUSIC
from scenescore_ui.player.player import Player
from scenescore_ui.player.programme import TakeSound
from scenescore_ui.work.model import CueWork, Recipe
from scenescore_ui.work.saving import WorkUnreadable

_TAKE_UP_AFTER_MS = 20
"""Changes that come together are taken up as one: takes of a whole film come in a burst."""


class Following(QObject):
    """Keeps a player up with a session; lives as long as `parent`.

    Side A is every cue's take as its recipe stands; while that is made, what was heard before, then
    what there is of it. Side B is the take that a cue is compared with: the one that was asked for,
    else the last one kept, else the one heard before.
    """

    def __init__(self, session: Session, player: Player, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._player = session, player
        self._heard: dict[str, TakeSound] = {}
        self._growing: dict[str, TakeSound] = {}
        self._before: dict[str, TakeSound] = {}
        self._asked: dict[str, Recipe] = {}
        self._sounds: dict[str, TakeSound] = {}
        self._resting = resting(self, _TAKE_UP_AFTER_MS, self._take_up)
        session.opened.connect(self._forget)
        session.opened.connect(self._open)
        session.analysed.connect(self._open)
        session.work_changed.connect(self._resting.start)
        session.take_made.connect(lambda uid: self._resting.start())
        session.playable.connect(self._hear_growing)
        session.view_changed.connect(self._seek)
        player.moved.connect(session.move_playhead)
        self._open()

    def compare(self, uid: str, recipe: Recipe | None) -> None:
        """Hear another take of a cue on side B, or the usual one."""
        if recipe is None:
            self._asked.pop(uid, None)
        else:
            self._asked[uid] = recipe
        self._take_up()

    def _forget(self) -> None:
        for each in (self._heard, self._growing, self._before, self._asked, self._sounds):
            each.clear()

    def _open(self) -> None:
        edit = self._edit()
        if edit != self._player.edit:
            frame = self._session.view.playhead
            self._player.open(edit)
            self._player.seek(frame)
        self._take_up()

    def _edit(self) -> Edit | None:
        findings = self._session.findings
        try:
            return findings.edit() if findings else None
        except WorkUnreadable as error:
            self._session.tell(error.key, **error.gaps)
            return None

    def _take_up(self) -> None:
        self._resting.stop()
        cues = self._session.work.cues
        for one in cues:
            if sound := self._sound(self._session.take(one)):
                self._hear(one.uid, sound)
            elif one.uid not in self._heard and (old := self._sound(self._session.heard(one.uid))):
                self._heard[one.uid] = old
        heard = {**self._heard, **self._growing}
        takes = {one.uid: heard[one.uid] for one in cues if one.uid in heard}
        others = ((one.uid, self._other(one, heard.get(one.uid))) for one in cues)
        self._player.set_takes(takes, {uid: other for uid, other in others if other})

    def _hear(self, uid: str, sound: TakeSound) -> None:
        """A cue's take is finished."""
        old = self._heard.get(uid)
        if old and old != sound:
            self._before[uid] = old
        self._heard[uid] = sound
        self._growing.pop(uid, None)

    def _hear_growing(self, uid: str, playable: Playable) -> None:
        """A cue's take can be heard while it is made."""
        edit = self._player.edit
        if edit is None:
            return
        stems = {MUSIC: playable.path}
        sound = TakeSound.at(playable.lane_start_frame, edit.rate, stems)
        if self._growing.get(uid) != sound:
            self._growing[uid] = sound
            self._take_up()

    def _other(self, one: CueWork, heard: TakeSound | None) -> TakeSound | None:
        """What a cue is compared with, where that is another take than the one heard."""
        asked = [self._asked[one.uid]] if one.uid in self._asked else []
        for recipe in (*asked, *reversed(one.kept)):
            sound = self._sound(self._session.take(replace(one, recipe=recipe)))
            if sound and sound != heard:
                return sound
        before = (self._heard if one.uid in self._growing else self._before).get(one.uid)
        there = before and all(path.is_file() for path in before.stems.values())
        return before if there else None  # takes that nobody needs are thrown away in time

    def _sound(self, take: TakeMade | None) -> TakeSound | None:
        """A take's stems where they lie on disk; remembered, as a film has hundreds of takes."""
        if take is None:
            return None
        if take.take not in self._sounds:
            self._sounds[take.take] = self._laid(take)
        return self._sounds[take.take]

    def _laid(self, take: TakeMade) -> TakeSound:
        paths = {stem: self._session.sound(take, stem) for stem in take.stems}
        stems = {stem: path for stem, path in paths.items() if path}
        return TakeSound.at(take.level.lane_start_frame, take.level.rate, stems)

    def _seek(self) -> None:
        """The playhead was moved by somebody else."""
        if self._session.view.playhead != self._player.frame:
            self._player.seek(self._session.view.playhead)
