"""Players: rules with the amounts of the table, time that wanders within bounds, hits untouched."""

from __future__ import annotations

from math import sqrt
from random import Random
from statistics import mean, pstdev

import pytest
from hypothesis import HealthCheck, given, settings
from tests.compose.compose_cues import cue_of, cues

from scenescore.compose import compose, kth
from scenescore.compose.amounts import amounts, bounded
from scenescore.compose.ensemble import Pink
from scenescore.compose.expression import EXPRESSION, PEDAL, VIBRATO
from scenescore.compose.kth import Heard
from scenescore.model import Cue, Part, Score
from scenescore.tempomap import seconds_at

FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _line(*notes: tuple[float, int]) -> list[Heard]:
    """A line of (milliseconds, pitch) over a chord on C."""
    onset, found = 0.0, []
    middle = mean(pitch for _, pitch in notes)
    for place, (ms, pitch) in enumerate(notes):
        last = place == len(notes) - 1
        found.append(Heard(onset, ms, pitch, pitch - middle, pitch % 12, place == 0, last))
        onset += ms / 1000
    return found


def test_high_notes_are_louder_by_a_quarter_of_a_decibel_a_semitone() -> None:
    line = _line((500, 60), (500, 64), (500, 68))
    assert kth.high_loud(line, 2) - kth.high_loud(line, 1) == pytest.approx(1.0)


def test_a_short_note_gets_an_eighth_of_itself_from_its_long_neighbour() -> None:
    line = _line((600, 60), (300, 62), (600, 64))
    assert kth.double_duration(line, 1) == pytest.approx(0.12 * 300)
    assert kth.double_duration(line, 0) == pytest.approx(-0.12 * 300)


def test_short_notes_are_shortened_most_at_two_hundred_milliseconds() -> None:
    assert kth.duration_contrast(_line((200, 60), (200, 62)), 0) == pytest.approx(-16.5)
    assert kth.duration_contrast(_line((700, 60), (700, 62)), 0) == 0


def test_a_leap_is_set_off_and_its_target_held() -> None:
    line = _line((500, 60), (500, 69), (500, 67))
    assert kth.leap_tone(line, 1) == pytest.approx(4.2 * sqrt(9))
    assert kth.leap_tone(line, 0) == pytest.approx(-4.2 * sqrt(9))
    assert kth.leap_articulation(line, 0) == pytest.approx(8 * 9 * (0.3 + 0.3 * 400 / 600))


def test_repeated_notes_and_phrase_ends_are_set_off() -> None:
    line = _line((500, 60), (500, 60), (500, 62))
    assert kth.gaps(line)[0] == pytest.approx(0.035)
    assert kth.gaps(line)[-1] == pytest.approx(0.08)


def test_a_line_comes_back_to_its_time() -> None:
    line = _line((500, 60), (250, 67), (250, 62), (1000, 64), (500, 71), (500, 60))
    moved = kth.displacements(line)
    assert mean(moved) == pytest.approx(0)
    assert max(map(abs, moved)) > 0


def test_a_bend_never_reaches_its_bound() -> None:
    assert all(abs(bounded(value, 0.018)) <= 0.018 for value in (-9.0, -0.01, 0.0, 0.02, 5.0))
    assert bounded(0.002, 0.018) == pytest.approx(0.002, rel=0.01)


def test_pink_noise_remembers() -> None:
    pink = Pink(Random(4))
    drawn = [pink.step() for _ in range(20000)]
    blocks = [mean(drawn[i : i + 50]) for i in range(0, len(drawn), 50)]
    assert pstdev(drawn) == pytest.approx(1, abs=0.15)
    assert pstdev(blocks) > 3 / sqrt(50)  # white noise would give 1 / sqrt(50)


@FEW
@given(cue=cues(longest=40))
def test_nobody_leaves_his_time_and_no_hit_moves(cue: Cue) -> None:
    for part in compose(cue).parts:
        for note in part.notes:
            assert abs(note.shift) <= amounts().timing.bound_ms / 1000
            assert not (note.accent and note.shift)
        for control in part.controls:
            assert 0 <= control.value <= 127
        keys = [(control.number, control.beat) for control in part.controls]
        assert len(set(keys)) == len(keys)


def _score(style: str, emotion: str, arousal: float) -> Score:
    return compose(cue_of(40, [17.0], style=style, emotion=emotion, arousal=arousal))


def _values(part: Part, number: int) -> list[int]:
    return [control.value for control in part.controls if control.number == number]


def test_players_of_a_section_are_not_machines_and_not_one() -> None:
    score = _score("orchestral_drama", "happy", 0.5)
    own = [[note.shift for note in part.notes if not note.accent] for part in score.parts]
    shifts = [moved for moved in own if len(moved) > 8]
    assert all(0.002 < pstdev(moved) < 0.015 for moved in shifts)
    assert len({tuple(moved[:6]) for moved in shifts}) == len(shifts) > 5


def test_the_melody_leads() -> None:
    score = _score("intimate_piano", "happy", 0.5)

    def late(role: str) -> float:
        return mean(n.shift for p in score.parts if p.role == role for n in p.notes if not n.accent)

    assert late("melody") < late("accompaniment") - 0.002


def test_the_pedal_goes_down_behind_each_chord_and_is_up_at_the_end() -> None:
    score = _score("intimate_piano", "sad", -0.3)
    part = next(p for p in score.parts if p.program == 0 and _values(p, PEDAL))
    moves = [control for control in part.controls if control.number == PEDAL]
    assert moves[-1].value == 0
    chords = {chord.beat for chord in score.chords}
    for move in moves:
        if move.value:
            before = max(beat for beat in chords if beat < move.beat)
            wait = seconds_at(score.tempo, move.beat) - seconds_at(score.tempo, before)
            assert 0.02 < wait < 0.11


def test_staccato_has_no_pedal_and_vibrato_waits() -> None:
    short = _score("intimate_piano", "anger", 0.6)
    assert not any(127 in _values(part, PEDAL) for part in short.parts)
    strings = _score("chamber_strings", "sad", -0.3)
    solo = next(p for p in strings.parts if _values(p, VIBRATO))
    depths = [c for c in solo.controls if c.number == VIBRATO]
    assert max(c.value for c in depths) == amounts().vibrato.depth
    onsets = {note.beat for note in solo.notes}
    assert all(c.value == 0 for c in depths if c.beat in onsets)


def test_phrases_swell_on_expression() -> None:
    strings = _score("chamber_strings", "sad", -0.3)
    held = next(part for part in strings.parts if part.role == "pad")
    assert len(set(_values(held, EXPRESSION))) > 10
