"""Whatever the picture asks for, the score is playable, in time, and clear of the voice."""

from __future__ import annotations

from itertools import groupby, pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.compose.compose_cues import cue_of, cues, tempo_steps

from scenescore.compose import compose
from scenescore.compose.accents import CLEAR
from scenescore.compose.tempo import APART, RING, plan_tempo
from scenescore.emotion_music import feel_of
from scenescore.model import Cue, Part, Score
from scenescore.palettes import palette_of
from scenescore.tempomap import seconds_at

EVERY = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


REACH = 0.8
"""Seconds about the ends of a line in which music may still move: a hit apart, half a chord."""


def _seconds(score: Score, beat: object) -> float:
    return float(seconds_at(score.tempo, beat))  # type: ignore[arg-type]


def every_note_can_be_played(cue: Cue, score: Score) -> None:
    players = {player.name: player for player in palette_of(cue.style).players}
    assert score.parts
    for part in score.parts:
        low, high = players[part.name].instrument.range
        assert part.notes == tuple(sorted(part.notes, key=lambda n: (n.beat, n.pitch)))
        for note in part.notes:
            assert low <= note.pitch <= high
            assert 1 <= note.velocity <= 127
            assert note.beats > 0
            assert note.shift == 0 or not note.accent
            assert abs(note.shift) <= 0.015
        _one_note_of_a_pitch_at_a_time(part)


def _one_note_of_a_pitch_at_a_time(part: Part) -> None:
    by_pitch = sorted(part.notes, key=lambda note: (note.pitch, note.beat))
    for _, group in groupby(by_pitch, key=lambda note: note.pitch):
        end = None
        for note in group:
            assert end is None or note.beat >= end
            end = note.beat + note.beats


def the_music_fills_its_cue_and_no_more(cue: Cue, score: Score) -> None:
    length = cue.seconds_at(cue.out_frame)
    allowed = length + (RING if cue.ending == "ring" else 0)
    ends = [seconds_at(score.tempo, n.beat + n.beats) for p in score.parts for n in p.notes]
    assert max(ends) <= allowed
    assert min(n.beat for p in score.parts for n in p.notes) == 0
    last = score.bars[-1]
    assert seconds_at(score.tempo, last.beat + last.beats) >= allowed
    if cue.ending == "stop":
        assert max(ends) == length


def bars_and_chords_follow_each_other_without_a_gap(cue: Cue, score: Score) -> None:
    for row in (score.bars, score.chords):
        assert row[0].beat == 0
        for before, after in pairwise(row):
            assert before.beat + before.beats == after.beat
    beats, seconds = zip(*score.tempo.knots, strict=True)
    assert list(beats) == sorted(set(beats))
    assert list(seconds) == sorted(set(seconds))


def hits_stand_where_the_picture_has_them(cue: Cue, score: Score) -> None:
    barlines = {bar.beat: number for number, bar in enumerate(score.bars, 1)}
    assert len(score.hits) == len(cue.hits)
    for placed in score.hits:
        assert seconds_at(score.tempo, placed.beat) == cue.seconds_at(placed.hit.frame)
        assert placed.on_barline == (placed.beat in barlines)
        if placed.on_barline:
            assert placed.bar == barlines[placed.beat]
        if placed.hit.kind == "hard":
            assert placed.on_barline


def nothing_begins_beside_a_hit(cue: Cue, score: Score) -> None:
    struck = {n.beat for p in score.parts if p.role == "accent" for n in p.notes}
    moments = [_seconds(score, beat) for beat in struck]
    assert 0 in moments
    for part in score.parts:
        for note in part.notes:
            at = _seconds(score, note.beat)
            near = [m for m in moments if abs(m - at) < float(CLEAR) - 1e-6]
            assert note.beat in struck or not near
            assert note.accent == (note.beat in struck)


def the_accent_is_the_loudest_note_nearby(cue: Cue, score: Score) -> None:
    hits = [n for p in score.parts if p.role == "accent" for n in p.notes]
    others = [n for p in score.parts for n in p.notes if not n.accent]
    for hit in hits:
        at = _seconds(score, hit.beat)
        near = [n.velocity for n in others if abs(_seconds(score, n.beat) - at) < 0.95]
        assert all(hit.velocity > velocity for velocity in near)


def no_melody_begins_while_somebody_speaks(cue: Cue, score: Score) -> None:
    for part in score.parts:
        if part.role != "melody":
            continue
        for note in part.notes:
            at = cue.span.start + seconds_at(score.tempo, note.beat)
            assert not any(span.contains(at) for span in cue.dialogue)


def who_yields_to_speech_is_silent_under_it(cue: Cue, score: Score) -> None:
    """But for what lies within a hit's reach or a chord's of the line's ends."""
    yielding = {player.name for player in palette_of(cue.style).players if player.yields}
    lines = [
        (float(span.start - cue.span.start) + REACH, float(span.end - cue.span.start) - REACH)
        for span in cue.dialogue
    ]
    for part in score.parts:
        if part.name in yielding and part.role != "accent":
            moments = [_seconds(score, note.beat) for note in part.notes if not note.accent]
            assert not [at for at in moments for low, high in lines if low < at < high]


@EVERY
@given(cues())
def test_whatever_the_picture_asks_for_can_be_played_and_heard(cue: Cue) -> None:
    """One cue is composed for all that must hold of it: composing is what costs."""
    score = compose(cue)
    every_note_can_be_played(cue, score)
    the_music_fills_its_cue_and_no_more(cue, score)
    bars_and_chords_follow_each_other_without_a_gap(cue, score)
    hits_stand_where_the_picture_has_them(cue, score)
    nothing_begins_beside_a_hit(cue, score)
    the_accent_is_the_loudest_note_nearby(cue, score)
    no_melody_begins_while_somebody_speaks(cue, score)
    who_yields_to_speech_is_silent_under_it(cue, score)


@EVERY
@given(st.lists(st.floats(2.0, 20.0), min_size=1, max_size=20), st.booleans(), st.integers(0, 3))
def test_tempo_changes_by_three_percent_a_bar_at_most(
    gaps: list[float], ordered: bool, seed: int
) -> None:
    moments = [sum(gaps[: place + 1]) for place in range(len(gaps))]
    cue = cue_of(moments[-1] + 4, moments, ordered=ordered, seed=seed, rate="23.976")
    plan = plan_tempo(cue, feel_of(cue.mood))
    assert max(tempo_steps(plan), default=0) <= 0.03
    assert APART < 2
    if ordered:
        assert all(hit.on_barline for hit in plan.hits)
