"""The painting of all rows, and what is laid over it.

The sheet is kept as an image: while the playhead runs only the image is copied, and rows paint
again when the view, the size, the selection or the edit is another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap, QPolygon

from scenescore_ui.timeline.look import Look, colour, painting
from scenescore_ui.timeline.rows import Row, Sight


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the rows lie: `tops` in pixels; the first one stays in place, the rest are scrolled."""

    rows: tuple[Row, ...]
    tops: tuple[int, ...]
    height: int

    @classmethod
    def of(cls, rows: Sequence[Row], room: int = 0) -> Layout:
        """Rows one below the other; those that can use it share what is left of `room` pixels."""
        tops, spare = [0], room - sum(row.height + 1 for row in rows)
        for row in rows:
            more = min(max(0, spare), row.grows)
            row.height, spare = row.height + more, spare - more
        for row in rows:
            tops.append(tops[-1] + row.height + 1)
        return cls(tuple(rows), tuple(tops[:-1]), tops[-1])

    @property
    def pinned(self) -> int:
        """Pixels at the top that are not scrolled."""
        return self.tops[1] if len(self.tops) > 1 else self.height

    def top(self, index: int, scroll: int) -> int:
        """Where a row's upper edge is on the screen."""
        return self.tops[index] - (scroll if index else 0)

    def showing(self, index: int, scroll: int, room: int) -> int:
        """How far to scroll, from where it is, to see a row whole in `room` pixels."""
        top, bottom = self.tops[index], self.tops[index] + self.rows[index].height + 1
        return min(max(scroll, bottom - room), top - self.pinned)

    def at(self, y: float, scroll: int) -> int | None:
        """The number of the row at a height on the screen, or None below the last."""
        place = y if y < self.pinned else y + scroll
        for index, (row, top) in enumerate(zip(self.rows, self.tops, strict=True)):
            if top <= place <= top + row.height:
                return index
        return None


def sheet_of(size: QSize, ratio: float) -> QPixmap:
    """A sheet to draw on, of a size in Qt's pixels."""
    image = QPixmap(size * ratio)
    image.setDevicePixelRatio(ratio)
    return image


def draw_sheet(image: QPixmap, head: int, layout: Layout, scroll: int, sight: Sight) -> None:
    """Draw every row in view with its heading, `head` pixels wide, all over the sheet."""
    size = image.deviceIndependentSize().toSize()
    image.fill(colour("ground"))
    with painting(image) as painter:
        painter.setFont(sight.look.small)
        # The ruler comes last: it lies over rows that are scrolled below it.
        for index in reversed(range(len(layout.rows))):
            row, top = layout.rows[index], layout.top(index, scroll)
            hidden = top + row.height <= (layout.pinned if index else 0) or top >= size.height()
            if not hidden:
                _draw_row(painter, row, top, QRect(QPoint(0, 0), size), head, sight)


def _draw_row(painter: QPainter, row: Row, top: int, whole: QRect, head: int, sight: Sight) -> None:
    painter.setClipRect(QRect(head, top, whole.width() - head, row.height))
    painter.fillRect(QRect(head, top, sight.filled, row.height), colour("row"))
    painter.translate(head, 0)
    row.paint(painter, QRect(0, top, sight.view.width, row.height), sight)
    painter.translate(-head, 0)
    heading = QRect(0, top, head, row.height)
    painter.setClipRect(heading)
    painter.fillRect(heading, colour("head"))
    row.head(painter, heading, sight.look)
    painter.setClipping(False)


def draw_stretch(painter: QPainter, area: QRect, left: int, right: int, pinned: int) -> None:
    """A chosen range over all rows, with its edges."""
    left, right = max(area.left(), left), min(area.right() + 1, right)
    if right < area.left() or left > area.right():
        return
    band = QRect(left, area.top(), max(1, right - left), area.height())
    painter.fillRect(band, colour("range", 36))
    painter.fillRect(QRect(left, area.top() + pinned - 3, max(1, right - left), 3), colour("range"))
    for x in (left, right - 1):
        painter.fillRect(QRect(x, area.top(), 1, area.height()), colour("range"))


def draw_playhead(painter: QPainter, area: QRect, x: int, pinned: int) -> None:
    """The playhead: a line through all rows, and a handle on the ruler."""
    if not area.left() - 6 <= x <= area.right() + 6:
        return
    painter.fillRect(QRect(x, area.top(), 1, area.height()), colour("playhead"))
    y = area.top() + pinned - 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("playhead"))
    corners = [QPoint(x - 5, y - 9), QPoint(x + 6, y - 9), QPoint(x + 6, y - 5), QPoint(x, y)]
    painter.drawPolygon(QPolygon([*corners, QPoint(x - 5, y - 5)]))


def draw_timecode(painter: QPainter, area: QRect, timecode: str, look: Look) -> None:
    """Where the playhead is, in the ruler's heading."""
    painter.fillRect(area, colour("head"))
    look.write(painter, area.adjusted(4, 0, 0, 0), timecode, "playhead")


def draw_empty(painter: QPainter, area: QRect, look: Look) -> None:
    """What to do when there is no edit."""
    painter.setFont(look.text)
    painter.setPen(colour("dim"))
    wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(area.adjusted(40, 0, -40, 0), wrapped, look.words("timeline_empty"))
