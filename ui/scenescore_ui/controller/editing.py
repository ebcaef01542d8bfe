"""What an editor can do to the work, each as a step that can be undone and has a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from scenescore.model import Hit
from scenescore.settings import Existing
from scenescore.strokes import Stroke
from scenescore.worker.answers import TakeMade
from scenescore.worker.orders import LocksOrder, Studio
from scenescore_ui.work import changes
from scenescore_ui.work.model import CueWork, Work

_NEW_HIT = 0.8
"""The weight of a hit that is added by hand."""


class Doer(Protocol):
    """What holds the work: the session."""

    @property
    def work(self) -> Work: ...

    def do(self, name: str, change: Callable[[Work], Work]) -> None: ...

    def take(self, one: CueWork) -> TakeMade | None: ...


class Editing:
    """The editor's actions on cues (by uid), frames and the mood."""

    def __init__(self, session: Doer) -> None:
        self._session = session

    # --- cues and their takes -----------------------------------------------------------------

    def turn(self, uid: str, dial: str, amount: float) -> None:
        """More (up to 1) or less (down to -1) of one of `changes.DIALS`."""
        self._do("step_dial", lambda work: changes.turned(work, uid, dial, amount))

    def style(self, uid: str, palette: str) -> None:
        self._do("step_style", lambda work: changes.styled(work, uid, palette))

    def new_take(self, uid: str) -> None:
        self._do("step_take", lambda work: changes.new_take(work, uid))

    def keep_take(self, uid: str) -> None:
        self._do("step_keep", lambda work: changes.kept_take(work, uid))

    def drop_take(self, uid: str, index: int) -> None:
        self._do("step_drop", lambda work: changes.dropped_take(work, uid, index))

    def choose_take(self, uid: str, index: int) -> None:
        """One of the kept takes, by its place among them, is heard from now on."""
        self._do("step_choose", lambda work: changes.chosen_take(work, uid, index))

    def lock(self, uid: str, locks: LocksOrder) -> bool:
        """Keep these parts of the take that is heard now; False where none is there to keep."""
        one = self._session.work.cue_work(uid)
        take = self._session.take(one) if one else None
        if take is None:
            return False
        self._do("step_lock", lambda work: changes.locked(work, uid, locks, take.take))
        return True

    def move_edges(self, uid: str, in_frame: int, out_frame: int) -> None:
        self._do("step_edges", lambda work: changes.moved_edges(work, uid, in_frame, out_frame))

    def delete_cue(self, uid: str) -> None:
        """No music where this cue was; its takes come back by undoing."""
        self._do("step_delete", lambda work: changes.without_cue(work, uid))

    def set_studio(self, studio: Studio) -> None:
        """Another SoundFont, loudness or themes, for all cues."""
        self._do("step_studio", lambda work: changes.with_studio(work, studio))

    def set_style(self, style: str | None) -> None:
        """The palette of cues to come; None leaves it to the mood."""
        self._do("step_default_style", lambda work: replace(work, style=style))

    def set_existing(self, existing: Existing) -> None:
        """What scoring does about the music that the edit has already."""
        self._do("step_existing", lambda work: replace(work, existing=existing))

    # --- hits ---------------------------------------------------------------------------------

    def add_hit(self, uid: str, frame: int) -> None:
        """A hard hit of the editor's own."""
        hit = Hit(frame, "hard", _NEW_HIT, "hand", ordered=True)
        self._do("step_hit", lambda work: changes.with_hit(work, uid, hit))

    def move_hit(self, uid: str, frame: int, to_frame: int) -> None:
        self._do("step_hit", lambda work: changes.moved_hit(work, uid, frame, to_frame))

    def rank_hit(self, uid: str, frame: int, weight: float) -> None:
        self._do("step_hit", lambda work: changes.ranked_hit(work, uid, frame, weight))

    def delete_hit(self, uid: str, frame: int) -> None:
        self._do("step_hit", lambda work: changes.without_hit(work, uid, frame))

    # --- mood, silence, scenes ----------------------------------------------------------------

    def bend(self, stroke: Stroke) -> None:
        self._do("step_bend", lambda work: changes.bent(work, stroke))

    def unbend(self, start: float, end: float) -> None:
        """The curve as it was analysed between two moments in seconds."""
        self._do("step_unbend", lambda work: changes.unbent(work, start, end))

    def order_mood(self, start_frame: int, end_frame: int, emotion: str | None) -> None:
        """One of the seven for these frames; None: as it was analysed."""
        self._do(
            "step_mood", lambda work: changes.mood_ordered(work, start_frame, end_frame, emotion)
        )

    def no_music(self, start_frame: int, end_frame: int) -> None:
        self._do("step_no_music", lambda work: changes.without_music(work, start_frame, end_frame))

    def music_again(self, start_frame: int, end_frame: int) -> None:
        self._do("step_music", lambda work: changes.with_music_again(work, start_frame, end_frame))

    def join_scenes(self, frame: int) -> None:
        """The scenes that meet at a frame are one; the edit is analysed again."""
        self._do("step_join", lambda work: changes.joined(work, frame))

    def split_scene(self, frame: int) -> None:
        self._do("step_split", lambda work: changes.split(work, frame))

    def _do(self, name: str, change: Callable[[Work], Work]) -> None:
        self._session.do(name, change)
