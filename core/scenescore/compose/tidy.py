"""Drafts made playable: in the cue, in range, one of a pitch at a time, out of the voice's way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

from scenescore.compose.orchestration import Line
from scenescore.compose.speech import SpeechWindows
from scenescore.compose.tempo import Plan
from scenescore.compose.texture import Draft

_SHORTEST_BEATS = Fraction(1, 16)
_SLIVER_BEATS = Fraction(1, 3)


def tidy(
    drafts: Iterable[Draft], plan: Plan, speech: SpeechWindows, line: Line
) -> tuple[Draft, ...]:
    """Drafts in order, inside the cue, one of a pitch at a time, out of the way of the voice."""
    low, high = line.player.instrument.range
    inside = [
        replace(draft, beats=min(draft.end, plan.end) - draft.beat)
        for draft in drafts
        if 0 <= draft.beat < plan.end and low <= draft.pitch <= high
    ]
    inside = [_yielding(draft, line, speech) for draft in inside]
    inside.sort(key=lambda draft: (draft.pitch, draft.beat, -draft.level))
    kept: list[Draft] = []
    for _, same in groupby(inside, key=lambda draft: draft.pitch):
        kept += _one_at_a_time(list(same))
    kept = [draft for draft in kept if draft.beats >= _SHORTEST_BEATS]
    return tuple(sorted(kept, key=lambda draft: (draft.beat, draft.pitch)))


def _yielding(draft: Draft, line: Line, speech: SpeechWindows) -> Draft:
    """A held note that lies in the voice's band ends where speech begins.

    One that would hardly be heard before that is left out, but on a hit.
    """
    safe = line.player.instrument.under_speech
    following = speech.next_start(draft.beat)
    if following is None or following >= draft.end or not line.player.instrument.sustain:
        return draft
    if safe is not None and safe[0] <= draft.pitch <= safe[1]:
        return draft
    left = following - draft.beat
    if left < _SLIVER_BEATS:
        left = _SLIVER_BEATS if draft.accent else Fraction(0)
    return replace(draft, beats=min(left, draft.beats))


def _one_at_a_time(same: list[Draft]) -> list[Draft]:
    """Of one pitch: no two together, none still sounding when it is played again."""
    kept: list[Draft] = []
    for draft in same:
        if kept and kept[-1].beat == draft.beat:
            continue
        if kept and kept[-1].end > draft.beat:
            kept[-1] = replace(kept[-1], beats=draft.beat - kept[-1].beat)
        kept.append(draft)
    return kept
