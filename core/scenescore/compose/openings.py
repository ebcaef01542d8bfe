"""Openings: where a tune may begin a note: beside no hit, under no line, in no pause."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from scenescore.compose.form import Phrase
from scenescore.compose.speech import SpeechWindows
from scenescore.compose.tempo import CLEAR, Plan
from scenescore.compose.tones import Wish

_CUT = Fraction(1, 2)
"""Beats that a note must sound before a line begins."""


def free_stretches(
    plan: Plan, phrase: Phrase, speech: SpeechWindows
) -> list[tuple[Fraction, Fraction]]:
    """Stretches of a phrase in which nobody speaks and the music does not pause."""
    taken = sorted([*zip(speech.starts, speech.ends, strict=True), *plan.pauses])
    free = []
    start = phrase.start
    for low, high in taken:
        if high <= start or low >= phrase.end:
            continue
        if low > start:
            free.append((start, low))
        start = max(start, high)
    if start < phrase.end:
        free.append((start, phrase.end))
    return free


def clear_of_hits(wishes: Sequence[Wish], plan: Plan) -> list[Wish]:
    """Wishes but those beside a hit, where nothing may begin; the note before goes on instead."""
    kept: list[Wish] = []
    skipped = 0.0
    for wish in wishes:
        if kept and beside_hit(wish.beat, plan):
            if kept[-1].beat + kept[-1].beats == wish.beat:
                kept[-1] = replace(kept[-1], beats=kept[-1].beats + wish.beats)
            skipped += wish.move or 0.0
            continue
        if not kept and beside_hit(wish.beat, plan):
            continue
        move = None if wish.move is None else wish.move + skipped
        kept.append(replace(wish, move=move))
        skipped = 0.0
    return kept


def beside_hit(beat: Fraction, plan: Plan) -> bool:
    place = bisect_left(plan.struck, beat)
    moment = plan.seconds(beat)
    near = plan.struck[max(0, place - 1) : place + 1]
    return beat not in near and any(abs(plan.seconds(hit) - moment) < CLEAR for hit in near)


def covered(beat: Fraction, beats: Fraction, speech: SpeechWindows) -> bool:
    """Whether a note would begin under speech, or be cut short by it almost at once."""
    following = speech.next_start(beat)
    cut = following is not None and following < beat + min(beats, _CUT)
    return cut or speech.covers(beat)
