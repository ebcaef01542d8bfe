"""Form: sections by mood, phrases between hits, and how firmly each phrase closes."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from scenescore.compose.feel import Feel, feel_of, mood_at
from scenescore.compose.speech import SpeechWindows
from scenescore.compose.tempo import Plan
from scenescore.model import Cue, Mood

Goal = Literal["open", "half", "arrive", "close", "final"]

_DWELL = 6.0
"""Seconds that a mood must last to make a section (MUSIC 1.4)."""

_TURN = 0.5
"""Distance in valence and arousal at which a section turns."""

_PHRASE = 4
_LABELS = "AABA"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Bars `first` up to, not including, `last`, with one feel and one goal.

    `label` names the material (A returns, B contrasts); `section` counts from 0; `on_hit` says that
    it begins on a hit. The goal "final" is the last chord itself.
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


def plan_form(cue: Cue, plan: Plan, speech: SpeechWindows) -> tuple[Phrase, ...]:
    """Phrases that cover the cue from beat 0 to its last note, in order."""
    final = plan.bar_index(plan.final)
    arrivals = _arrivals(plan)
    sections = _sections(cue, plan, final, arrivals)
    cuts = sorted({0, final} | {bar for bar in arrivals | set(sections) if bar < final})
    spans = [span for pair in pairwise(cuts) for span in _split(*pair)]
    spans.append((final, max(final + 1, plan.bar_index(plan.end - Fraction(1, 1000)) + 1)))
    phrases: list[Phrase] = []
    for index, (first, last) in enumerate(spans):
        section = (
            sum(bar <= first for bar in sections if bar) if first < final else len(sections) - 1
        )
        place = sum(1 for phrase in phrases if phrase.section == section)
        start = plan.bars[first].beat
        phrases.append(
            Phrase(
                index=index,
                first=first,
                last=last,
                start=start,
                end=min(plan.bar_end(last - 1), plan.end),
                section=section,
                label=_LABELS[place % len(_LABELS)],
                goal=_goal(index, spans, arrivals, plan, speech),
                on_hit=first in arrivals,
                feel=feel_of(mood_at(cue, float(plan.seconds(start)))),
            )
        )
    return tuple(phrases)


def _arrivals(plan: Plan) -> set[int]:
    """Bars that begin with a hit."""
    return {hit.bar - 1 for hit in plan.hits if hit.on_barline and hit.hit.kind != "soft"}


def _sections(cue: Cue, plan: Plan, final: int, arrivals: set[int]) -> list[int]:
    """First bars of the sections; turns move to a hit's bar next to them."""
    starts, current = [0], mood_at(cue, 0.0)
    since = 0.0
    for index in range(1, final):
        seconds = float(plan.seconds(plan.bars[index].beat))
        mood = mood_at(cue, seconds)
        if seconds - since < _DWELL or not _turned(current, mood):
            continue
        bar = next((bar for bar in (index, index + 1, index - 1) if bar in arrivals), index)
        if bar > starts[-1]:
            starts.append(bar)
            current, since = mood, seconds
    return starts


def _turned(before: Mood, now: Mood) -> bool:
    moved = abs(before.valence - now.valence) + abs(before.arousal - now.arousal)
    return before.emotion != now.emotion or moved > _TURN


def _split(first: int, last: int) -> list[tuple[int, int]]:
    """Phrases of four bars; what is left makes the last one two to five bars long."""
    spans = []
    while last - first > _PHRASE + 1:
        size = _PHRASE if last - first != _PHRASE + 2 else _PHRASE - 1
        spans.append((first, first + size))
        first += size
    spans.append((first, last))
    return spans


def _goal(
    index: int,
    spans: list[tuple[int, int]],
    arrivals: set[int],
    plan: Plan,
    speech: SpeechWindows,
) -> Goal:
    """Closing only at the end, arriving on hits, open under dialogue (MUSIC 4.2)."""
    if index == len(spans) - 1:
        return "final"
    following = spans[index + 1][0]
    if index == len(spans) - 2:
        return "close"
    if following in arrivals:
        return "arrive"
    if speech.covers(plan.bars[following].beat):
        return "open"
    return "half" if index % 2 else "open"
