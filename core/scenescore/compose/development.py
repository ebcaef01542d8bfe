"""Development: what becomes of its theme in every phrase, and which motif stands in which bars.

A theme is stated, comes back with its phrase, is developed where the form contrasts, breaks into
fragments under tension, is broadened where it is sad, and returns at the turn and at the end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from scenescore.compose.form import Phrase
from scenescore.compose.speech import SpeechWindows
from scenescore.compose.tempo import Plan
from scenescore.compose.theme import MAIN, Motif, Theme, theme_of
from scenescore.compose.variation import OPERATIONS, fitted, head, inverted, moved, stretched
from scenescore.model import Cue
from scenescore.seeds import stream

Use = Literal["statement", "return", "development", "fragment", "ostinato", "final"]
CellKind = Literal["theme", "answer", "rhythm", "cadence", "final"]

_TENSE, _DRIVEN = 0.4, 0.35
"""Tension from which a theme breaks up, and arousal from which only its rhythm goes on."""

_SHARE = 0.45
"""Share of the emotion's onsets that fall to the melody."""

_TOO_MANY = 1.3
"""Times the melody's share from which the theme is broadened."""

_ANSWER_NOTES = 3
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
    for phrase in phrases:
        theme = _theme_at(cue, plan, phrase, given)
        known = first.get((theme.name, phrase.label))
        use = _use(phrase, phrases, theme, treatments, known)
        operation = _operation(cue, phrase, theme) if use == "development" else ""
        spread = _spread(plan, phrase, theme.motif)
        writer = _Writer(plan, phrase, use, spread, _answer(cue, theme))
        motif = OPERATIONS[operation](theme.motif) if operation else theme.motif
        cells = writer.cells(motif, _free(plan, phrase, speech))
        if known is None and use != "final":
            first[theme.name, phrase.label] = phrase.index
        returns = known if use == "return" else None
        treatments.append(Treatment(phrase, theme, use, operation, tuple(cells), returns))
    return tuple(treatments)


def _theme_at(cue: Cue, plan: Plan, phrase: Phrase, given: Mapping[str, Motif]) -> Theme:
    """The theme last ordered before a phrase is half over; of the first order before there is any."""
    until = plan.seconds((phrase.start + phrase.end) / 2)
    orders = [order for order in cue.themes if cue.seconds_at(order.frame) <= until]
    latest = max(orders, key=lambda order: order.frame, default=None)
    return theme_of(cue.seed, latest.name if latest else MAIN, given)


def _use(
    phrase: Phrase,
    phrases: Sequence[Phrase],
    theme: Theme,
    before: Sequence[Treatment],
    known: int | None,
) -> Use:
    if phrase.goal == "final":
        return "final"
    last = phrase.index == len(phrases) - 2
    fresh = all(treatment.theme.name != theme.name for treatment in before)
    turned = bool(before) and before[-1].phrase.section != phrase.section
    if fresh or turned or last:
        return "return" if known is not None and not turned else "statement"
    feel = phrase.feel
    if feel.tension >= _TENSE and phrase.label != "A":
        return "ostinato" if feel.arousal >= _DRIVEN else "fragment"
    if known is not None:
        return "return"
    return "development" if phrase.label != "A" else "statement"


def _operation(cue: Cue, phrase: Phrase, theme: Theme) -> str:
    rng = stream(cue.seed, cue.uid, "development", theme.name, phrase.label)
    return rng.choice([*OPERATIONS])


def _spread(plan: Plan, phrase: Phrase, motif: Motif) -> Fraction:
    """2 where the motif at its own speed would hold too many notes for the mood, else 1."""
    seconds = plan.seconds(phrase.end) - plan.seconds(phrase.start)
    beats = float(seconds) / float(phrase.end - phrase.start) * float(motif.beats)
    wanted = _TOO_MANY * _SHARE * phrase.feel.onsets
    return Fraction(2) if len(motif.rhythm) / beats > wanted else Fraction(1)


def _answer(cue: Cue, theme: Theme) -> str:
    """How this cue goes on after the theme: drawn once, so that idea and answer stay together."""
    return stream(cue.seed, cue.uid, "answer", theme.name).choice(("sequence", "turn", "tail"))


def _free(plan: Plan, phrase: Phrase, speech: SpeechWindows) -> list[tuple[Fraction, Fraction]]:
    """Stretches of a phrase in which nobody speaks and the music does not pause."""
    taken = sorted([*zip(speech.starts, speech.ends, strict=True), *plan.pauses])
    free = []
    start = phrase.start
    for low, high in taken:
        if high <= start or low >= phrase.end:
            continue
        if low > start:
            free.append((start, low))
        start = max(start, high)
    if start < phrase.end:
        free.append((start, phrase.end))
    return free


@dataclass(frozen=True, slots=True)
class _Writer:
    """Lays the cells of one phrase."""

    plan: Plan
    phrase: Phrase
    use: Use
    spread: Fraction
    answer: str

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
        place = 0
        while place < len(bars):
            width = self._width(motif, len(bars) - place)
            beats = sum((bar.beats for bar in bars[place : place + width]), Fraction(0))
            last = place + width >= len(bars)
            cells += self._cell(motif, bars[place].beat, beats, place, last and len(bars) > 1)
            place += width
        return cells

    def _width(self, motif: Motif, left: int) -> int:
        """Bars that the motif needs, leaving one for the cadence."""
        bar = self.plan.bars[self.phrase.first].beats
        # A last note that only fills up may be cut by the barline, an onset may not.
        needed = motif.onsets[-1] * self.spread
        width = max(1, -(-(needed + Fraction(1, 2)) // bar))
        return int(min(width, max(1, left - 1)))

    def _cell(
        self, motif: Motif, beat: Fraction, beats: Fraction, place: int, cadence: bool
    ) -> list[Cell]:
        if cadence:
            return [Cell("cadence", beat, fitted(_closing(motif), beats), breath=True)]
        wide = stretched(motif, self.spread)
        if self.use == "fragment":
            short = head(wide, min(3, len(wide.rhythm)))
            return [Cell("theme", beat, fitted(moved(short, -place), beats), breath=True)]
        if self.use == "ostinato":
            return [Cell("rhythm", beat, fitted(wide, beats))]
        first_bar = place == 0
        if first_bar or place % 2 == 0:
            return [Cell("theme", beat, fitted(wide, beats))]
        return [Cell("answer", beat, fitted(self._answering(wide), beats))]

    def _answering(self, motif: Motif) -> Motif:
        if self.answer == "sequence":
            return moved(motif, -1)
        if self.answer == "turn":
            return inverted(motif)
        tail = max(2, len(motif.rhythm) - 1)
        return head(motif, tail)


def _closing(motif: Motif) -> Motif:
    """The theme's first length, or two, and a long note."""
    notes = 2 if motif.rhythm[0] >= 1 else 3
    return head(motif, min(notes, len(motif.rhythm)))
