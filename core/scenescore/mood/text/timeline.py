"""Emotions of phrases made steady: what is too short to matter is dropped or joined across.

The rule, in the order in which it is applied:

1. Phrases that follow one another, led by the same emotion and no further apart than `near_s`, are
   one stretch.
2. A stretch of less than `matters_s` of speech is too short to matter: it gives up its emotions.
3. Where the stretches before and after it that do matter are led by the same emotion and lie no
   further than `across_s` apart, it is joined to them: it takes the emotions of whichever of its
   two neighbours is less sure of them. Otherwise it is left without an emotion.

A phrase so ends with its own emotions, with those on both its sides, or with none: none is
invented. Applying the rule again changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from scenescore.model import Phrase
from scenescore.mood.text.tables import Timeline, rules
from scenescore.settings import EMOTIONS

Emotions = tuple[float, ...]
Told = tuple[int, Phrase]
"""The place of a phrase among all, and the phrase, which has emotions."""


def steady(phrases: Sequence[Phrase], rule: Timeline | None = None) -> tuple[Phrase, ...]:
    """The phrases, in their order, their emotions made steady by the rule of this file."""
    rule = rule or rules().timeline
    told = [(place, phrase) for place, phrase in enumerate(phrases) if phrase.emotions is not None]
    stretches = _stretches(told, rule.near_s)
    lasting = [_seconds(stretch) >= rule.matters_s for stretch in stretches]
    steadied = list(phrases)
    for number, stretch in enumerate(stretches):
        if not lasting[number]:
            emotions = _across(stretches, lasting, number, rule.across_s)
            for place, phrase in stretch:
                steadied[place] = replace(phrase, emotions=emotions)
    return tuple(steadied)


def leading(emotions: Emotions) -> str:
    """The emotion with the largest share, the first of equals."""
    return EMOTIONS[emotions.index(max(emotions))]


def _stretches(told: Sequence[Told], near_s: Fraction) -> list[list[Told]]:
    found: list[list[Told]] = []
    for one in told:
        if found and _continues(found[-1][-1][1], one[1], near_s):
            found[-1].append(one)
        else:
            found.append([one])
    return found


def _continues(before: Phrase, phrase: Phrase, near_s: Fraction) -> bool:
    near = phrase.span.start - before.span.end <= near_s
    return near and leading(_of(before)) == leading(_of(phrase))


def _across(
    stretches: Sequence[list[Told]], lasting: Sequence[bool], number: int, across_s: Fraction
) -> Emotions | None:
    """What the lasting stretches around one agree on, as the less sure of them says it."""
    before = next((i for i in range(number - 1, -1, -1) if lasting[i]), None)
    after = next((i for i in range(number + 1, len(stretches)) if lasting[i]), None)
    if before is None or after is None:
        return None
    last, first = stretches[before][-1][1], stretches[after][0][1]
    if first.span.start - last.span.end > across_s:
        return None
    if leading(_of(last)) != leading(_of(first)):
        return None
    return min(_of(last), _of(first), key=max)


def _seconds(stretch: Sequence[Told]) -> Fraction:
    return sum((phrase.span.duration for _, phrase in stretch), Fraction(0))


def _of(phrase: Phrase) -> Emotions:
    if phrase.emotions is None:
        raise ValueError("a phrase without emotions is in no stretch")
    return phrase.emotions
