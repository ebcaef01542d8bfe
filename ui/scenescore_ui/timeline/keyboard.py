"""The timeline under the keyboard."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from scenescore_ui.strings import Strings
from scenescore_ui.timeline.data import SceneBand, TimelineData
from scenescore_ui.timeline.drags import snapped
from scenescore_ui.timeline.keys import action_of
from scenescore_ui.timeline.widget import TimelineBase

ZOOM = 1.25
"""How much nearer a key or a notch of the wheel goes."""


class KeyedTimeline(TimelineBase):
    """What each key of `KEYS` does to the timeline; `action_asked` tells of every one.

    What the timeline cannot do by itself (play_pause, backward, pause, forward) is only told.
    """

    action_asked = Signal(str)

    def __init__(self, words: Strings, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._marks: list[int] = []
        self._actions: dict[str, Callable[[TimelineData], None]] = {
            "mark_in": lambda data: self.mark(self.playhead, None),
            "mark_out": lambda data: self.mark(None, self.playhead),
            "clear": lambda data: self._clear(),
            "frame_back": lambda data: self._go(self.playhead - 1),
            "frame_on": lambda data: self._go(self.playhead + 1),
            "second_back": lambda data: self._go(self.playhead - data.rate.nominal),
            "second_on": lambda data: self._go(self.playhead + data.rate.nominal),
            "cut_back": lambda data: self._go_to_cut(-1),
            "cut_on": lambda data: self._go_to_cut(1),
            "scene_back": lambda data: self._go_to_scene(data, -1),
            "scene_on": lambda data: self._go_to_scene(data, 1),
            "start": lambda data: self._go(0),
            "end": lambda data: self._go(data.duration),
            "zoom_in": lambda data: self.nearer(ZOOM),
            "zoom_out": lambda data: self.nearer(1 / ZOOM),
            "fit_all": lambda data: self.fit_all(),
            "fit_scene": self.fit_chosen,
        }

    def show_data(self, data: TimelineData | None) -> None:
        super().show_data(data)
        starts = (shot.start for shot in data.shots) if data else ()
        self._marks = sorted({*starts, 0, data.duration}) if data else []

    def snapped(self, frame: int, free: bool = False) -> int:
        """A frame within the edit, at the cut near by unless it is to stay `free`."""
        frame = min(max(0, frame), self.view.duration)
        return frame if free else snapped(frame, self.view, self._marks)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        action = action_of(event)
        if action is None or self.data is None:
            event.ignore()
            return
        if action in self._actions:
            self._actions[action](self.data)
        self.describe()
        self.action_asked.emit(action)

    def _go(self, frame: int) -> None:
        self.move_playhead(frame, follow=True)

    def _go_to_cut(self, step: int) -> None:
        if step < 0:
            index = bisect_left(self._marks, self.playhead) - 1
        else:
            index = bisect_right(self._marks, self.playhead)
        self._go(self._marks[min(max(0, index), len(self._marks) - 1)])

    def _go_to_scene(self, data: TimelineData, step: int) -> None:
        """Choose the scene after (or before) the one at the playhead, and go to its start."""
        here = next((i for i, s in enumerate(data.scenes) if self.playhead < s.end), 0)
        chosen = here + step if self.scenes else here
        if 0 <= chosen < len(data.scenes):
            self._go(data.scenes[chosen].start)
            self.select_scenes(frozenset({data.scenes[chosen].id}))

    def mark(self, start: int | None, end: int | None) -> None:
        """In and out at the playhead: the one that is missing is the edit's own."""
        old = self.range or (0, self.view.duration)
        first = old[0] if start is None else start
        last = old[1] if end is None else end
        if first >= last:
            first, last = (first, self.view.duration) if end is None else (0, last)
        self.select_range(first, last)

    def _clear(self) -> None:
        if self.drag:
            self.drag.given_up()
            self.drag = self.pressed = None
            self.viewport().update()
        else:
            self.clear_selection()

    def nearer(self, factor: float) -> None:
        """Look nearer by a factor, with the playhead kept in its place where it is seen."""
        x = self.view.x(self.playhead)
        self.show_view(self.view.zoomed(factor, x if 0 <= x <= self.view.width else 0))

    def fit_chosen(self, data: TimelineData) -> None:
        """See what is chosen, or else the scene at the playhead."""
        here = data.scene_at(min(self.playhead, data.duration - 1))
        chosen: list[SceneBand] = [scene for scene in data.scenes if scene.id in self.scenes]
        if self.range:
            self.fit(*self.range)
        elif shown := chosen or ([here] if here else []):
            self.fit(min(scene.start for scene in shown), max(scene.end for scene in shown))
