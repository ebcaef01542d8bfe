"""Pads: the upper voices held, tied, thinned, and where a mood bites rubbed by a half step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from scenescore.compose.parallels import follows
from scenescore.compose.players import Register, Segment, chair, plays, reach
from scenescore.compose.scene import Scene
from scenescore.compose.tempo import Plan
from scenescore.compose.texture import Draft
from scenescore.palettes import Player

_TIE_BARS = 4
_PAD = -6.0
"""Velocity of a pad against an ordinary note's."""


def sustain(player: Player, scene: Scene) -> list[Draft]:
    """The upper voices, held; a tone that stays is tied over but at hits."""
    drafts: list[Draft] = []
    held: dict[int, int] = {}  # pitch -> index of the draft that sounds
    voicings = _thinned(scene)
    for segment, voicing in zip(scene.segments, voicings, strict=True):
        before, held = held, {}
        if not plays(player, segment):
            continue
        detached = segment.phrase.feel.row.sustain < 1 and segment.phrase.goal != "final"
        for tone in _pad_tones(player, scene, segment, voicing):
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


def _thinned(scene: Scene) -> list[tuple[int, ...]]:
    """The voicings without upper voices that cannot but go along with a tune in parallels.

    The tune has that note, or stands on it: the chord is whole without.
    """
    found: list[tuple[int, ...]] = [*scene.voicings[:1]]
    for (before, now), segment in zip(pairwise(scene.voicings), scene.segments[1:], strict=True):
        tunes = scene.tunes.get(segment.start, ())
        moves = zip(before[1:], now[1:], strict=True)
        found.append((now[0], *(move[1] for move in moves if not follows(move, tunes))))
    return found


def _pad_tones(player: Player, scene: Scene, segment: Segment, voicing: Sequence[int]) -> list[int]:
    """The voices of a pad: fewer where the mood is bare, a second rubbed in where it bites.

    A player takes all voices where they lie, or rests: in another octave fourths would become
    fifths, and of some voices only the ear makes others.
    """
    row = segment.phrase.feel.row
    low, high = reach(player, segment.spoken)
    tones = list(voicing[1 : 1 + row.voices])
    leads = player is chair("pad", scene.palette, segment)
    if not leads and not all(low <= tone <= high for tone in tones):
        return []
    tones = [tone for tone in tones if low <= tone <= high]
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
