"""Composing without a picture: a length, a mood and moments to hit become a cue."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import get_args

from scenescore.errors import BadArgument
from scenescore.model import Cue, Hit, HitKind, Mood, MoodPoint
from scenescore.mood import place_of
from scenescore.palettes import load_palettes
from scenescore.settings import MoodOrder
from scenescore.spotting import choose_style, style_named
from scenescore.timebase import Rate, round_half_up

TICKS = Rate(Fraction(1000))
"""Moments are given to the millisecond: the cue counts thousandths of a second as its frames."""

SHORTEST_S, LONGEST_S = 1.5, 1800.0
_HARD = 0.9


@dataclass(frozen=True, slots=True)
class Brief:
    """What is asked for: seconds, mood, style, `hits` as "3.2,7.5:soft", seed."""

    seconds: float
    mood: MoodOrder | None = None
    style: str | None = None
    hits: str = ""
    seed: int = 0


def cue_of(brief: Brief) -> Cue:
    """The brief as a cue without picture. Raises BadArgument for what cannot be composed."""
    if not SHORTEST_S <= brief.seconds <= LONGEST_S:
        raise BadArgument(
            f"Music of {brief.seconds:g} s cannot be composed.",
            f"--seconds takes {SHORTEST_S:g} to {LONGEST_S:g}.",
        )
    end = _tick(brief.seconds)
    order = brief.mood or MoodOrder("neutral")
    mood = _mood(order)
    return Cue(
        id="1m01",
        uid="brief",
        in_frame=0,
        out_frame=end,
        rate=TICKS,
        scene=1,
        style=_style(brief.style, order.emotion),
        mood=mood,
        moods=(MoodPoint(0.0, mood),),
        hits=(Hit(0, "entry", 1.0, "start"), *_hits(brief.hits, end)),
        dialogue=(),
        seed=brief.seed,
    )


def _mood(order: MoodOrder) -> Mood:
    """The emotion's place in the space, nearer to neutral the weaker it is ordered."""
    full, rest = place_of(order.emotion), place_of("neutral")

    def between(low: float, high: float) -> float:
        return low + order.strength * (high - low)

    return Mood(
        between(rest.valence, full.valence),
        between(rest.arousal, full.arousal),
        between(rest.tension, full.tension),
        order.emotion,
    )


def _style(name: str | None, emotion: str) -> str:
    palettes = load_palettes()
    return style_named(name, palettes) if name else choose_style({emotion: 1.0}, palettes)


def _hits(text: str, end: int) -> tuple[Hit, ...]:
    """The ordered hits in time order."""
    hits = sorted((_hit(part, end) for part in text.split(",") if part.strip()), key=_frame)
    for before, after in pairwise(hits):
        if before.frame == after.frame:
            raise BadArgument(f"Two hits lie at {seconds_of(after.frame)} s.", "Keep one of them.")
    return tuple(hits)


def _frame(hit: Hit) -> int:
    return hit.frame


def _hit(text: str, end: int) -> Hit:
    moment, _, kind = text.strip().partition(":")
    kinds = [name for name in get_args(HitKind) if name != "entry"]
    try:
        frame = _tick(float(moment))
    except (ValueError, OverflowError):
        frame = -1
    if not 0 < frame <= end:
        raise BadArgument(
            f"“{moment}” is no moment inside the piece.",
            f"Write --hits 3.2,7.5:soft, in seconds above 0 and up to {seconds_of(end)}.",
        )
    if (kind or "hard") not in kinds:
        raise BadArgument(f"There is no hit “{kind}”.", f"Hits are: {', '.join(kinds)}.")
    named: HitKind = next(name for name in get_args(HitKind) if name == (kind or "hard"))
    return Hit(frame, named, _HARD, "order", ordered=True)


def seconds_of(frame: int) -> str:
    """A frame of such a cue as `--hits` takes it."""
    return f"{frame / 1000:g}"


def _tick(seconds: float) -> int:
    return round_half_up(Fraction(seconds) * TICKS.fps)
