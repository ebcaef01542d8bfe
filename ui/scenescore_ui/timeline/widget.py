"""The timeline: the edit, its feeling and its score over time."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from scenescore_ui.strings import Strings
from scenescore_ui.timeline.data import TimelineData
from scenescore_ui.timeline.describing import described
from scenescore_ui.timeline.drags import Drag
from scenescore_ui.timeline.look import Look, colour, painting
from scenescore_ui.timeline.peaks import Peaks
from scenescore_ui.timeline.pictures import Pictures
from scenescore_ui.timeline.rows import Row, Sight, Target, rows_of
from scenescore_ui.timeline.sheet import (
    Layout,
    draw_empty,
    draw_playhead,
    draw_sheet,
    draw_stretch,
    draw_timecode,
    sheet_of,
)
from scenescore_ui.timeline.view import View

_HEAD = (92, 150)
"""Narrowest and widest heading column, in pixels."""

_HEADINGS = ("markers", "shots", "scenes", "sound", "speech", "music", "mood", "arousal")


class TimelineBase(QAbstractScrollArea):
    """What is shown and chosen. `Timeline` adds the hand and the keyboard.

    Signals carry frames of the edit: ranges as two frames [start, end), scenes as a tuple of their
    numbers, points of a curve as a tuple of (frame, value).
    """

    playhead_moved = Signal(int)
    scenes_selected = Signal(tuple)
    range_selected = Signal(int, int)
    cue_selected = Signal(str)
    selection_cleared = Signal()
    view_shown = Signal(float, float)
    """The first frame that is seen, and the one after the last."""
    outline_wanted = Signal(str)
    """A waveform that is seen and not there, by its key (`show_peaks`)."""

    def __init__(self, words: Strings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = Look(self.font(), words)
        self.data: TimelineData | None = None
        self.view = View(0, 1)
        self.rows: tuple[Row, ...] = ()
        self.layout_of_rows = Layout((), (), 0)
        self.playhead = 0
        self.scenes: frozenset[int] = frozenset()
        self.range: tuple[int, int] | None = None
        self.cue = ""
        self.opened: frozenset[str] = frozenset()
        self.ringed = False
        self.drag: Drag | None = None
        self.pressed: tuple[QPoint, Target] | None = None
        self.grasped = 0
        self.head = _HEAD[0]
        self._peaks: dict[str, Peaks] = {}
        self._sheet, self._old = QPixmap(), True
        self.pictures = Pictures(self)
        self.pictures.arrived.connect(self.redraw)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setMouseTracking(True)
        self.horizontalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().valueChanged.connect(self.redraw)
        self.speak(words)

    def speak(self, words: Strings) -> None:
        """Say everything in the words of another language."""
        self.look = Look(self.font(), words)
        self.setAccessibleName(words("timeline_name"))
        names = [words(f"timeline_{name}") for name in _HEADINGS]
        widest = max(self.look.width(name) for name in [*names, "00:00:00:00"]) + 34
        self.head = min(max(_HEAD[0], widest), _HEAD[1])
        self._lay_out()
        self.describe()

    # --- what is shown ---

    def show_data(self, data: TimelineData | None) -> None:
        """Show an edit, or none. The view stays where it is if the edit lasts as long as before."""
        same = self.data is not None and data is not None and self.data.duration == data.duration
        self.data = data
        if data is None or not same:
            self.playhead = 0
            self._choose()
            self.view = View.whole(data.duration if data else 0, self._width())
        self._lay_out()
        self.describe()

    def show_peaks(self, key: str, peaks: Peaks | None) -> None:
        """The waveform of the edit (`EDIT`), a cue (its uid), a stem (`uid/stem`), or no more."""
        if peaks is None:
            self._peaks.pop(key, None)
        else:
            self._peaks[key] = peaks
        self.redraw()

    def show_view(self, view: View) -> None:
        """Look at another part of the edit."""
        self.view = view
        bar = self.horizontalScrollBar()
        blocked = bar.blockSignals(True)
        bar.setPageStep(view.width)
        bar.setRange(0, max(0, round((view.room - view.span) / view.per_pixel)))
        bar.setValue(round(view.left / view.per_pixel))
        bar.blockSignals(blocked)
        self.redraw()
        self.view_shown.emit(view.left, view.left + view.span)

    def fit_all(self) -> None:
        """See all of the edit."""
        self.show_view(View.whole(self.view.duration, self.view.width))

    def fit(self, start: int, end: int) -> None:
        """See the stretch [start, end)."""
        self.show_view(self.view.fitting(start, end))

    def fold(self, lane: str) -> None:
        """Show or hide the stems of a lane."""
        self.opened = self.opened ^ {lane}
        self._lay_out()

    # --- what is chosen ---

    def move_playhead(self, frame: int, *, follow: bool = False) -> None:
        """Put the playhead on a frame and tell; `follow` turns the page to it."""
        frame = min(max(0, frame), self.view.duration)
        if follow:
            self._follow(frame)
        if frame != self.playhead:
            self.playhead = frame
            self.viewport().update()
            self.playhead_moved.emit(frame)

    def show_playhead(self, frame: int) -> None:
        """Follow what plays: like `move_playhead`, but nobody is told."""
        self._follow(frame)
        self.playhead = min(max(0, frame), self.view.duration)
        self.viewport().update()

    def select_scenes(self, scenes: frozenset[int]) -> None:
        """Choose scenes by their numbers, and nothing else."""
        self._choose(scenes=scenes)
        self.scenes_selected.emit(tuple(sorted(scenes)))

    def select_range(self, start: int, end: int) -> None:
        """Choose [start, end), and nothing else; where both are one, nothing."""
        if start == end:
            self.clear_selection()
        elif (start, end) != self.range:
            self._choose(span=(start, end))
            self.range_selected.emit(start, end)

    def select_cue(self, uid: str) -> None:
        """Choose a cue by its uid, and nothing else."""
        self._choose(cue=uid)
        self.cue_selected.emit(uid)

    def clear_selection(self) -> None:
        """Choose nothing."""
        if self.scenes or self.range or self.cue:
            self._choose()
            self.selection_cleared.emit()

    def _choose(
        self,
        scenes: frozenset[int] = frozenset(),
        span: tuple[int, int] | None = None,
        cue: str = "",
    ) -> None:
        self.scenes, self.range, self.cue = scenes, span, cue
        self.redraw()
        self.describe()

    def describe(self) -> None:
        """Tell those who do not see the timeline where the playhead is and what is chosen."""
        chosen = self.range, self.scenes, self.cue
        said = described(self.data, self.playhead, *chosen, self.look.words)
        self.setAccessibleDescription(said)

    # --- where things are ---

    @property
    def sight(self) -> Sight | None:
        """What the rows paint from; None without an edit."""
        if self.data is None:
            return None
        ratio = self.devicePixelRatioF()
        chosen = (self.scenes, self.cue)
        shown = (self.data, self.view, self.look, self._peaks, self.pictures)
        return Sight(*shown, *chosen, ratio=ratio, missed=self.outline_wanted.emit)

    def target_at(self, place: QPoint) -> Target | None:
        """What lies at a place of the viewport; None without an edit or below the rows."""
        index = self.layout_of_rows.at(place.y(), self.verticalScrollBar().value())
        sight = self.sight
        if sight is None or index is None:
            return None
        x, y = place.x() - self.head, place.y() - self.top_of(index)
        return self.rows[index].target(x, y, sight)

    def top_of(self, index: int) -> int:
        """The upper edge of a row in the viewport."""
        return self.layout_of_rows.top(index, self.verticalScrollBar().value())

    # --- drawing ---

    def redraw(self) -> None:
        """Paint the rows again."""
        self._old = True
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        with painting(self.viewport()) as painter:
            whole, sight = self.viewport().rect(), self.sight
            if sight is None:
                painter.fillRect(whole, colour("ground"))
                draw_empty(painter, whole, self.look)
            else:
                painter.drawPixmap(0, 0, self._drawn(whole.size(), sight))
                painter.setFont(self.look.small)
                heading = QRect(1, 1, self.head - 1, self.layout_of_rows.pinned - 2)
                draw_timecode(painter, heading, sight.data.timecode(self.playhead), self.look)
                self._draw_over(painter, whole.adjusted(self.head, 0, 0, 0))

    def _drawn(self, size: QSize, sight: Sight) -> QPixmap:
        """The sheet, painted again if something made it old."""
        if self._sheet.size() != size * sight.ratio:
            self._sheet, self._old = sheet_of(size, sight.ratio), True
        if self._old:
            scroll = self.verticalScrollBar().value()
            draw_sheet(self._sheet, self.head, self.layout_of_rows, scroll, sight)
            self._old = False
        return self._sheet

    def _draw_over(self, painter: QPainter, area: QRect) -> None:
        pinned, left = self.layout_of_rows.pinned, area.left()
        painter.setClipRect(area)
        if self.range:
            start, end = (left + round(self.view.x(frame)) for frame in self.range)
            draw_stretch(painter, area, start, end, pinned)
        draw_playhead(painter, area, left + round(self.view.x(self.playhead)), pinned)
        if self.drag:
            self.drag.paint(painter, area, self.top_of(self.grasped))
        if self.ringed:
            painter.setClipping(False)
            painter.setPen(colour("focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))

    # --- Qt's own events ---

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.speak(self.look.words)

    def _lay_out(self) -> None:
        self.rows = rows_of(self.data, self.look, self.opened) if self.data else ()
        self.layout_of_rows = Layout.of(self.rows, self.viewport().height())
        below = self.layout_of_rows.height - self.viewport().height()
        self.verticalScrollBar().setRange(0, max(0, below))
        self.verticalScrollBar().setPageStep(self.viewport().height())
        self.show_view(self.view.resized(self._width()))

    def _width(self) -> int:
        return max(1, self.viewport().width() - self.head)

    def _follow(self, frame: int) -> None:
        view = self.view.showing(frame)
        if view != self.view:
            self.show_view(view)

    def _scrolled(self, value: int) -> None:
        self.show_view(self.view.scrolled(value - self.view.left / self.view.per_pixel))
