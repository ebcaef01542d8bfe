"""Singing: the notes of melody and counter-melody as their player plays them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from scenescore.compose.form import Phrase
from scenescore.compose.melody import Tone
from scenescore.compose.texture import Draft
from scenescore.palettes import Player

_LEVELS = {"melody": 5.0, "counter": -2.0}
"""Velocity against an ordinary note's."""


def sing(player: Player, phrases: Sequence[Phrase], melody: Sequence[Tone]) -> list[Draft]:
    """The tones that fall to a player, as detached as the mood asks for.

    A note lasts its share of the time to the next one, whatever the rhythm wrote.
    """
    mine = [tone for tone in melody if tone.player == player.name]
    drafts = []
    for index, tone in enumerate(mine):
        until = tone.beat + tone.beats
        if index + 1 < len(mine) and mine[index + 1].phrase == tone.phrase:
            until = min(until, mine[index + 1].beat)
        phrase = phrases[tone.phrase]
        share = Fraction(min(1.0, phrase.feel.articulation)).limit_denominator(64)
        if phrase.goal == "final":
            share = Fraction(1)
        length = (until - tone.beat) * share
        drafts.append(Draft(tone.beat, length, tone.pitch, tone.phrase, _LEVELS[player.role]))
    return drafts
