"""Shapes: what each phrase of a cue states, by the form that its length and mood ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from types import MappingProxyType
from typing import Literal

from scenescore.compose.speech import SpeechWindows
from scenescore.compose.tempo import Plan
from scenescore.cue_mood import mood_at
from scenescore.model import Cue
from scenescore.seeds import stream

Form = Literal["sentence", "period", "bar", "ternary", "ground", "crescendo"]
Role = Literal[
    "sentence", "presentation", "continuation", "antecedent", "consequent",
    "statement", "contrast", "return", "ground", "build", "final",
]  # fmt: skip

_SENTENCE_BELOW, _TERNARY_FROM = 20.0, 60.0
"""Seconds (MUSIC 4.5)."""

_RISE = 0.5
"""Gain of arousal and tension, halved, from first to last that makes a cue one crescendo."""

_SPOKEN = 0.6
"""Share of speech from which the music keeps to a ground: homogeneous is ignored (MUSIC 3.3)."""

_PERIOD = 4
"""Bars of one place in a period or in A A B: what is shorter is part of one."""

_CONTRAST = 3
"""Bars that are room enough to leave what was said."""

_HANGING = frozenset({"fear", "disgust"})
_RETURN = 0.62
"""Where the theme returns in A B A if no turn of the mood says where."""

_ROUND = "AABAACBA"
"""Labels inside a long block of phrases: a rondo, so that half an hour is no row of one tune."""


@dataclass(frozen=True, slots=True)
class Place:
    """What one phrase states: see `Phrase` for the fields."""

    label: str
    role: Role
    units: tuple[int, ...] = ()
    returns: bool = False
    intensity: float = 0.5


def form_of(cue: Cue, plan: Plan, speech: SpeechWindows) -> Form:
    """The form that a cue's length, course of mood and share of speech ask for."""
    seconds = float(plan.seconds(plan.final))
    first, last = mood_at(cue, 0.0), mood_at(cue, seconds)
    rise = (last.arousal - first.arousal + last.tension - first.tension) / 2
    if rise >= _RISE:
        return "crescendo"
    if seconds < _SENTENCE_BELOW:
        return "sentence"
    spoken = sum(
        float(plan.seconds(end) - plan.seconds(start))
        for start, end in zip(speech.starts, speech.ends, strict=True)
    )
    if spoken > _SPOKEN * seconds or (cue.mood.emotion in _HANGING and seconds < _TERNARY_FROM):
        return "ground"
    if seconds >= _TERNARY_FROM:
        return "ternary"
    return "period" if stream(cue.seed, cue.uid, "form").random() < 0.5 else "bar"


def shape(
    form: Form,
    spans: Sequence[tuple[int, int]],
    moments: Sequence[float],
    emotions: Sequence[str],
    turns: Sequence[int],
    free: Sequence[int],
) -> tuple[Place, ...]:
    """The places of all phrases but the last chord; `turns` are indices where the mood changes.

    `free` are the bars of each phrase in which nobody speaks: a line holds the form up, so that
    nothing is left behind that was hardly said.
    """
    if not spans:
        return ()
    *firsts, bars = accumulate(free, initial=0)
    places = _SHAPES[form](firsts, bars) if form in _SHAPES else _ternary(moments, emotions, turns)
    return tuple(
        replace(place, units=_units(place.role, last - first))
        for place, (first, last) in zip(places, spans, strict=True)
    )


def _sentence(firsts: Sequence[int], bars: int) -> list[Place]:
    """Idea and repeat, then what goes on to the cadence (2 + 2 + 4)."""
    count = len(firsts)
    if count == 1:
        return [Place("A", "sentence")]
    half = (count + 1) // 2
    rest = [Place("A", "continuation", intensity=0.7) for _ in range(count - half)]
    return [Place("A", "presentation") for _ in range(half)] + rest


def _period(firsts: Sequence[int], bars: int) -> list[Place]:
    """Question and answer (4 + 4), the second period a little fuller.

    Hits may cut one of the four-bar places into phrases: they say one thing together.
    """
    numbers = [first // _PERIOD for first in firsts]
    return [
        Place(
            "AABA"[place % 4],
            "consequent" if place % 2 else "antecedent",
            returns=place % 4 == 3 and numbers.index(place) == index,
            intensity=min(0.8, 0.4 + 0.1 * place),
        )
        for index, place in enumerate(numbers)
    ]


def _bar_form(firsts: Sequence[int], bars: int) -> list[Place]:
    """A A B: stated, repeated, left behind where there is room to leave it."""
    third = max(_PERIOD, bars / 3)
    parts = [min(2, int(first / third)) for first in firsts]
    return [
        Place("B", "contrast", intensity=0.7)
        if part == 2 and bars - first >= _CONTRAST
        else Place("A", "statement", intensity=0.4 + 0.2 * min(part, 1))
        for part, first in zip(parts, firsts, strict=True)
    ]


def _ground(firsts: Sequence[int], bars: int) -> list[Place]:
    return [Place("A", "ground", intensity=0.35 + 0.3 * first / max(1, bars)) for first in firsts]


def _crescendo(firsts: Sequence[int], bars: int) -> list[Place]:
    count = len(firsts)
    return [Place("A", "build", intensity=(place + 1) / count) for place in range(count)]


_SHAPES: Mapping[Form, Callable[[Sequence[int], int], list[Place]]] = MappingProxyType(
    {
        "sentence": _sentence,
        "period": _period,
        "bar": _bar_form,
        "ground": _ground,
        "crescendo": _crescendo,
    }
)


def _ternary(
    moments: Sequence[float], emotions: Sequence[str], turns: Sequence[int]
) -> list[Place]:
    """A B A: the theme, what departs from it, and its return at the emotional turn."""
    count = len(moments)
    back = _return_at(moments, turns)
    away = _departure(moments, turns, back)
    places = []
    for index in range(count):
        block, begun, role, level = _block(index, away, back)
        label = "B" if block == "B" else _ROUND[(index - begun) % len(_ROUND)]
        # A mood that was there before brings its music with it, wherever that is.
        again = index in turns and index > away and emotions[index] == emotions[0]
        returns = (index == back and index > 0) or again
        places.append(Place("A" if returns else label, role, (), returns, level))
    return places


def _block(index: int, away: int, back: int) -> tuple[str, int, Role, float]:
    if index < away:
        return "A", 0, "consequent" if index % 2 else "antecedent", 0.5
    if index < back:
        return "B", away, "contrast", 0.6
    return "A'", back, "return" if index == back else "consequent", 0.85


def _return_at(moments: Sequence[float], turns: Sequence[int]) -> int:
    end = moments[-1] or 1.0
    late = [turn for turn in turns if 0.4 <= moments[turn] / end <= 0.9]
    candidates = late or range(len(moments))
    return min(candidates, key=lambda index: abs(moments[index] / end - _RETURN))


def _departure(moments: Sequence[float], turns: Sequence[int], back: int) -> int:
    early = [turn for turn in turns if 0 < turn < back]
    wanted = moments[back] / 2
    candidates = early or range(min(1, back), back + 1)
    return min(candidates, key=lambda index: abs(moments[index] - wanted))


def _units(role: Role, bars: int) -> tuple[int, ...]:
    """Bars of the ideas of a phrase: short, short, long in a sentence; two halves in a period."""
    if bars < 2:
        return (bars,)
    if role in ("sentence", "continuation", "build") and bars >= 3:
        short = max(1, bars // 4)
        return (short, short, bars - 2 * short)
    half = (bars + 1) // 2
    return (half, bars - half)
