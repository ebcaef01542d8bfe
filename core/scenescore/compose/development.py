"""Development: what becomes of its theme in every phrase, and which motif stands in which bars.

A theme is stated, comes back with its phrase, is developed where the form contrasts, breaks into
fragments under tension, is broadened where it is sad, and returns at the turn and at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from scenescore.compose.cells import (
    ANSWERS,
    FEWEST_NOTES,
    Cell,
    Known,
    Use,
    Writer,
    melody_rate,
)
from scenescore.compose.form import Phrase
from scenescore.compose.openings import free_stretches
from scenescore.compose.retelling import USUAL, Retelling
from scenescore.compose.speech import SpeechWindows
from scenescore.compose.tempo import Plan
from scenescore.compose.theme import MAIN, Motif, Stated, Theme, theme_of
from scenescore.compose.variation import OPERATIONS
from scenescore.model import Cue
from scenescore.seeds import stream

_TENSE, _DRIVEN = 0.4, 0.35
"""Tension from which a theme breaks up, and arousal from which only its rhythm goes on."""

_TOO_MANY = 1.25
"""Times the melody's rate from which a theme with a short answer is too fast and is broadened."""

_SAD_VALENCE, _SAD_AROUSAL = -0.2, 0.0
"""Below both it is sad, and a theme is developed by being broadened."""

_SAME_PACE = 1.5
"""Ratio of the melody's notes a second up to which a phrase comes back in its old rhythm."""

_REPEATS, _REPEATS_LONG, _SHORT = 0.7, 0.1, 4
"""Chance that an idea's second time in a phrase is a repeat, not a sequence: that of a theme of so
many notes at most, and of one that is longer or goes round on a ground."""

_FEW = 12
"""Bars to sing in, up to which an idea is only ever repeated: with less, a sequence would leave
nothing known."""

_HELD = Fraction(3, 2)
"""Beats from which a note off the strong beats is heard as one of the chord's."""

_TIME = 2
"""Themes sung that count as one time: two bars that come three times between hits are not worn out
yet."""


@dataclass(frozen=True, slots=True)
class Treatment:
    """What a phrase does with its theme; `returns` names the earlier phrase that it repeats.

    `answers` is what followed the theme, by the bars since it began; `repeats` says that a second
    idea in the phrase is the first again.
    """

    phrase: Phrase
    theme: Theme
    use: Use
    operation: str
    cells: tuple[Cell, ...]
    returns: int | None = None
    answers: Mapping[int, Cell] = field(default_factory=dict)
    repeats: bool = False


def plan_development(
    cue: Cue,
    plan: Plan,
    phrases: Sequence[Phrase],
    speech: SpeechWindows,
    given: Mapping[str, Motif],
    retelling: Retelling = USUAL,
) -> tuple[Treatment, ...]:
    """The treatment of every phrase, in order."""
    treatments: list[Treatment] = []
    first: dict[tuple[str, str], int] = {}
    home: dict[str, int] = {}
    free = [free_stretches(plan, phrase, speech) for phrase in phrases]
    few = sum(float(b - a) for each in free for a, b in each) <= _FEW * plan.home
    for phrase, stretches in zip(phrases, free, strict=True):
        theme = _theme_at(cue, plan, phrase, given)
        earlier = first.get((theme.name, phrase.label))
        if _comes_home(phrase, phrases, theme, treatments):
            earlier = home.setdefault(theme.name, phrase.index)
            use: Use = "statement" if earlier == phrase.index else "return"
        else:
            worn_out = _worn_out(treatments, theme, phrase, retelling)
            use = _use(phrase, earlier, worn_out)
        operation = _operation(cue, phrase, theme) if use == "development" else ""
        returns = earlier if use == "return" else None
        repeats = few or _repeats(cue, theme, phrase, retelling)
        writer = Writer(
            plan,
            phrase,
            use,
            spread=_spread(plan, phrase, theme.motif),
            answer=_answer(cue, theme),
            again=0 if phrase.returns else _heard(treatments, returns),
            known=_known(treatments, returns, phrase),
            repeats=repeats,
            retelling=retelling,
        )
        motif = OPERATIONS[operation](theme.motif) if operation else theme.motif
        cells, answers = writer.cells(motif, stretches)
        first.setdefault((theme.name, phrase.label), phrase.index)
        treatment = Treatment(phrase, theme, use, operation, cells, returns, answers, repeats)
        treatments.append(treatment)
    return tuple(treatments)


def stated(treatments: Sequence[Treatment]) -> Stated:
    """Where themes begin, and the degrees that they have on strong beats or hold."""
    cells = [c for treatment in treatments for c in treatment.cells if c.kind == "theme"]
    tones = {
        cell.beat + onset: degree
        for cell in cells
        for degree, onset, length in zip(
            cell.motif.degrees, cell.motif.onsets, cell.motif.rhythm, strict=True
        )
        if onset % 2 == 0 or length >= _HELD
    }
    return Stated(tuple(cell.beat for cell in cells), tones)


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


def _use(phrase: Phrase, known: int | None, worn_out: bool) -> Use:
    if phrase.goal == "final":
        return "final"
    feel = phrase.feel
    if feel.tension >= _TENSE and phrase.label != "A":
        return "ostinato" if feel.arousal >= _DRIVEN else "fragment"
    if phrase.role == "continuation":
        return "fragment"
    if known is not None:
        return "development" if worn_out else "return"
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
    rate = (len(motif.rhythm) + FEWEST_NOTES) / (2 * length)
    return Fraction(2) if rate > _TOO_MANY * melody_rate(phrase) else Fraction(1)


def _answer(cue: Cue, theme: Theme) -> int:
    """How this cue goes on after the theme: drawn once, so that idea and answer stay together."""
    return stream(cue.seed, cue.uid, "answer", theme.name).randrange(len(ANSWERS))


def _repeats(cue: Cue, theme: Theme, phrase: Phrase, retelling: Retelling) -> bool:
    """Whether ideas are said again at their pitch: drawn once for a theme and a label."""
    if retelling.repeats is not None:
        return retelling.repeats
    rng = stream(cue.seed, cue.uid, "repeat", theme.name, phrase.label)
    short = len(theme.motif.rhythm) <= _SHORT and phrase.role != "ground"
    return rng.random() < (_REPEATS if short else _REPEATS_LONG)


def _heard(treatments: Sequence[Treatment], first: int | None) -> int:
    """How often a phrase was heard so far, its first time and its returns."""
    return _times(t for t in treatments if first is not None and _is(t, first))


def _worn_out(
    treatments: Sequence[Treatment], theme: Theme, phrase: Phrase, retelling: Retelling
) -> bool:
    """Whether a theme was heard so often under a phrase's label that it is developed now."""
    same = (t for t in treatments if t.phrase.label == phrase.label)
    times = _times(t for t in same if t.theme.name == theme.name)
    return retelling.rounds > 0 and times % retelling.rounds == retelling.rounds - 1


def _times(treatments: Iterable[Treatment]) -> int:
    """Times that themes were sung, two a time: what lines covered was not heard."""
    cells = (cell for treatment in treatments for cell in treatment.cells)
    return sum(cell.kind == "theme" for cell in cells) // _TIME


def _is(treatment: Treatment, first: int) -> bool:
    """Whether a treatment is that phrase or its return."""
    return first in (treatment.phrase.index, treatment.returns)


def _known(treatments: Sequence[Treatment], first: int | None, phrase: Phrase) -> Known:
    """What followed the theme in a phrase that returns, where the pace is like it.

    The first time counts: what a line covered then is known from a later time.
    """
    answers: dict[int, Cell] = {}
    cadence: Cell | None = None
    for treatment in treatments:
        pace = melody_rate(phrase) / melody_rate(treatment.phrase)
        same = first is not None and _is(treatment, first)
        if same and 1 / _SAME_PACE <= pace <= _SAME_PACE:
            answers = {**treatment.answers, **answers}
            cadence = cadence or next((c for c in treatment.cells if c.kind == "cadence"), None)
    return Known(answers, cadence)
