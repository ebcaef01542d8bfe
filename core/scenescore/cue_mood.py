"""The mood of a cue at a moment and over a stretch of time."""

from __future__ import annotations

from bisect import bisect_right
from math import ceil

from scenescore.model import Cue, Mood


def mood_at(cue: Cue, seconds: float) -> Mood:
    """The cue's mood at a moment: emotion of the latest point, values straight between points."""
    if not cue.moods:
        return cue.mood
    later = bisect_right(cue.moods, seconds, key=lambda point: point.seconds)
    before = cue.moods[max(0, later - 1)]
    after = cue.moods[min(later, len(cue.moods) - 1)]
    width = after.seconds - before.seconds
    share = min(1.0, max(0.0, (seconds - before.seconds) / width)) if width > 0 else 0.0
    valence, arousal, tension = (
        a + (b - a) * share for a, b in zip(_values(before.mood), _values(after.mood), strict=True)
    )
    return Mood(valence, arousal, tension, before.mood.emotion)


def mood_over(cue: Cue, start: float, end: float) -> Mood:
    """The cue's mood over a stretch of seconds: the emotion at its middle, the mean of the rest."""
    middle = mood_at(cue, (start + end) / 2)
    steps = max(1, ceil(end - start))
    moments = (start + (end - start) * (step + 0.5) / steps for step in range(steps))
    rows = [_values(mood_at(cue, moment)) for moment in moments]
    valence, arousal, tension = (sum(column) / steps for column in zip(*rows, strict=True))
    return Mood(valence, arousal, tension, middle.emotion)


def _values(mood: Mood) -> tuple[float, float, float]:
    return (mood.valence, mood.arousal, mood.tension)
