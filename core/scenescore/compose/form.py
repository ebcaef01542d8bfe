"""Form: phrases between hits, what each states, and how firmly it closes.

Sections follow the mood, phrases lie between hits; the shape of the whole follows the length of the
cue (MUSIC 4.5): below 20 s one sentence, below a minute two periods or A A B, beyond it A B A with
the theme's return where the emotion turns. What rises builds in layers, what is spoken over or
hangs in fear goes round on a ground.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from scenescore.compose.closure import Cadence, Goal, cadence_of, goal_of
from scenescore.compose.sections import arrivals, section_starts
from scenescore.compose.shapes import Form, Place, Role, form_of, shape
from scenescore.compose.speech import SpeechWindows
from scenescore.compose.tempo import Plan
from scenescore.cue_mood import mood_over
from scenescore.emotion_music import Feel, feel_of
from scenescore.model import Cue, Mood

__all__ = ["Cadence", "Form", "Goal", "Phrase", "Role", "plan_form"]

_PHRASE = 4

_HOME = "A"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Bars `first` up to, not including, `last`, with one feel and one goal.

    `label` names the material (A returns, B and C contrast); `section` counts from 0; `on_hit` says
    that it begins on a hit. The goal "final" is the last chord itself.

    `form` is the shape that the phrase is part of and `role` what it does in it; `units` are the
    bars of its ideas, e.g. (1, 1, 2): idea, repeat, continuation. `variation` counts earlier
    phrases of the same label; `returns` marks the theme's return after contrast, at the emotional
    turn: here it is to be heard plainly. `intensity` 0…1 is how full the form wants the music here,
    apart from mood. `material` is the label of what it says: its own, or that of the beginning
    where the theme comes home. `cadence` says how the phrase closes, `lands` that the closing chord
    is the first one of the next phrase. `turn` marks the first phrase of a new mood.
    """

    index: int
    first: int
    last: int
    start: Fraction
    end: Fraction
    section: int
    label: str
    goal: Goal
    on_hit: bool
    feel: Feel
    role: Role = "statement"
    form: Form = "sentence"
    units: tuple[int, ...] = ()
    variation: int = 0
    returns: bool = False
    intensity: float = 0.5
    material: str = ""
    cadence: Cadence = "half"
    lands: bool = False
    turn: bool = False


def plan_form(cue: Cue, plan: Plan, speech: SpeechWindows) -> tuple[Phrase, ...]:
    """Phrases that cover the cue from beat 0 to its last note, in order."""
    final = plan.bar_index(plan.final)
    starts = section_starts(cue, plan, final)
    spans = _spans(plan, starts, final)
    sections = [max(0, sum(bar <= first for bar in starts) - 1) for first, _ in spans]
    moments = [float(plan.seconds(plan.bars[first].beat)) for first, _ in spans]
    form = form_of(cue, plan, speech)
    moods = _moods(cue, [*moments, float(plan.seconds(plan.end))])
    turns = [now for old, now in pairwise(range(len(spans))) if sections[old] < sections[now]]
    turns = [now for now in turns if moods[now].emotion != moods[now - 1].emotion]
    emotions = [mood.emotion for mood in moods]
    free = [_free_bars(plan, speech, first, last) for first, last in spans[:-1]]
    shaped = shape(form, spans[:-1], moments[:-1], emotions, turns, free)
    places = (*shaped, Place("A", "final"))
    phrases: list[Phrase] = []
    for index, ((first, last), place) in enumerate(zip(spans, places, strict=True)):
        cadence, lands = cadence_of(cue, plan, speech, index, spans, places, turns)
        phrases.append(
            Phrase(
                index=index,
                first=first,
                last=last,
                start=plan.bars[first].beat,
                end=min(plan.bar_end(last - 1), plan.end),
                section=sections[index],
                label=place.label,
                goal=goal_of(cadence, lands, len(spans) - index),
                on_hit=first in arrivals(plan),
                feel=feel_of(moods[index]),
                role=place.role,
                form=form,
                units=place.units,
                variation=sum(earlier.label == place.label for earlier in phrases),
                returns=place.returns,
                intensity=place.intensity,
                material=_HOME if _home(index, spans, place) else place.label,
                cadence=cadence,
                lands=lands,
                turn=index in turns,
            )
        )
    return tuple(phrases)


def _free_bars(plan: Plan, speech: SpeechWindows, first: int, last: int) -> int:
    """Bars that begin where nobody speaks."""
    return sum(not speech.covers(bar.beat) for bar in plan.bars[first:last])


def _moods(cue: Cue, moments: Sequence[float]) -> list[Mood]:
    """The mood of every phrase between moments: calm, whatever it is at its first instant."""
    return [mood_over(cue, start, end) for start, end in pairwise(moments)]


def _home(index: int, spans: Sequence[tuple[int, int]], place: Place) -> bool:
    """Whether a phrase goes back to what was said first: it returns, or is the last to say it."""
    return place.returns or index >= len(spans) - 2


def _spans(plan: Plan, starts: Sequence[int], final: int) -> list[tuple[int, int]]:
    """Bars of every phrase; the last one is the last chord."""
    cuts = sorted({0, final} | {bar for bar in arrivals(plan) | set(starts) if bar < final})
    spans = [span for pair in pairwise(cuts) for span in _split(*pair)]
    rings = max(final + 1, plan.bar_index(plan.end - Fraction(1, 1000)) + 1)
    return [*spans, (final, rings)]


def _split(first: int, last: int) -> list[tuple[int, int]]:
    """Phrases of four bars; what is left makes the last one two to five bars long."""
    spans = []
    while last - first > _PHRASE + 1:
        size = _PHRASE if last - first != _PHRASE + 2 else _PHRASE - 1
        spans.append((first, first + size))
        first += size
    spans.append((first, last))
    return spans
