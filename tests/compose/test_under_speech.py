"""Under a line: soft in time, and always somebody dark to strike a hit."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.compose.compose_cues import cue_of

from scenescore.compose import compose
from scenescore.emotion_music import emotion_rows
from scenescore.palettes import load_palettes
from scenescore.tempomap import seconds_at

PALETTES = load_palettes()
LINE = (12.0, 20.0)
SOFT = 66
"""Velocity: mezzo-piano, and a player's own ups and downs."""


@pytest.mark.parametrize("emotion", ["anger", "neutral"])
@pytest.mark.parametrize("style", PALETTES)
def test_what_sounds_under_a_line_is_soft_wherever_it_began(style: str, emotion: str) -> None:
    valence, arousal = emotion_rows()[emotion].at
    cue = cue_of(
        32, style=style, emotion=emotion, arousal=arousal, valence=valence, dialogue=[LINE]
    )
    score = compose(cue)
    heard = [
        (part.name, note.velocity)
        for part in score.parts
        for note in part.notes
        if seconds_at(score.tempo, note.beat) < LINE[1]
        and seconds_at(score.tempo, note.beat + note.beats) > LINE[0] + Fraction(1, 4)
    ]
    assert heard
    assert [one for one in heard if one[1] > SOFT] == []


@pytest.mark.parametrize("style", PALETTES)
def test_a_hit_under_a_line_is_struck_by_somebody_dark(style: str) -> None:
    emotion = "sad"  # whose calm leaves the fewest players
    valence, arousal = emotion_rows()[emotion].at
    cue = cue_of(
        24,
        [10.5],
        style=style,
        emotion=emotion,
        arousal=arousal,
        valence=valence,
        dialogue=[(8.0, 13.0)],
    )
    score = compose(cue)
    hit = next(hit.beat for hit in score.hits if hit.beat > 0)
    players = {player.name: player.instrument for player in PALETTES[style].players}
    struck = {
        part.name
        for part in score.parts
        if part.role == "accent" and any(note.beat == hit for note in part.notes)
    }
    assert struck
    assert all(players[name].under_speech for name in struck)


def test_a_strike_before_a_line_is_damped_as_the_line_begins() -> None:
    cue = cue_of(24, [10.0], style="epic_trailer", emotion="sad", dialogue=[(11.3, 15.0)])
    score = compose(cue)
    hit = next(hit.beat for hit in score.hits if hit.beat > 0)
    ends = [
        float(seconds_at(score.tempo, note.beat + note.beats))
        for part in score.parts
        if part.role == "accent"
        for note in part.notes
        if note.beat == hit
    ]
    assert ends
    assert max(ends) <= 11.3
