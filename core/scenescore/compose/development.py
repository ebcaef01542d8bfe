"""Development: what becomes of its theme in every phrase, and which motif stands in which bars.

A theme is stated, comes back with its phrase, is developed where the form contrasts, breaks into
fragments under tension, is broadened where it is sad, and returns at the turn and at the end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Literal

from scenescore.compose.form import Phrase
from scenescore.compose.openings import free_stretches
from scenescore.compose.speech import SpeechWindows
from scenescore.compose.tempo import Plan
from scenescore.compose.theme import MAIN, Motif, Theme, theme_of
from scenescore.compose.variation import (
    OPERATIONS,
    Operation,
    filled,
    fitted,
    head,
    inverted,
    moved,
    stretched,
    turned,
    without_last,
)
from scenescore.model import Cue
from scenescore.seeds import stream

Use = Literal["statement", "return", "development", "fragment", "ostinato", "final"]
CellKind = Literal["theme", "answer", "variation", "rhythm", "cadence", "final"]

_TENSE, _DRIVEN = 0.4, 0.35
"""Tension from which a theme breaks up, and arousal from which only its rhythm goes on."""

_RATE, _SHARE = 0.35, 0.38
"""Onsets a second of the melody: a base and a share of the emotion's; sad music is mostly tune."""

_TOO_MANY = 1.25
"""Times the melody's rate from which a theme with a short answer is too fast and is broadened."""

_SAD_VALENCE, _SAD_AROUSAL = -0.2, 0.0
"""Below both it is sad, and a theme is developed by being broadened."""

_ROUND = 3
"""Every so often a phrase that comes again is developed instead."""

_LONG_IDEA, _SOONER, _LATER, _ORNAMENTED = 9, 2, 3, 4
"""Every second return of an idea of that many notes, every third of a shorter one, answers its
theme the other way round in the old rhythm: what is long is known sooner. From the fourth on the
theme is ornamented."""

_CALM = 0.8
"""How busy the bar of a cadence is, against the phrase's mean."""

_ANSWERS: tuple[Operation, ...] = (lambda motif: moved(motif, -1), inverted, without_last)
"""What may follow the theme: a step lower, upside down, its beginning again."""

_ANSWER_NOTES = 3
_FEWEST = 2
"""Notes of an answer at least."""

_SHORTEST_ANSWER = Fraction(3, 2)
"""Beats that a gap between two lines must offer for an answer."""

_BREATH = Fraction(3, 4)
"""What is left of a long note before a breath."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A motif at a beat: what the melody is to sing there, before it has pitches.

    The motif's rhythm fills `beats`. A "theme" keeps its degrees' moves, "answer" cells lean on
    them, "rhythm" and "cadence" cells keep the lengths alone.
    """

    kind: CellKind
    beat: Fraction
    motif: Motif
    breath: bool = False


@dataclass(frozen=True, slots=True)
class Treatment:
    """What a phrase does with its theme; `returns` names the earlier phrase that it repeats."""

    phrase: Phrase
    theme: Theme
    use: Use
    operation: str
    cells: tuple[Cell, ...]
    returns: int | None = None


def plan_development(
    cue: Cue,
    plan: Plan,
    phrases: Sequence[Phrase],
    speech: SpeechWindows,
    given: Mapping[str, Motif],
) -> tuple[Treatment, ...]:
    """The treatment of every phrase, in order."""
    treatments: list[Treatment] = []
    first: dict[tuple[str, str], int] = {}
    stated: dict[str, int] = {}
    for phrase in phrases:
        theme = _theme_at(cue, plan, phrase, given)
        known = first.get((theme.name, phrase.label))
        if _comes_home(phrase, phrases, theme, treatments):
            known = stated.setdefault(theme.name, phrase.index)
            use: Use = "statement" if known == phrase.index else "return"
        else:
            use = _use(phrase, known)
        operation = _operation(cue, phrase, theme) if use == "development" else ""
        spread = _spread(plan, phrase, theme.motif)
        returns = known if use == "return" else None
        again = 0 if _plainly(phrase) else _heard(treatments, returns)
        closed = _close_of(treatments[returns]) if returns is not None else None
        writer = _Writer(plan, phrase, use, spread, _answer(cue, theme), again, closed)
        motif = OPERATIONS[operation](theme.motif) if operation else theme.motif
        cells = writer.cells(motif, free_stretches(plan, phrase, speech))
        first.setdefault((theme.name, phrase.label), phrase.index)
        treatments.append(Treatment(phrase, theme, use, operation, tuple(cells), returns))
    return tuple(treatments)


def _theme_at(cue: Cue, plan: Plan, phrase: Phrase, given: Mapping[str, Motif]) -> Theme:
    """The theme last ordered before a phrase is half over."""
    until = plan.seconds((phrase.start + phrase.end) / 2)
    orders = [order for order in cue.themes if cue.seconds_at(order.frame) <= until]
    latest = max(orders, key=lambda order: order.frame, default=None)
    return theme_of(cue.seed, latest.name if latest else MAIN, given)


def _comes_home(
    phrase: Phrase, phrases: Sequence[Phrase], theme: Theme, before: Sequence[Treatment]
) -> bool:
    """Whether the theme is to be heard plainly: new, at a turn, where the form says so, at last."""
    if phrase.goal == "final":
        return False
    fresh = all(treatment.theme.name != theme.name for treatment in before)
    last = phrase.index == len(phrases) - 2
    return fresh or last or phrase.returns or phrase.turn


def _use(phrase: Phrase, known: int | None) -> Use:
    if phrase.goal == "final":
        return "final"
    feel = phrase.feel
    if feel.tension >= _TENSE and phrase.label != "A":
        return "ostinato" if feel.arousal >= _DRIVEN else "fragment"
    if phrase.role == "continuation":
        return "fragment"
    if known is not None:
        return "development" if phrase.variation % _ROUND == _ROUND - 1 else "return"
    return "development" if phrase.label != "A" else "statement"


def _operation(cue: Cue, phrase: Phrase, theme: Theme) -> str:
    if phrase.feel.valence < _SAD_VALENCE and phrase.feel.arousal < _SAD_AROUSAL:
        return "augmentation"
    rng = stream(cue.seed, cue.uid, "development", theme.name, phrase.label, phrase.variation)
    return rng.choice([name for name in OPERATIONS if name != "augmentation"])


def _spread(plan: Plan, phrase: Phrase, motif: Motif) -> Fraction:
    """2 where the motif at its own speed would hold too many notes for the mood, else 1."""
    seconds = plan.seconds(phrase.end) - plan.seconds(phrase.start)
    length = float(seconds) / float(phrase.end - phrase.start) * float(motif.beats)
    rate = (len(motif.rhythm) + _FEWEST) / (2 * length)
    return Fraction(2) if rate > _TOO_MANY * _rate(phrase) else Fraction(1)


def _rate(phrase: Phrase) -> float:
    """Onsets a second that the melody should have."""
    return _RATE + _SHARE * phrase.feel.onsets


def _answer(cue: Cue, theme: Theme) -> int:
    """How this cue goes on after the theme: drawn once, so that idea and answer stay together."""
    return stream(cue.seed, cue.uid, "answer", theme.name).randrange(len(_ANSWERS))


def _plainly(phrase: Phrase) -> bool:
    """Whether a return is as it was at first: at a turn and at the end, but not over a ground."""
    return phrase.role != "ground" and (phrase.returns or phrase.goal == "close")


def _heard(treatments: Sequence[Treatment], first: int | None) -> int:
    """How often a phrase was heard so far: its first time and its returns."""
    return sum(first is not None and first in (t.phrase.index, t.returns) for t in treatments)


def _close_of(treatment: Treatment) -> tuple[Fraction, Motif] | None:
    """How far into a phrase its own closing bar stood, and what it sang there."""
    last = treatment.cells[-1] if treatment.cells else None
    if last is None or last.kind != "cadence":
        return None
    return last.beat - treatment.phrase.start, last.motif


@dataclass(frozen=True, slots=True)
class _Writer:
    """Lays the cells of one phrase."""

    plan: Plan
    phrase: Phrase
    use: Use
    spread: Fraction
    answer: int
    again: int = 0
    closed: tuple[Fraction, Motif] | None = None

    def cells(self, motif: Motif, free: Sequence[tuple[Fraction, Fraction]]) -> list[Cell]:
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
            fragment = fitted(head(motif, min(_ANSWER_NOTES, len(motif.rhythm))), opening - at)
            cells.append(Cell("answer", at, fragment, breath=True))
        wide = stretched(motif, self.spread)
        needed = self._bars_for(wide)
        place, stated = 0, False
        while place < len(bars):
            left = len(bars) - place
            theme = not stated and (needed < left or place == 0)
            width = min(needed, max(1, left - 1)) if theme else 1
            beats = sum((bar.beats for bar in bars[place : place + width]), Fraction(0))
            cadence = left == width and len(bars) > 1
            cells.append(self._cell(wide, bars[place].beat, beats, place, theme, cadence))
            place, stated = place + width, theme
        return cells

    def _bars_for(self, motif: Motif) -> int:
        """Bars that the motif's onsets need; its last note only fills up."""
        bar = self.plan.bars[self.phrase.first].beats
        return max(1, ceil((motif.onsets[-1] + Fraction(1, 2)) / bar))

    def _cell(
        self, motif: Motif, beat: Fraction, beats: Fraction, place: int, theme: bool, cadence: bool
    ) -> Cell:
        if cadence:
            return Cell("cadence", beat, fitted(self._closing(motif, beat, beats), beats), True)
        if self.closed is not None and beat - self.phrase.start == self.closed[0]:
            # A return that is longer than its first time says all of it before it goes on.
            return Cell("cadence", beat, fitted(self.closed[1], beats))
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
        known = len(motif.rhythm) + len(answer.rhythm) >= _LONG_IDEA
        if self.again and self.again % (_SOONER if known else _LATER) == 0:
            return Cell("variation", beat, inverted(answer))
        return Cell("answer", beat, answer)

    def _notes(self, motif: Motif, beat: Fraction, beats: Fraction) -> int:
        """Notes that the mood wants of an answer, after a theme that had more or fewer."""
        length = self.plan.seconds(beat + beats) - self.plan.seconds(beat)
        both = float(length) * float(1 + motif.beats / beats) * _rate(self.phrase)
        most = round(float(length) * _rate(self.phrase)) + 1
        return max(_FEWEST, min(round(both) - len(motif.rhythm), most))

    def _answering(self, motif: Motif) -> Motif:
        return _ANSWERS[self.answer](motif)

    def _closing(self, motif: Motif, beat: Fraction, beats: Fraction) -> Motif:
        """The theme's beginning, calmer than the bars before, and a long note."""
        length = self.plan.seconds(beat + beats) - self.plan.seconds(beat)
        wanted = round(_CALM * _rate(self.phrase) * float(length))
        return head(motif, min(max(2, wanted), len(motif.rhythm)))
