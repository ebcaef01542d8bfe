"""Beats to ticks, and a tempo map in whole microseconds that never drifts from the exact one."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any, TypeAlias

from mido import MetaMessage

from scenescore.model import Score
from scenescore.tempomap import seconds_at
from scenescore.timebase import round_half_up

PPQ = 960
"""Ticks a quarter note."""

Event: TypeAlias = tuple[int, Any]
"""A tick and a mido message."""

_SLOWEST = (1 << 24) - 1
"""Microseconds a quarter in a MIDI file: three bytes."""


def tick_of(beat: Fraction) -> int:
    """The tick nearest to a beat; what lies before the cue's in point falls on tick 0."""
    return max(0, round_half_up(beat * PPQ))


def tempo_events(score: Score) -> list[Event]:
    """One `set_tempo` a knot of the tempo map but the last, beyond which the tempo goes on.

    A tempo is a whole number of microseconds, so each stretch ends up to half a microsecond a beat
    off; every next tempo is chosen for the file's own clock to be right again at the next knot.
    The last goes on for ever: where a knot off the grid of ticks has bent it, another one follows.
    """
    ticks = sorted({tick_of(beat) for beat, _ in score.tempo.knots} | {0})
    stretches = list(pairwise(ticks)) or [(0, PPQ)]
    start = seconds_at(score.tempo, 0)
    clock = Fraction(0)
    events: list[Event] = []
    for tick, end in stretches:
        beats = Fraction(end - tick, PPQ)
        wanted = seconds_at(score.tempo, Fraction(end, PPQ)) - start
        pace = _in_three_bytes((wanted - clock) / beats)
        clock += beats * Fraction(pace, 1_000_000)
        events.append((tick, MetaMessage("set_tempo", tempo=pace)))
    after = _microseconds(score, Fraction(ticks[-1], PPQ))
    if abs(after - events[-1][1].tempo) > 1:
        events.append((ticks[-1], MetaMessage("set_tempo", tempo=after)))
    return events


def _microseconds(score: Score, beat: Fraction) -> int:
    """The tempo from a beat on, as a MIDI file says it."""
    return _in_three_bytes(seconds_at(score.tempo, beat + 1) - seconds_at(score.tempo, beat))


def _in_three_bytes(seconds: Fraction) -> int:
    """Seconds a quarter in whole microseconds, within what a MIDI file can say."""
    return min(max(round_half_up(seconds * 1_000_000), 1), _SLOWEST)
