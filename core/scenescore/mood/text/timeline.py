"""Emotions of phrases made steady: what is too short to matter is dropped or joined across.

The rule, in the order in which it is applied:

1. Phrases that follow one another, led by the same emotion and no further apart than `near_s`, are
   one stretch.
2. A stretch of less than `matters_s` of speech is too short to matter. The shortest is taken out
   first; where the stretches before and after it are now neighbours by rule 1, they are one stretch
   from then on, which may be long enough where its parts were not. So on until all that are left
   matter.
3. Phrases that were taken out from within a stretch are joined to it: each takes the emotions of
   whichever of its two neighbours in the stretch is less sure of them. All others that were taken
   out are left without an emotion.

A phrase so ends with its own emotions, with those on both its sides, or with none: none is
invented. Applying the rule again changes nothing.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from scenescore.model import Phrase
from scenescore.mood.text.tables import Timeline, rules
from scenescore.settings import EMOTIONS

Emotions = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Places of phrases led by one emotion; how long they speak; where they start and end."""

    places: tuple[int, ...]
    leader: str
    spoken: Fraction
    start: Fraction
    end: Fraction

    def with_next(self, other: _Stretch) -> _Stretch:
        """This and a later one as one."""
        return _Stretch(
            self.places + other.places,
            self.leader,
            self.spoken + other.spoken,
            self.start,
            max(self.end, other.end),
        )


def steady(phrases: Sequence[Phrase], rule: Timeline | None = None) -> tuple[Phrase, ...]:
    """The phrases, in their order, their emotions made steady by the rule of this file."""
    rule = rule or rules().timeline
    kept = _lasting(_stretches(phrases, rule.near_s), rule)
    told = [_in_stretch(phrases, place, kept) for place in range(len(phrases))]
    return tuple(
        replace(phrase, emotions=emotions) if phrase.emotions != emotions else phrase
        for phrase, emotions in zip(phrases, told, strict=True)
    )


def leading(emotions: Emotions) -> str:
    """The emotion with the largest share, the first of equals."""
    return EMOTIONS[emotions.index(max(emotions))]


def _stretches(phrases: Sequence[Phrase], near_s: Fraction) -> list[_Stretch]:
    """Rule 1; phrases without emotions are looked through."""
    found: list[_Stretch] = []
    for place, phrase in enumerate(phrases):
        if phrase.emotions is not None:
            span = phrase.span
            leader = leading(phrase.emotions)
            _append(found, _Stretch((place,), leader, span.duration, span.start, span.end), near_s)
    return found


def _append(stretches: list[_Stretch], following: _Stretch, near_s: Fraction) -> None:
    """Put a stretch behind the last, or into it where both are one by rule 1."""
    last = stretches[-1] if stretches else None
    if last and last.leader == following.leader and following.start - last.end <= near_s:
        stretches[-1] = last.with_next(following)
    else:
        stretches.append(following)


def _lasting(stretches: list[_Stretch], rule: Timeline) -> list[_Stretch]:
    """Rule 2: what is left when the shortest that does not matter is taken out, again and again."""
    while stretches:
        shortest = min(range(len(stretches)), key=lambda number: stretches[number].spoken)
        if stretches[shortest].spoken >= rule.matters_s:
            break
        behind = stretches[shortest + 1 :]
        stretches = stretches[:shortest]
        for one in behind:
            _append(stretches, one, rule.near_s)
    return stretches


def _in_stretch(phrases: Sequence[Phrase], place: int, kept: Sequence[_Stretch]) -> Emotions | None:
    """Rule 3: what the phrase at a place says once only the `kept` stretches do."""
    own = phrases[place].emotions
    around = next((one for one in kept if one.places[0] <= place <= one.places[-1]), None)
    if own is None or around is None:
        return None
    if place in around.places:
        return own
    after = bisect(around.places, place)
    beside = (phrases[around.places[number]].emotions or () for number in (after - 1, after))
    return min(beside, key=max)
