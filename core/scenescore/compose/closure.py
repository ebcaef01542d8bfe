"""Closure: how firmly each phrase closes, from the general pause up to the perfect cadence.

The ladder of MUSIC 4.2. A cadence arrives on the hard hit, closes only at the end, and stays open
where somebody speaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, cast

from scenescore.compose.sections import arrivals
from scenescore.compose.speech import SpeechWindows
from scenescore.compose.tempo import Plan
from scenescore.cue_mood import mood_at
from scenescore.model import Cue
from scenescore.seeds import stream
from scenescore.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenescore.compose.shapes import Place

Cadence = Literal["pause", "evaded", "deceptive", "half", "plagal", "imperfect", "perfect"]
"""From the most open to the most closed."""

Goal = Literal["open", "half", "arrive", "close", "final"]

_ASKING = frozenset({"antecedent", "presentation", "build"})


@lru_cache(maxsize=1)
def _closures() -> Mapping[str, Mapping[str, float]]:
    return MappingProxyType(read_table("chords.toml")["closures"])


def cadence_of(
    cue: Cue,
    plan: Plan,
    speech: SpeechWindows,
    index: int,
    spans: Sequence[tuple[int, int]],
    places: Sequence[Place],
    turns: Sequence[int],
) -> tuple[Cadence, bool]:
    """How phrase `index` closes, and whether its closing chord is the first of the next phrase."""
    if index == len(spans) - 1:
        return "perfect", False
    label = places[index].label
    if index == len(spans) - 2:
        emotion = mood_at(cue, float(plan.seconds(plan.final))).emotion
        return _drawn(cue, f"end/{emotion}", label), True
    following = spans[index + 1][0]
    beat = plan.bars[following].beat
    if any(stop == beat for stop, _ in plan.pauses):
        return "pause", True
    if following in arrivals(plan):
        turn = index + 1 in turns
        return _drawn(cue, "turn" if turn else "hit", label), True
    if index + 1 in turns:
        return "evaded", True
    if speech.covers(beat):
        return _drawn(cue, "speech", label), False
    role = places[index].role
    return _drawn(cue, "asking" if role in _ASKING else "answering", label), False


def goal_of(cadence: Cadence, lands: bool, left: int) -> Goal:
    """The goal in few words; `left` counts the phrases from this one to the end."""
    if left <= 2:
        return "final" if left == 1 else "close"
    if lands:
        return "arrive"
    return "half" if cadence == "half" else "open"


def _drawn(cue: Cue, situation: str, label: str) -> Cadence:
    """The cadence of a situation: drawn once for a label, so that what returns closes as it did."""
    table = _closures()
    weights = table.get(situation) or table["end"]
    rng = stream(cue.seed, cue.uid, "cadence", situation, label)
    return cast(Cadence, rng.choices([*weights], [*weights.values()])[0])
