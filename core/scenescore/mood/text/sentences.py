"""Which captions one sentence runs through: read apart, "I never" and "loved you" say nothing."""

from __future__ import annotations

from collections.abc import Sequence

from scenescore.model import Phrase
from scenescore.mood.text.tables import Sentences, rules

_ENDS = (".", "!", "?", "…", '"', "”", ":", ";", "。", "！", "？", "♪", "]", ")")


def sentences(phrases: Sequence[Phrase], said: Sequence[str]) -> list[list[int]]:
    """Places of the phrases with words, grouped by sentence, in order.

    `said` is what is spoken in each phrase. A phrase goes on with the one before it when that one
    ends without punctuation, they lie near each other, it starts with a small letter, and together
    they are not longer than the table allows.
    """
    groups: list[list[int]] = []
    for place, words in enumerate(said):
        if not words:
            continue
        if groups and _goes_on(phrases, said, groups[-1], place, rules().sentences):
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def _goes_on(
    phrases: Sequence[Phrase], said: Sequence[str], group: list[int], place: int, rule: Sentences
) -> bool:
    before, after = said[group[-1]], said[place]
    apart = phrases[place].span.start - phrases[group[-1]].span.end
    length = sum(len(said[one]) + 1 for one in (*group, place))
    return (
        not before.endswith(_ENDS)
        and after[0].islower()
        and apart <= rule.near_s
        and length <= rule.longest
    )
