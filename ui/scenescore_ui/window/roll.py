"""The score of a cue to look at: a piano roll of all parts, each in its colour."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from scenescore.model import Note, Part, Score
from scenescore.tempomap import seconds_at
from scenescore_ui.icons import swatch
from scenescore_ui.texts import Texts
from scenescore_ui.timeline.look import Look, colour, painting
from scenescore_ui.timeline.palette import PARTS

_A_SECOND, _A_PITCH, _A_DRUM = 46, 6, 12
"""Pixels of a second, of a pitch, of a drum."""

_HEAD, _EDGE = 22, 3

_QUIETEST = 90
"""How opaque the softest note is, of 255."""


class Roll(QWidget):
    """The notes over seconds from the cue's in: pitched parts above, drums below."""

    def __init__(self, score: Score, look: Look) -> None:
        super().__init__()
        self._score, self._look = score, look
        self.hidden_parts: frozenset[int] = frozenset()
        self._beats = {bar.beat: float(seconds_at(score.tempo, bar.beat)) for bar in score.bars}
        self._notes = [[_placed(score, note) for note in part.notes] for part in score.parts]
        pitches = [n.pitch for part in score.parts if not part.drums for n in part.notes] or [60]
        self._low, self._high = min(pitches) - _EDGE, max(pitches) + _EDGE
        drums = {n.pitch for part in score.parts if part.drums for n in part.notes}
        self._drums = {pitch: place for place, pitch in enumerate(sorted(drums, reverse=True))}
        ends = [end for part in self._notes for _, end in part]
        self._seconds = max([*ends, *self._beats.values(), 1.0])
        self.setMinimumSize(self.sizeHint())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        height = _HEAD + (self._high - self._low + 1) * _A_PITCH
        drums = len(self._drums) * _A_DRUM + (8 if self._drums else 0)
        return QSize(round(self._seconds * _A_SECOND) + 20, height + drums)

    def hide_parts(self, parts: frozenset[int]) -> None:
        self.hidden_parts = parts
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        with painting(self) as painter:
            painter.fillRect(event.rect(), colour("row"))
            painter.setFont(self._look.small)
            self._ground(painter)
            for index, part in enumerate(self._score.parts):
                if index not in self.hidden_parts:
                    self._part(painter, index, part, event.rect())

    def _ground(self, painter: QPainter) -> None:
        """Octaves, bars with their numbers."""
        for pitch in range(self._low, self._high + 1):
            if pitch % 12 == 0:
                y = self._y(pitch) + _A_PITCH
                painter.fillRect(0, y, self.width(), 1, colour("rule"))
                line = QRect(0, y - self._look.line - 1, 40, self._look.line)
                self._look.write(painter, line, f"C{pitch // 12 - 1}", "dim")
        painter.fillRect(0, 0, self.width(), _HEAD, colour("ruler"))
        shown = -100.0
        for number, seconds in enumerate(self._beats.values(), start=1):
            x = round(seconds * _A_SECOND)
            painter.fillRect(x, _HEAD, 1, self.height(), colour("rule"))
            if x - shown > 34:
                self._look.write(painter, QRect(x, 0, 40, _HEAD), str(number))
                shown = x

    def _part(self, painter: QPainter, index: int, part: Part, seen: QRect) -> None:
        name = PARTS[index % len(PARTS)]
        painter.setPen(Qt.PenStyle.NoPen)
        for note, (start, end) in zip(part.notes, self._notes[index], strict=True):
            left, right = start * _A_SECOND, end * _A_SECOND
            if right < seen.left() or left > seen.right():
                continue
            alpha = _QUIETEST + (255 - _QUIETEST) * note.velocity // 127
            painter.fillRect(self._box(part, note, left, right), colour(name, alpha))

    def _box(self, part: Part, note: Note, left: float, right: float) -> QRectF:
        if part.drums:
            top = self._y(self._low) + _A_PITCH + 8 + self._drums[note.pitch] * _A_DRUM
            return QRectF(left, top + 2, 4, _A_DRUM - 4)
        return QRectF(left, self._y(note.pitch), max(2.0, right - left - 1), _A_PITCH - 1)

    def _y(self, pitch: int) -> int:
        return _HEAD + (self._high - pitch) * _A_PITCH


def _placed(score: Score, note: Note) -> tuple[float, float]:
    """Seconds from the cue's in at which a note begins and ends."""
    ends: Sequence[Fraction] = (note.beat, note.beat + note.beats)
    start, end = (float(seconds_at(score.tempo, beat)) + note.shift for beat in ends)
    return start, end


class RollWindow(QDialog):
    """A cue's notes, and its parts to be shown or hidden."""

    def __init__(self, title: str, score: Score, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._say = texts.strings
        self.roll = Roll(score, Look(self.font(), texts.strings))
        self.roll.setAccessibleName(title)
        self.parts = QListWidget()
        self.parts.setAccessibleName(texts.strings("roll_parts"))
        self.parts.setFixedWidth(190)
        for index, part in enumerate(score.parts):
            if part.notes:
                self._add(index, part)
        self.parts.itemChanged.connect(self._show_parts)
        scroll = QScrollArea()
        scroll.setWidget(self.roll)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        key = QLabel(texts.strings("roll_hint"))
        key.setObjectName("quiet")
        row = QHBoxLayout()
        row.addWidget(self.parts)
        row.addWidget(scroll, 1)
        column = QVBoxLayout(self)
        column.addLayout(row, 1)
        column.addWidget(key)
        self.resize(960, min(640, self.roll.sizeHint().height() + 90))

    def _add(self, index: int, part: Part) -> None:
        item = QListWidgetItem(swatch(PARTS[index % len(PARTS)]), self._say.music(part.name))
        item.setData(Qt.ItemDataRole.UserRole, index)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked)
        self.parts.addItem(item)

    def _show_parts(self) -> None:
        items = (self.parts.item(row) for row in range(self.parts.count()))
        off = (item for item in items if item.checkState() == Qt.CheckState.Unchecked)
        self.roll.hide_parts(frozenset(item.data(Qt.ItemDataRole.UserRole) for item in off))
