"""The timeline under the hand."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QHideEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip

from scenescore_ui.timeline.data import TimelineData
from scenescore_ui.timeline.drags import DRAGS, Spot, Sweep
from scenescore_ui.timeline.keyboard import ZOOM, KeyedTimeline
from scenescore_ui.timeline.rows import LaneRow, Target

_STILL = 4
"""Pixels that a hand may tremble in a click."""

_NOTCH = 120
"""Qt's units in a notch of the wheel (QWheelEvent.angleDelta)."""

_CURSORS: dict[str, Qt.CursorShape] = {
    "curve": Qt.CursorShape.SizeVerCursor,
    "edge": Qt.CursorShape.SizeHorCursor,
    "hit": Qt.CursorShape.SizeHorCursor,
    "fold": Qt.CursorShape.PointingHandCursor,
}


_BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class Timeline(KeyedTimeline):
    """The edit, its feeling and its score, to be looked at, chosen from and bent.

    `pointed` tells what was clicked, `menu_asked` what a context menu is wanted for and where on
    the screen. What is dragged is told when it is let go and
    changes nothing by itself: whoever owns the edit shows new data.
    """

    pointed = Signal(Target)
    menu_asked = Signal(Target, QPoint)
    curve_dragged = Signal(str, tuple, int)
    """Axis, points (frame, value), and the frames over which the curve flows into them (`bent`)."""
    hit_dragged = Signal(str, int, int)
    """Cue's uid, number of the hit in it, frame."""
    hit_asked = Signal(str, int)
    """A double click in a cue: its uid and the frame where a new hit is wanted."""
    cue_edge_dragged = Signal(str, str, int)
    """Cue's uid, "in" or "out", frame."""

    def show_data(self, data: TimelineData | None) -> None:
        super().show_data(data)
        self.drag = self.pressed = None

    def bring_up(self, uid: str) -> None:
        """Scroll the rows until the lane of a cue is seen."""
        for index, row in enumerate(self.rows):
            if isinstance(row, LaneRow) and any(cue.uid == uid for cue in row.lane.cues):
                bar, room = self.verticalScrollBar(), self.viewport().height()
                bar.setValue(self.layout_of_rows.showing(index, bar.value(), room))

    # --- mouse ---

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        place = event.position().toPoint()
        target = self._grasp(place)
        if event.button() != Qt.MouseButton.LeftButton or target is None:
            return
        if target.kind == "fold":
            self.fold(target.lane)
            return
        self.pressed = place, target
        self.grasped = self.layout_of_rows.at(place.y(), self.verticalScrollBar().value()) or 0
        if target.kind == "ruler":
            self._begin(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        place = event.position().toPoint()
        if self.pressed is None:
            target = self._grasp(place)
            shape = _CURSORS.get(target.kind if target else "", Qt.CursorShape.ArrowCursor)
            self.viewport().setCursor(shape)
        elif self.drag:
            self.drag.moved(self._spot(place, event))
            self.viewport().update()
        elif (place - self.pressed[0]).manhattanLength() >= _STILL:
            self._begin(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        pressed, drag = self.pressed, self.drag
        if event.button() != Qt.MouseButton.LeftButton or pressed is None:
            return
        self.pressed = self.drag = None
        if drag:
            drag.dropped()
            self.describe()
        else:
            self._click(pressed[1], event.modifiers())
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        target = self._grasp(event.position().toPoint())
        if target is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if target.kind == "cue":
            self.hit_asked.emit(target.cue, target.frame)
        elif target.kind == "scene" and self.data:
            self.fit_chosen(self.data)

    def _begin(self, event: QMouseEvent) -> None:
        if self.pressed:
            place, target = self.pressed
            self.drag = DRAGS.get(target.kind, Sweep)(self, target, self._spot(place, event))
            self.drag.moved(self._spot(event.position().toPoint(), event))
            self.viewport().update()

    def _spot(self, place: QPoint, event: QMouseEvent) -> Spot:
        """Where the pointer is; Alt keeps it from jumping to a cut."""
        frame = self.view.frame(place.x() - self.head)
        free = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        return Spot(place.y() - self.top_of(self.grasped), frame, free)

    def _grasp(self, place: QPoint) -> Target | None:
        """What is under the pointer; a lane's heading opens it, other headings do nothing."""
        if place.x() >= self.head:
            return self.target_at(place)
        index = self.layout_of_rows.at(place.y(), self.verticalScrollBar().value())
        row = self.rows[index] if index is not None else None
        return Target("fold", 0, lane=row.lane.name) if isinstance(row, LaneRow) else None

    def _click(self, target: Target, held: Qt.KeyboardModifier) -> None:
        if target.kind == "scene" and target.scene is not None:
            self._choose_scene(target.scene, held)
        elif target.cue:
            self.select_cue(target.cue)
        else:
            self.clear_selection()
            self.move_playhead(target.frame)
        self.describe()
        self.pointed.emit(target)

    def _choose_scene(self, scene: int, held: Qt.KeyboardModifier) -> None:
        """A scene alone; with Control more or fewer; with Shift all up to it."""
        if held & Qt.KeyboardModifier.ControlModifier:
            self.select_scenes(self.scenes ^ {scene})
        elif held & Qt.KeyboardModifier.ShiftModifier and self.scenes:
            chosen = range(min(scene, *self.scenes), max(scene, *self.scenes) + 1)
            ids = {each.id for each in self.data.scenes} if self.data else set()
            self.select_scenes(frozenset(ids & set(chosen)))
        else:
            self.select_scenes(frozenset({scene}))

    # --- menu, wheel, tip ---

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """A menu at the pointer, or by its key for what is chosen, else at the playhead."""
        if self.data is None:
            return
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            target, place = self._chosen(self.data), self._below_playhead()
        else:
            place = event.globalPos()
            found = self._grasp(self.viewport().mapFromGlobal(place))
            if found is None or found.kind == "fold":
                return
            target = self._within(found)
            self._choose_for_menu(target)
        self.menu_asked.emit(target, place)

    def _choose_for_menu(self, target: Target) -> None:
        """What a menu is for is shown as chosen; scenes chosen with others stay so."""
        if target.cue:
            self.select_cue(target.cue)
            return
        scene = target.scene if target.kind == "scene" else None
        if scene is not None and scene not in self.scenes:
            self.select_scenes(frozenset({scene}))

    def _within(self, found: Target) -> Target:
        """What a menu at a place is for: what can be grasped first, then a chosen range there."""
        if found.kind in ("cue", "hit", "edge", "curve"):
            return found
        if self.range and self.range[0] <= found.frame <= self.range[1]:
            return Target("range", found.frame, found.scene)
        return Target("scene" if found.scene is not None else "time", found.frame, found.scene)

    def _chosen(self, data: TimelineData) -> Target:
        here = data.scene_at(min(self.playhead, data.duration - 1))
        if cue := data.cue(self.cue):
            return Target("cue", self.playhead, cue.scene, cue.uid)
        scene = min(self.scenes) if self.scenes else here.id if here else None
        kind = "range" if self.range else "scene" if scene is not None else "time"
        return Target(kind, self.playhead, scene)

    def _below_playhead(self) -> QPoint:
        x = min(max(0, round(self.view.x(self.playhead))), self.view.width)
        return self.viewport().mapToGlobal(QPoint(self.head + x, self.layout_of_rows.pinned))

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Control zooms to the pointer; Shift scrolls rows; otherwise time runs."""
        pixels = event.angleDelta() if event.pixelDelta().isNull() else event.pixelDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            x = event.position().x() - self.head
            self.show_view(self.view.zoomed(ZOOM ** (event.angleDelta().y() / _NOTCH), max(0.0, x)))
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() - (pixels.y() or pixels.x()))
        else:
            along = pixels.x() if abs(pixels.x()) > abs(pixels.y()) else pixels.y()
            self.show_view(self.view.scrolled(-along))
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                x = event.position().x() - self.head
                self.show_view(self.view.zoomed(max(0.1, 1 + event.value()), max(0.0, x)))
            return True
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tip(event.pos()), self.viewport())
            return True
        return super().viewportEvent(event)

    def _tip(self, place: QPoint) -> str:
        index = self.layout_of_rows.at(place.y(), self.verticalScrollBar().value())
        sight = self.sight
        if sight is None or index is None or place.x() < self.head:
            return ""
        return self.rows[index].tip(place.x() - self.head, place.y() - self.top_of(index), sight)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Who came by a key sees where they are; who clicked knows."""
        super().focusInEvent(event)
        self.ringed = event.reason() in _BY_KEY
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self.ringed = False
        self.viewport().update()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Nothing is read for a window that is closed, nor while it is destroyed."""
        self.pictures.pause()
        super().hideEvent(event)
