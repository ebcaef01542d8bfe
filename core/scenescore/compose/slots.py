"""Slots: when the harmony changes. About once a bar, faster towards a cadence, on every hit, and
not inside a line if that can be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scenescore.compose.form import Phrase
from scenescore.compose.speech import SpeechWindows
from scenescore.compose.tempo import Plan
from scenescore.model import Bar

_LONGEST_HELD = 10.0
"""Seconds that one chord may be held because somebody speaks without a pause [D]."""

_SOFT_APART = 1.0
"""Seconds between a soft hit and another hit for a chord of its own."""

_BESIDE = Fraction(1)
"""Beats on either side of a barline in which no soft hit changes the chord."""

_SHORTEST = 0.9
"""Seconds that a chord lasts at least where the harmony quickens."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of one chord: `pinned` where a hit demands the change at this very beat."""

    start: Fraction
    end: Fraction
    phrase: int
    pinned: bool


def plan_slots(plan: Plan, phrases: Sequence[Phrase], speech: SpeechWindows) -> list[Slot]:
    """The stretches of all chords of a cue, in order without a gap."""
    resumed = (resume for _, resume in plan.pauses)
    pins = {*plan.struck, *resumed, *_soft_changes(plan, speech)}
    starts: dict[Fraction, int] = {}
    for phrase in phrases:
        for beat in _changes(plan, phrase, pins):
            starts[beat] = phrase.index
    kept: list[Fraction] = []
    for beat in sorted(starts):
        needed = beat in pins or not kept or beat == plan.final
        long = kept and plan.seconds(beat) - plan.seconds(kept[-1]) > _LONGEST_HELD
        if needed or long or not speech.inside_line(beat):
            kept.append(beat)
    ends = [*kept[1:], plan.end]
    return [
        Slot(start, end, starts[start], start in pins)
        for start, end in zip(kept, ends, strict=True)
    ]


def _soft_changes(plan: Plan, speech: SpeechWindows) -> list[Fraction]:
    """Soft hits are met by a change of chord alone, where nobody speaks and no hit is near.

    Nor a barline, unless they are ordered: there the harmony changes anyway, and a change just
    beside it would stumble.
    """
    taken = [plan.seconds(beat) for beat in plan.struck]
    taken += [plan.seconds(beat) for pause in plan.pauses for beat in pause]
    taken.append(plan.seconds(plan.final))
    found = []
    for hit in plan.hits:
        seconds = plan.seconds(hit.beat)
        free = all(abs(seconds - other) >= _SOFT_APART for other in taken)
        if hit.hit.kind == "soft" and hit.beat < plan.final and free:
            taken.append(seconds)
            wanted = hit.hit.ordered or not _beside_barline(plan, hit.beat)
            if wanted and not speech.covers(hit.beat):
                found.append(hit.beat)
    return found


def _beside_barline(plan: Plan, beat: Fraction) -> bool:
    """Whether a beat lies near a barline, but not on it."""
    index = plan.bar_index(beat)
    start, end = plan.bars[index].beat, plan.bar_end(index)
    return beat != start and min(beat - start, end - beat) < _BESIDE


def _changes(plan: Plan, phrase: Phrase, pins: set[Fraction]) -> set[Fraction]:
    """Beats at which a phrase may change its chord."""
    inside = {beat for beat in pins if phrase.start <= beat < phrase.end}
    if phrase.goal == "final":
        return inside | {phrase.start}
    bars = plan.bars[phrase.first : phrase.last]
    every = max(1, round(phrase.feel.harmony))
    beats = {bar.beat for bar in bars[::every]}
    quick = bars if phrase.feel.harmony < 1 else bars[-1:] if phrase.lands else []
    beats |= {bar.beat + bar.beats / 2 for bar in quick if _halves(plan, bar)}
    if len(bars) > 1:
        beats.add(bars[-1].beat)  # the goal gets a chord of its own
    # A chord shorter than a beat beside a pinned one would only smear the hit.
    return inside | {b for b in beats if all(b == p or abs(b - p) >= 1 for p in inside)}


def _halves(plan: Plan, bar: Bar) -> bool:
    """Whether a bar has room for two chords."""
    seconds = float(plan.seconds(bar.beat + bar.beats) - plan.seconds(bar.beat))
    return bar.beats == 4 and seconds >= 2 * _SHORTEST
