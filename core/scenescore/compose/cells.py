"""Cells: the motifs of a phrase bar by bar, before they have pitches: theme, answer, close."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil
from typing import Literal

from scenescore.compose.form import Phrase
from scenescore.compose.retelling import Retelling
from scenescore.compose.tempo import Plan
from scenescore.compose.theme import Motif
from scenescore.compose.variation import (
    Operation,
    filled,
    fitted,
    head,
    inverted,
    lifted,
    moved,
    stretched,
    turned,
    veered,
    without_last,
)
from scenescore.model import Bar

Use = Literal["statement", "return", "development", "fragment", "ostinato", "final"]
CellKind = Literal["theme", "sequence", "answer", "variation", "rhythm", "cadence", "final"]

_RATE, _SHARE = 0.45, 0.38
"""Onsets a second of the melody: a base and a share of the emotion's; sad music is mostly tune."""

_LONG_IDEA = 9
"""Notes of an idea from which its answer may end otherwise also at the end of a cue."""

_AWAY = 1
"""Degrees by which a theme goes on as a sequence."""

_CALM = 0.8
"""How busy the bar of a cadence is, against the phrase's mean."""

ANSWERS: tuple[Operation, ...] = (lambda motif: moved(motif, -1), inverted, without_last)
"""What may follow the theme: a step lower, upside down, its beginning again."""

_ANSWER_NOTES = 3
FEWEST_NOTES = 2
"""Notes of an answer at least."""

_SHORTEST_ANSWER = Fraction(3, 2)
"""Beats that a gap between two lines must offer for an answer."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A motif at a beat: what the melody is to sing there, before it has pitches.

    The motif's rhythm fills `beats`. A "theme" keeps its degrees' moves, "answer" cells lean on
    them, a "variation" is an answer that ends otherwise than the first time, "rhythm" and "cadence"
    cells keep the lengths alone. `like` is the kind whose beginning it repeats, for a theme a
    "sequence" where it is heard a step away.
    """

    kind: CellKind
    beat: Fraction
    motif: Motif
    breath: bool = False
    like: CellKind | None = None


def melody_rate(phrase: Phrase) -> float:
    """Onsets a second that the melody should have."""
    return _RATE + _SHARE * phrase.feel.onsets


@dataclass(frozen=True, slots=True)
class Known:
    """What followed a theme before: `answers` by the bars since it began, and how it closed."""

    answers: Mapping[int, Cell] = field(default_factory=dict)
    cadence: Cell | None = None


@dataclass(frozen=True, slots=True)
class _Bar:
    """Where a cell goes: `place` counts the bars of a free stretch, `offset` those since the theme.

    `theme` says that it is to be heard here, `stated` that it was just before, `closes` that the
    phrase comes to its end.
    """

    beat: Fraction
    beats: Fraction
    place: int
    offset: int
    theme: bool
    stated: bool
    closes: bool


@dataclass(frozen=True, slots=True)
class Writer:
    """Lays the cells of one phrase.

    `spread` broadens the theme, `answer` is the one of ANSWERS that follows it, `again` counts how
    often the phrase was heard before, `known` is what followed its theme then; `repeats` says that
    the ideas of a phrase are one said again.
    """

    plan: Plan
    phrase: Phrase
    use: Use
    spread: Fraction
    answer: int
    again: int
    known: Known
    repeats: bool
    retelling: Retelling

    def cells(
        self, motif: Motif, free: Sequence[tuple[Fraction, Fraction]]
    ) -> tuple[tuple[Cell, ...], Mapping[int, Cell]]:
        """Cells in the free stretches of the phrase, and its answers by bars since the theme."""
        if self.use == "final":
            open_at = free and free[0][0] == self.phrase.start
            held = Motif((0,), (self.plan.end - self.phrase.start,))
            return ((Cell("final", self.phrase.start, held),) if open_at else (), {})
        said = dict(self.known.answers)
        found = (cell for stretch in free for cell in self._stretch(motif, *stretch, said))
        return tuple(found), said

    def _stretch(
        self, motif: Motif, start: Fraction, end: Fraction, said: dict[int, Cell]
    ) -> list[Cell]:
        """Whole bars carry the phrase; what is left before them after a line is an answer."""
        bars = [
            bar
            for bar in self.plan.bars[self.phrase.first : self.phrase.last]
            if start <= bar.beat and bar.beat + bar.beats <= end
        ]
        opening = bars[0].beat if bars else end
        cells = []
        if opening - ceil(start) >= _SHORTEST_ANSWER:
            at = Fraction(ceil(start))
            cells.append(self._gap(motif, at, opening - at, alone=not bars))
        wide = stretched(motif, self.spread)
        return cells + [self._cell(wide, bar, said) for bar in self._laid(bars, wide)]

    def _laid(self, bars: Sequence[Bar], motif: Motif) -> Iterator[_Bar]:
        """The bars of a stretch: theme and answer by turns; a theme may lead into a hit."""
        needed = self._bars_for(motif)
        place = offset = 0
        while place < len(bars):
            left = len(bars) - place
            into = needed == left and place == needed + 1 and self.phrase.goal == "arrive"
            theme = place == 0 or (offset > needed and (needed < left or into))
            width = min(needed, max(1, left - (place == 0))) if theme else 1
            offset = 0 if theme else offset
            yield _Bar(
                beat=bars[place].beat,
                beats=sum((bar.beats for bar in bars[place : place + width]), Fraction(0)),
                place=place,
                offset=offset,
                theme=theme,
                stated=offset == needed,
                closes=left == width and len(bars) > 1,
            )
            place, offset = place + width, offset + width

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

    def _cell(self, motif: Motif, bar: _Bar, said: dict[int, Cell]) -> Cell:
        """The cell of a bar, or of the bars that a theme takes; `said` grows by new answers."""
        drives = self.phrase.goal == "arrive" and (bar.theme or bar.stated)
        if bar.closes and not drives:
            return self._closing(motif, bar, said)
        if self.use == "fragment":
            short = moved(head(motif, min(_ANSWER_NOTES, len(motif.rhythm))), -bar.place)
            return Cell("theme", bar.beat, fitted(short, bar.beats), breath=True)
        if self.use == "ostinato":
            return Cell("rhythm", bar.beat, fitted(motif, bar.beats))
        if bar.theme:
            return self._theme(fitted(motif, bar.beats), bar)
        if bar.offset in said:
            return self._again(motif, said[bar.offset], bar)
        said[bar.offset] = Cell("answer", bar.beat, self._answering(motif, bar))
        return said[bar.offset]

    def _theme(self, whole: Motif, bar: _Bar) -> Cell:
        """The theme; over a ground, which stays, its second time mostly goes on a step away."""
        home, instead = self.retelling.ornamented
        if self.again >= (home if self.phrase.label == "A" else instead):
            whole = turned(whole)
        over_ground = self.phrase.role == "ground" and self.use in ("statement", "return")
        if bar.place and over_ground and not self.repeats:
            return Cell("theme", bar.beat, moved(whole, _AWAY), like="sequence")
        return Cell("theme", bar.beat, whole)

    def _again(self, theme: Motif, before: Cell, bar: _Bar) -> Cell:
        """A bar as it was the first time; in what was heard before an answer may end otherwise.

        In the second idea of a phrase always, the other way round; else every now and then, higher.
        """
        motif = fitted(before.motif, bar.beats)
        long = len(theme.rhythm) + len(before.motif.rhythm) >= _LONG_IDEA
        second = bar.place > bar.offset
        turn = self.retelling.varied
        varies = self.again and turn
        if varies and (second or (self.again % turn == 0 and (long or not self.plain))):
            ended = veered(motif) if second else lifted(motif)
            return Cell("variation", bar.beat, ended, bar.closes, "answer")
        return Cell("answer", bar.beat, motif, bar.closes)

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

    def _answering(self, motif: Motif, bar: _Bar) -> Motif:
        """What follows the theme, with as many notes as the mood wants."""
        answer = fitted(ANSWERS[self.answer](motif), bar.beats)
        notes = self._notes(motif, bar.beat, bar.beats)
        if notes < len(answer.rhythm):  # calm after a busy theme
            answer = head(answer, 1)
        return filled(answer, notes)

    def _closing(self, motif: Motif, bar: _Bar, said: Mapping[int, Cell]) -> Cell:
        """What is due here, calmer than the bars before, and a long note: as it closed before."""
        known = self.known.cadence
        like: CellKind = "answer" if bar.stated else "theme"
        if known is not None and known.like == like:
            return replace(known, beat=bar.beat, motif=fitted(known.motif, bar.beats))
        due = fitted(motif, bar.beats)
        if bar.stated:
            before = said.get(bar.offset)
            due = fitted(before.motif, bar.beats) if before else self._answering(motif, bar)
        length = self.plan.seconds(bar.beat + bar.beats) - self.plan.seconds(bar.beat)
        wanted = round(_CALM * melody_rate(self.phrase) * float(length))
        closing = head(due, min(max(2, wanted), len(due.rhythm)))
        return Cell("cadence", bar.beat, closing, True, like)
