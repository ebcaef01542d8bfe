"""Pads: the upper voices held, tied, thinned, and where a mood bites rubbed by a half step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from scenescore.compose.parallels import Move, follows, joined
from scenescore.compose.players import Register, Segment, chair, plays, reach
from scenescore.compose.scene import Scene
from scenescore.compose.tempo import Plan
from scenescore.compose.texture import Draft
from scenescore.palettes import Player

_TIE_BARS = 4
_PAD = -6.0
"""Velocity of a pad against an ordinary note's."""


def sustain(player: Player, scene: Scene) -> list[Draft]:
    """The upper voices, held; a tone that stays is tied over but at hits.

    Where speech begins or ends it is played anew, as soft or as full as is right from there on.
    """
    drafts: list[Draft] = []
    held: dict[int, int] = {}  # pitch -> index of the draft that sounds
    spoken = False
    for segment, voicing, together in zip(
        scene.segments, scene.voicings, chords(scene), strict=True
    ):
        before, held = held if segment.spoken == spoken else {}, {}
        spoken = segment.spoken
        if not plays(player, segment):
            continue
        detached = segment.phrase.feel.row.sustain < 1 and segment.phrase.goal != "final"
        for tone in _pad_tones(player, scene, segment, voicing, together):
            tied = before.get(tone)
            if tied is not None and not detached and _may_tie(scene.plan, drafts[tied], segment):
                drafts[tied] = replace(drafts[tied], beats=segment.end - drafts[tied].beat)
                held[tone] = tied
            elif tone not in held:
                length = segment.end - segment.start
                if detached:
                    length *= Fraction(segment.phrase.feel.row.sustain).limit_denominator(16)
                drafts.append(Draft(segment.start, length, tone, segment.phrase.index, _PAD))
                held[tone] = len(drafts) - 1
    return drafts


def chords(scene: Scene) -> list[tuple[int, ...]]:
    """The voices that the pads hold together in every segment, empty where none plays.

    As many as the mood wants of those in reach, without such as cannot but be heard to go along
    with a tune, the bass or another pad in parallels: where their number changes, others follow on
    each other than in the voicing. That tone sounds already, or is stood on: the chord is whole.
    """
    found: list[tuple[int, ...]] = []
    bass = scene.voicings[0][0] if scene.voicings else 0
    before: tuple[int, ...] = ()
    for segment, voicing in zip(scene.segments, scene.voicings, strict=True):
        others = (*scene.tunes.get(segment.start, ()), (bass, voicing[0]))
        now = _unparalleled(before, _in_reach(scene, segment, voicing), others)
        found.append(now)
        bass = voicing[0]
        if not set(now) <= set(before):  # a voice that only falls silent goes on with the next
            before = now
    return found


def _in_reach(scene: Scene, segment: Segment, voicing: Sequence[int]) -> list[int]:
    """The upper voices that the leading pad can play; none where it rests."""
    player = chair("pad", scene.palette, segment)
    if not plays(player, segment):
        return []
    low, high = reach(player, segment.spoken)
    tones = voicing[1 : 1 + segment.phrase.feel.row.voices]
    return [tone for tone in tones if low <= tone <= high]


def _unparalleled(
    before: Sequence[int], now: Sequence[int], others: Sequence[Move]
) -> tuple[int, ...]:
    """The tones without those that are heard to follow somebody, one after the other."""
    tones = list(now)
    while tones and before:
        moves = joined(before, tones)
        along = next((m for i, m in enumerate(moves) if follows(m, (*moves[:i], *others))), None)
        if along is None:
            break
        tones.remove(along[1])
    return tuple(tones)


def _pad_tones(
    player: Player, scene: Scene, segment: Segment, voicing: Sequence[int], held: Sequence[int]
) -> list[int]:
    """The voices of a pad: fewer where the mood is bare, a second rubbed in where it bites.

    A player takes all voices where they lie, or rests: in another octave fourths would become
    fifths, and of some voices only the ear makes others.
    """
    row = segment.phrase.feel.row
    low, high = reach(player, segment.spoken)
    tones = list(held)
    leads = player is chair("pad", scene.palette, segment)
    if not all(low <= tone <= high for tone in tones):
        return []
    bites = (segment.phrase.index + segment.chord.root) % 4 < row.bite * 4
    free = not segment.spoken and segment.phrase.goal != "final"
    if bites and free and tones and leads:
        sung = [now for _, now in scene.tunes.get(segment.start, ())]
        tones += _rubbing(tones, (*voicing, *sung), (low, high))
    return sorted(set(tones))


def _rubbing(tones: Sequence[int], others: Sequence[int], register: Register) -> list[int]:
    """The half step above the lowest tone, where it makes no fifth, fourth or octave with anybody.

    So it cannot run in parallels, wherever it moves on to.
    """
    tone = tones[0] + 1
    clear = all((tone - other) % 12 not in (0, 5, 7) for other in others)
    return [tone] if clear and tone <= register[1] else []


def _may_tie(plan: Plan, draft: Draft, segment: Segment) -> bool:
    long = segment.end - draft.beat > _TIE_BARS * plan.home
    return segment.start not in plan.struck and segment.start != plan.final and not long
