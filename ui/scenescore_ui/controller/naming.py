"""The names of the takes that a work wants, told quickly: of a film's cues a change touches few."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from scenescore_ui.work.model import CueWork, Work

Seconds = tuple[float, float]

_AIR_S = 1.0
"""Cues so near to a change count as touched, however frames and seconds are rounded."""


@dataclass(slots=True)
class Naming:
    """Remembers the names of one state of the work, and takes over what the next leaves untouched.

    `name` tells one by its order, which takes a while.
    """

    name: Callable[[Work, CueWork], str]
    _work: Work | None = None
    _names: dict[str, str] = field(default_factory=dict)
    _coming: tuple[Work | None, dict[str, str]] = (None, {})
    _cues: dict[str, CueWork] = field(default_factory=dict)

    def of(self, work: Work) -> dict[str, str]:
        """The name of each cue's take, by its uid."""
        if self._work is not work:
            same = self._coming[1] if self._coming[0] is work else self._same(work)
            told = {one.uid: same.get(one.uid) or self.name(work, one) for one in work.cues}
            self._work, self._names = work, told
            self._cues = {one.uid: one for one in work.cues}
        return self._names

    def one(self, work: Work, one: CueWork) -> str:
        """The name of a cue's take, or of one by another recipe than the work has."""
        names = self.of(work)
        return names[one.uid] if self._cues.get(one.uid) is one else self.name(work, one)

    def coming(self, work: Work) -> Iterator[None]:
        """Tell the names of a work that is to come, one at each step."""
        same = self._same(work)
        names: dict[str, str] = {}
        for one in work.cues:
            names[one.uid] = same.get(one.uid) or self.name(work, one)
            yield
        self._coming = work, names

    def forget(self) -> None:
        """What orders are made of has changed."""
        self._work, self._names, self._coming = None, {}, (None, {})

    def _same(self, work: Work) -> dict[str, str]:
        """The names of cues whose orders cannot have changed since the work of before."""
        before = self._work
        if before is None or before.studio != work.studio:
            return {}
        old, touched = _neighbours(before), _touched(before, work)
        return {
            uid: self._names[uid]
            for uid, (one, entry) in _neighbours(work).items()
            if uid in old and old[uid][0] is one and old[uid][1] == entry
            if not any(_near(one, span) for span in touched)
        }


def _neighbours(work: Work) -> dict[str, tuple[CueWork, int | None]]:
    """Each cue with the frame at which the next one begins."""
    entries = [*(one.recipe.in_frame for one in work.cues), None]
    return {
        one.uid: (one, following)
        for one, (_, following) in zip(work.cues, pairwise(entries), strict=True)
    }


def _touched(before: Work, after: Work) -> list[Seconds]:
    """Stretches where the mood was ordered otherwise, in seconds."""
    one, other = before.feeling, after.feeling
    strokes = {*one.strokes} ^ {*other.strokes}
    moods = {*one.moods} ^ {*other.moods}
    pace = float(after.cues[0].spotted.rate.fps) if after.cues else 1.0
    return [
        *((stroke.start, stroke.end) for stroke in strokes),
        *((mood.start_frame / pace, mood.end_frame / pace) for mood in moods),
    ]


def _near(one: CueWork, span: Seconds) -> bool:
    pace = float(one.spotted.rate.fps)
    start, end = one.recipe.in_frame / pace - _AIR_S, one.recipe.out_frame / pace + _AIR_S
    return span[0] <= end and span[1] >= start
