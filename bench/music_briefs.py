"""The briefs that the music is measured on: a mood, a palette, a seed, two hits, perhaps speech."""

from __future__ import annotations

from fractions import Fraction
from zlib import crc32

from scenescore.model import Cue, Hit, Mood, MoodPoint
from scenescore.mood.tables import emotions
from scenescore.timebase import Rate, Span

TICKS = Rate(Fraction(1000))
SECONDS = 40.0
HITS = (12.3, 27.8)
LINES = ((7.0, 9.2), (9.9, 13.5), (20.0, 23.4), (24.1, 26.6))
"""Two exchanges of two lines each, seconds; with speech the first hit falls inside a line."""


def mood_of(emotion: str) -> Mood:
    """An emotion at its full strength: where resources/emotions.toml places it."""
    place = emotions().places[emotion]
    return Mood(place.valence, place.arousal, place.tension, emotion)


def brief(
    emotion: str,
    palette: str,
    seed: int,
    *,
    spoken: bool = False,
    seconds: float = SECONDS,
    hits: tuple[float, ...] = HITS,
) -> Cue:
    """A cue without picture, a thousand ticks a second, its hits ordered and hard.

    Every brief is another moment of another edit: results rest on as many themes as there are cues.
    """
    mood = mood_of(emotion)
    lines = LINES if spoken else ()
    ordered = (Hit(round(at * 1000), "hard", 0.9, "order", ordered=True) for at in hits)
    return Cue(
        id="1m01",
        uid=f"{emotion} {palette} {seed}",
        in_frame=0,
        out_frame=round(seconds * 1000),
        rate=TICKS,
        scene=1,
        style=palette,
        mood=mood,
        moods=(MoodPoint(0.0, mood),),
        hits=(Hit(0, "entry", 1.0, "start"), *ordered),
        dialogue=tuple(Span(_exact(start), _exact(end)) for start, end in lines),
        seed=crc32(f"{emotion} {palette} {seed}".encode()),
    )


def _exact(seconds: float) -> Fraction:
    return Fraction(round(seconds * 1000), 1000)
