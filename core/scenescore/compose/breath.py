"""Breath: winds and brass rest a quarter of a second every few seconds and lift at phrase ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

from scenescore.compose.form import Phrase
from scenescore.compose.tempo import Plan
from scenescore.compose.texture import Draft

_LONGEST = Fraction(13, 2)
"""Seconds on one breath (MUSIC 4.6: a rest at least every 6 to 8 s)."""

_REST = Fraction(3, 10)
_LEAST = Fraction(1, 8)
"""Beats that are left of a note shortened for a breath."""

_Group = list[Draft]


def breathe(drafts: Sequence[Draft], plan: Plan, phrases: Sequence[Phrase]) -> tuple[Draft, ...]:
    """A wind player's notes with room to breathe: shortened, never moved, none left out."""
    ends = {phrase.index: phrase.end for phrase in phrases if phrase.goal != "final"}
    ordered = sorted(drafts, key=lambda draft: (draft.beat, draft.pitch))
    groups: list[_Group] = [list(group) for _, group in groupby(ordered, key=lambda d: d.beat)]
    taken = _Breath(plan)
    for index, group in enumerate(groups):
        start = plan.seconds(group[0].beat)
        if index and taken.must_rest(start, group):
            groups[index - 1] = taken.cut(groups[index - 1], start - _REST)
        group = [_lifted(draft, ends.get(draft.phrase), plan) for draft in group]
        groups[index] = taken.sound(group, start)
    return tuple(draft for group in groups for draft in group)


def _lifted(draft: Draft, end: Fraction | None, plan: Plan) -> Draft:
    """The last note of a phrase gives a little of itself to the breath after it."""
    if end is None or draft.end < end or draft.beat >= end or draft.accent:
        return draft
    until = max(plan.beat(plan.seconds(end) - _REST), draft.beat + (end - draft.beat) / 2)
    return replace(draft, beats=until - draft.beat)


class _Breath:
    """How long a player has been blowing."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._since = Fraction(0)
        self._until = Fraction(-1)

    def must_rest(self, start: Fraction, group: _Group) -> bool:
        """Whether the next notes would be too much for the breath; a pause starts a new one."""
        if start - self._until >= _REST:
            return False
        end = max(self._plan.seconds(draft.end) for draft in group)
        return end - self._since > _LONGEST

    def cut(self, group: _Group, until: Fraction) -> _Group:
        """The notes before a breath, ended in time for it."""
        stop = self._plan.beat(until)
        self._until = until
        return [
            replace(draft, beats=max(_LEAST, stop - draft.beat)) if draft.end > stop else draft
            for draft in group
        ]

    def sound(self, group: _Group, start: Fraction) -> _Group:
        """Blow: a note longer than a breath ends with it."""
        if start - self._until >= _REST:
            self._since = start
        latest = self._plan.beat(start + _LONGEST)
        group = [replace(d, beats=min(d.end, latest) - d.beat) for d in group]
        self._until = max(self._plan.seconds(draft.end) for draft in group)
        return group
