"""The score: lanes of cues with their names, hits and themes, and the stems that they open to."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap, QPolygonF

from scenescore_ui.timeline.data import CueBlock, Lane, TimelineData
from scenescore_ui.timeline.look import Look, colour, painting
from scenescore_ui.timeline.rows.base import READABLE, BlockRow, Sight, Target, inside, place
from scenescore_ui.timeline.rows.waves import draw_cues
from scenescore_ui.timeline.view import View

GRASP = 5.0
"""Pixels from a hit or from a cue's edge at which it can be grasped."""

_HITS, _WAVE = 12, 30

_SHAPES: dict[str, tuple[tuple[float, float], ...]] = {
    "hard": ((0, -4), (4, 0), (0, 4), (-4, 0)),
    "soft": ((0, -3), (3, 0), (0, 3), (-3, 0)),
    "entry": ((-1, -4), (5, 0), (-1, 4)),
    "stop": ((-3, -3), (3, -3), (3, 3), (-3, 3)),
    "swell": ((-7, 0), (1, -4), (1, 4)),
}
"""Outlines of a hit by its kind, so that colour is not all that tells them apart."""

_QUIET = ("soft", "swell")

_MARK = 9
"""Pixels from the middle of a sign to its edge, at most."""

_STRONG = 0.5
"""Weight from which a hit is drawn filled."""


@lru_cache(maxsize=64)
def sign_of(kind: str, strong: bool, ordered: bool, ratio: float) -> QPixmap:
    """The sign of a hit: filled where it weighs much, framed in white where the user ordered it."""
    name = "hit_soft" if kind in _QUIET else "hit"
    image = QPixmap(round(2 * _MARK * ratio), round(2 * _MARK * ratio))
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    with painting(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(_MARK, _MARK)
        painter.setPen(QPen(colour("chosen" if ordered else name), 1))
        painter.setBrush(colour(name, 255 if strong else 110))
        shape = _SHAPES.get(kind, _SHAPES["hard"])
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in shape]))
    return image


class LaneRow(BlockRow[CueBlock]):
    """A lane: each cue from its in to its out, with what rings before and after it dimmed."""

    def __init__(self, data: TimelineData, look: Look, lane: Lane, opened: bool = False) -> None:
        self.lane = lane
        self.opened = opened
        super().__init__(data, look, lane.cues)
        self._name = look.line + 6
        self.height = self._name + _HITS + _WAVE + look.line + 4

    def paint(self, painter: QPainter, area: QRect, sight: Sight) -> None:
        for cue in self.blocks:
            self._ring(painter, area, cue, sight.view)
        super().paint(painter, area, sight)
        wave = inside(area, self._name + _HITS, _WAVE)
        draw_cues(painter, wave, self.lane.cues, "", "cue_wave", sight)
        for left, right, index in self.seen(sight.view):
            if index is not None and right - left > 2 * _MARK:
                cue = self.blocks[index]
                if cue.pending:
                    self._pend(painter, QRect(left, area.top(), right - left, area.height()), sight)
                self._marks(painter, area, cue, sight)

    def block(
        self, painter: QPainter, area: QRect, block: CueBlock, index: int, sight: Sight
    ) -> None:
        body = area.adjusted(0, 2, 0, -2)
        painter.fillRect(body, colour("cue"))
        painter.fillRect(inside(body, 0, 3), colour(block.mood))
        if block.uid == sight.cue:
            painter.setPen(colour("chosen"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(body.adjusted(0, 0, -1, -1))
        self._edges(painter, body, block, sight)
        if area.width() >= READABLE:
            sight.look.write(painter, inside(body, 3, self._name - 4), self.says(block, sight))

    def says(self, block: CueBlock, sight: Sight) -> str:
        say = sight.look.words
        take = f"{say('timeline_take')} {block.take}" if block.take > 1 else ""
        locked = say("timeline_locked") if block.locked else ""
        words = [block.id, say(f"emotion_{block.mood}"), say.music(block.key), take, locked]
        return " · ".join(word for word in words if word)

    def _pend(self, painter: QPainter, area: QRect, sight: Sight) -> None:
        """Music that is still being made: what sounded before is veiled, and it is said."""
        wave = inside(area, self._name + _HITS, _WAVE)
        painter.fillRect(wave, colour("cue", 205))
        sight.look.write(painter, wave, sight.look.words("timeline_pending"), "hit")

    def _ring(self, painter: QPainter, area: QRect, cue: CueBlock, view: View) -> None:
        """What sounds before the cue's in and after its out."""
        left, right = round(view.x(cue.lane_start)), round(view.x(cue.lane_end))
        if right > 0 and left < view.width:
            place = QRect(left, area.top() + 2, right - left, area.height() - 4)
            painter.fillRect(place.intersected(area), colour("ring_out"))

    def _edges(self, painter: QPainter, body: QRect, block: CueBlock, sight: Sight) -> None:
        for frame in (block.start, block.end):
            x = min(max(body.left(), round(sight.view.x(frame))), body.right())
            if 0 <= sight.view.x(frame) <= sight.view.width:
                painter.fillRect(QRect(x, body.top(), 1, body.height()), colour("cue_edge"))

    def _marks(self, painter: QPainter, area: QRect, cue: CueBlock, sight: Sight) -> None:
        """Hits, those apart that a hand could tell apart, and themes."""
        view, y = sight.view, area.top() + self._name + _HITS // 2 - 1
        taken = -100.0
        for hit in cue.hits:
            x = view.x(hit.frame)
            if -_MARK <= x <= view.width + _MARK and x - taken >= GRASP:
                sign = sign_of(hit.kind, hit.weight >= _STRONG, hit.ordered, sight.ratio)
                painter.drawPixmap(QPointF(x - _MARK, y - _MARK), sign)
                taken = x
        self._themes(painter, area, cue, sight)

    def _themes(self, painter: QPainter, area: QRect, cue: CueBlock, sight: Sight) -> None:
        view = sight.view
        low = inside(area, self.height - sight.look.line - 4, sight.look.line)
        starts = [round(view.x(theme.frame)) for theme in cue.themes]
        ends = [*starts, round(view.x(cue.end))][1:]
        for theme, left, right in zip(cue.themes, starts, ends, strict=True):
            if right > 0 and left < view.width:
                line = QRect(left, low.top(), right - left, low.height())
                painter.fillRect(QRect(left, line.top(), 1, line.height()), colour("theme"))
                sight.look.write(painter, line, theme.name, "theme")

    def head(self, painter: QPainter, area: QRect, look: Look) -> None:
        sign = "▾ " if self.opened else "▸ "
        line = QRect(area.left() + 4, area.top() + 5, area.width() - 4, look.line)
        look.write(painter, line, sign + self.lane.name)

    def target(self, x: float, y: float, sight: Sight) -> Target:
        view, found = sight.view, place(x, sight, "lane")
        on_hits = self._name <= y < self._name + _HITS
        for cue in self.blocks:
            if not view.x(cue.start) - GRASP <= x <= view.x(cue.end) + GRASP:
                continue
            hit = self._hit(cue, x, view) if on_hits else None
            if hit is not None:
                return self._of(found, "hit", cue, hit=hit)
            for edge, frame in (("in", cue.start), ("out", cue.end)):
                if not on_hits and abs(view.x(frame) - x) <= GRASP:
                    return self._of(found, "edge", cue, edge=edge)
            if cue.start <= view.exact(x) < cue.end:
                return self._of(found, "cue", cue)
        return found

    def _hit(self, cue: CueBlock, x: float, view: View) -> int | None:
        """The number of the hit nearest to a pixel, if it can be grasped there."""
        away = [abs(view.x(hit.frame) - x) for hit in cue.hits]
        near = min(range(len(away)), key=lambda index: away[index], default=None)
        return near if near is not None and away[near] <= GRASP else None

    def _of(
        self, found: Target, kind: str, cue: CueBlock, *, hit: int = -1, edge: str = ""
    ) -> Target:
        name = self.lane.name
        return Target(kind, found.frame, found.scene, cue.uid, hit=hit, edge=edge, lane=name)


class StemRow(BlockRow[CueBlock]):
    """One stem of a lane."""

    def __init__(self, data: TimelineData, look: Look, lane: Lane, stem: str) -> None:
        self.lane = lane
        self.stem = stem
        super().__init__(data, look, [cue for cue in lane.cues if stem in cue.stems])
        self.height = 26

    def paint(self, painter: QPainter, area: QRect, sight: Sight) -> None:
        super().paint(painter, area, sight)
        band = area.adjusted(0, 2, 0, -2)
        draw_cues(painter, band, self.blocks, self.stem, "stem_wave", sight)

    def block(
        self, painter: QPainter, area: QRect, block: CueBlock, index: int, sight: Sight
    ) -> None:
        painter.fillRect(area.adjusted(0, 1, 0, -1), colour("ring_out"))

    def head(self, painter: QPainter, area: QRect, look: Look) -> None:
        line = QRect(area.left() + 18, area.top(), area.width() - 18, area.height())
        look.write(painter, line, look.words(f"player_stem_{self.stem}"), "dim")

    def target(self, x: float, y: float, sight: Sight) -> Target:
        found = place(x, sight, "lane")
        cue = self.at(sight.view.exact(x))
        if cue is None:
            return found
        return Target("cue", found.frame, found.scene, cue.uid, lane=self.lane.name)
