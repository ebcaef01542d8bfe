"""Cells: the motifs of a phrase bar by bar, before they have pitches: theme, answer, close."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Literal

from scenescore.compose.form import Phrase
from scenescore.compose.tempo import Plan
from scenescore.compose.theme import Motif
from scenescore.compose.variation import (
    Operation,
    filled,
    fitted,
    head,
    inverted,
    moved,
    stretched,
    turned,
    veered,
    without_last,
)

Use = Literal["statement", "return", "development", "fragment", "ostinato", "final"]
CellKind = Literal["theme", "answer", "variation", "rhythm", "cadence", "final"]

_RATE, _SHARE = 0.35, 0.38
"""Onsets a second of the melody: a base and a share of the emotion's; sad music is mostly tune."""

LONG_IDEA, _SOONER, _LATER, _ORNAMENTED = 9, 2, 3, 4
"""Every second return of an idea of that many notes, every third of a shorter one, ends its answer
the other way in the old rhythm: what is long is known sooner. From the fourth on the theme is
ornamented."""

_CALM = 0.8
"""How busy the bar of a cadence is, against the phrase's mean."""

ANSWERS: tuple[Operation, ...] = (lambda motif: moved(motif, -1), inverted, without_last)
"""What may follow the theme: a step lower, upside down, its beginning again."""

_ANSWER_NOTES = 3
FEWEST_NOTES = 2
"""Notes of an answer at least."""

_Role = tuple[bool, bool, bool]
"""Whether a bar is to have the theme, follows it, and closes the phrase."""

_SHORTEST_ANSWER = Fraction(3, 2)
"""Beats that a gap between two lines must offer for an answer."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A motif at a beat: what the melody is to sing there, before it has pitches.

    The motif's rhythm fills `beats`. A "theme" keeps its degrees' moves, "answer" cells lean on
    them, a "variation" is an answer that ends otherwise than the first time, "rhythm" and "cadence"
    cells keep the lengths alone.
    """

    kind: CellKind
    beat: Fraction
    motif: Motif
    breath: bool = False


def melody_rate(phrase: Phrase) -> float:
    """Onsets a second that the melody should have."""
    return _RATE + _SHARE * phrase.feel.onsets


@dataclass(frozen=True, slots=True)
class Writer:
    """Lays the cells of one phrase.

    `spread` broadens the theme, `answer` is the one of ANSWERS that follows it, `again` counts how
    often the phrase was heard before, `known` are its cells of the first time by their bar.
    """

    plan: Plan
    phrase: Phrase
    use: Use
    spread: Fraction
    answer: int
    again: int
    known: Mapping[int, Cell]

    def cells(self, motif: Motif, free: Sequence[tuple[Fraction, Fraction]]) -> list[Cell]:
        """The cells in the free stretches of the phrase."""
        if self.use == "final":
            open_at = free and free[0][0] == self.phrase.start
            held = Motif((0,), (self.plan.end - self.phrase.start,))
            return [Cell("final", self.phrase.start, held)] if open_at else []
        return [cell for stretch in free for cell in self._stretch(motif, *stretch)]

    def _stretch(self, motif: Motif, start: Fraction, end: Fraction) -> list[Cell]:
        """Whole bars carry the phrase; what is left before them after a line is an answer."""
        bars = [
            bar
            for bar in self.plan.bars[self.phrase.first : self.phrase.last]
            if start <= bar.beat and bar.beat + bar.beats <= end
        ]
        opening = bars[0].beat if bars else end
        cells = []
        if opening - start >= _SHORTEST_ANSWER:
            at = max(start, Fraction(-(-start * 2 // 1), 2))
            cells.append(self._gap(motif, at, opening - at, alone=not bars))
        wide = stretched(motif, self.spread)
        needed = self._bars_for(wide)
        place, stated = 0, False
        while place < len(bars):
            left = len(bars) - place
            theme = not stated and (needed < left or place == 0)
            width = min(needed, max(1, left - 1)) if theme else 1
            beats = sum((bar.beats for bar in bars[place : place + width]), Fraction(0))
            cadence = left == width and len(bars) > 1
            role = (theme, stated, cadence)
            cells.append(self._cell(wide, bars[place].beat, beats, place, role))
            place, stated = place + width, theme
        return cells

    def _gap(self, motif: Motif, beat: Fraction, beats: Fraction, alone: bool) -> Cell:
        """What is sung between lines: the theme where it has room and no bar of its own follows."""
        if alone and self.use in ("statement", "return") and motif.onsets[-1] + 1 <= beats:
            return Cell("theme", beat, fitted(motif, beats), breath=True)
        short = head(motif, min(_ANSWER_NOTES, len(motif.rhythm)))
        return Cell("answer", beat, fitted(short, beats), breath=True)

    def _bars_for(self, motif: Motif) -> int:
        """Bars that the motif's onsets need; its last note only fills up."""
        bar = self.plan.bars[self.phrase.first].beats
        return max(1, ceil((motif.onsets[-1] + Fraction(1, 2)) / bar))

    def _cell(self, motif: Motif, beat: Fraction, beats: Fraction, place: int, role: _Role) -> Cell:
        theme, stated, cadence = role
        before = self.known.get(self.plan.bar_index(beat) - self.phrase.first)
        if before is not None and (not theme or before.kind == "cadence"):
            # What returns goes on as it did, however soon or late it is to close.
            return self._again(motif, before, fitted(before.motif, beats), beat, cadence)
        if cadence and not (stated and self.phrase.goal == "arrive"):
            return Cell("cadence", beat, fitted(self._closing(motif, beat, beats), beats), True)
        if self.use == "fragment":
            short = head(motif, min(_ANSWER_NOTES, len(motif.rhythm)))
            return Cell("theme", beat, fitted(moved(short, -place), beats), breath=True)
        if self.use == "ostinato":
            return Cell("rhythm", beat, fitted(motif, beats))
        if theme:
            whole = fitted(motif, beats)
            return Cell("theme", beat, turned(whole) if self.again >= _ORNAMENTED else whole)
        answer = fitted(self._answering(motif), beats)
        notes = self._notes(motif, beat, beats)
        if notes < len(answer.rhythm):  # calm after a busy theme
            answer = head(answer, 1)
        answer = filled(answer, notes)
        return Cell("answer", beat, answer)

    def _again(
        self, theme: Motif, before: Cell, motif: Motif, beat: Fraction, breath: bool
    ) -> Cell:
        """A bar as it was the first time; every now and then an answer ends the other way."""
        long = len(theme.rhythm) + len(before.motif.rhythm) >= LONG_IDEA
        due = self.again and self.again % (_SOONER if long else _LATER) == 0
        if before.kind == "answer" and due and (long or not self.plain):
            return Cell("variation", beat, veered(motif), breath)
        return Cell(before.kind, beat, motif, breath)

    @property
    def plain(self) -> bool:
        """Whether a short idea is to be heard as it was at first: at the end, over no ground."""
        return self.phrase.goal == "close" and self.phrase.role != "ground"

    def _notes(self, motif: Motif, beat: Fraction, beats: Fraction) -> int:
        """Notes that the mood wants of an answer, after a theme that had more or fewer."""
        length = self.plan.seconds(beat + beats) - self.plan.seconds(beat)
        both = float(length) * float(1 + motif.beats / beats) * melody_rate(self.phrase)
        most = round(float(length) * melody_rate(self.phrase)) + 1
        return max(FEWEST_NOTES, min(round(both) - len(motif.rhythm), most))

    def _answering(self, motif: Motif) -> Motif:
        return ANSWERS[self.answer](motif)

    def _closing(self, motif: Motif, beat: Fraction, beats: Fraction) -> Motif:
        """The theme's beginning, calmer than the bars before, and a long note."""
        length = self.plan.seconds(beat + beats) - self.plan.seconds(beat)
        wanted = round(_CALM * melody_rate(self.phrase) * float(length))
        return head(motif, min(max(2, wanted), len(motif.rhythm)))
