"""What a listener would notice: endings, dialogue, moods, themes; and nothing left to luck."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from itertools import combinations, pairwise, product
from pathlib import Path

import pytest
from tests.compose.compose_cues import IN_FRAME, cue_of, tempo_steps

from scenescore.compose import compose
from scenescore.errors import BadArgument
from scenescore.model import Mood, MoodPoint, Score, ThemeOrder
from scenescore.palettes import load_palettes
from scenescore.settings import EMOTIONS
from scenescore.tempomap import seconds_at

STYLES = sorted(load_palettes())


def _onsets(score: Score, start: float, end: float) -> list[float]:
    beats = {note.beat for part in score.parts for note in part.notes}
    seconds = sorted(float(seconds_at(score.tempo, beat)) for beat in beats)
    return [moment for moment in seconds if start <= moment < end]


@pytest.mark.parametrize(
    ("seconds", "ending"), [*product([0.5, 1.5, 2.0, 3.3], ["ring", "stop", "fade"])]
)
def test_any_length(seconds: float, ending: str) -> None:
    score = compose(cue_of(seconds, ending=ending))
    assert score.bars
    assert max(tempo_steps(score), default=0) <= 0.03


def test_half_an_hour_with_a_hit_every_nine_seconds_keeps_them_all() -> None:
    moments = [9.1 * n + (n * 7 % 5) * 0.37 for n in range(1, 195)]
    score = compose(cue_of(1800, moments, ordered=True))
    assert all(hit.on_barline for hit in score.hits)
    assert max(tempo_steps(score)) <= 0.03


def test_another_process_writes_the_same_notes() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from tests.compose.compose_cues import cue_of\n"
        "from scenescore.compose import compose\n"
        "print(repr(compose(cue_of(30, [8.3, 19.1], dialogue=[(11, 15)], seed=3))))"
    )
    command = [sys.executable, "-c", code, str(Path(__file__).parents[2])]
    first, second = (
        subprocess.run(
            command, capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    )
    assert first == second
    assert first.strip() == repr(compose(cue_of(30, [8.3, 19.1], dialogue=[(11, 15)], seed=3)))


def test_another_seed_writes_other_notes() -> None:
    first, second = (compose(cue_of(30, seed=seed)) for seed in (0, 1))
    assert first.parts != second.parts


@pytest.mark.parametrize("style", STYLES)
def test_independent_voices_do_not_move_in_parallel_fifths_and_octaves(style: str) -> None:
    """Three moods a style, in turn, so that every mood is heard in six styles."""
    parallels = moves = 0
    first = STYLES.index(style)
    for emotion in (EMOTIONS[(first + step) % len(EMOTIONS)] for step in (0, 2, 4)):
        score = compose(cue_of(60, [17.0, 40.0], style=style, emotion=emotion, arousal=0.3))
        pads = [part for part in score.parts if part.role == "pad"][:1]
        for part in pads:
            sounding = [
                tuple(
                    sorted(n.pitch for n in part.notes if n.beat <= chord.beat < n.beat + n.beats)
                )
                for chord in score.chords
            ]
            for before, after in pairwise(sounding):
                if len(before) != 3 or len(after) != 3:
                    continue
                moves += 1
                parallels += sum(
                    (before[j] - before[i]) % 12 == (after[j] - after[i]) % 12
                    and (before[j] - before[i]) % 12 in (0, 7)
                    and before[i] != after[i]
                    for i, j in combinations(range(3), 2)
                )
    assert parallels * 100 <= max(moves, 1)


def test_moods_are_heard_in_density_mode_and_register() -> None:
    happy, sad = (
        compose(cue_of(60, emotion=emotion, arousal=arousal, style="intimate_piano"))
        for emotion, arousal in (("happy", 0.5), ("sad", -0.3))
    )
    assert len(_onsets(happy, 0, 57)) / 57 > 2 * len(_onsets(sad, 0, 57)) / 57
    assert (happy.mode, sad.mode) == (happy.mode if happy.mode != "aeolian" else "", "aeolian")

    def height(score: Score) -> float:
        notes = [n.pitch for p in score.parts if p.role == "melody" for n in p.notes]
        return sum(notes) / len(notes)

    assert height(happy) > height(sad) + 5


def test_music_is_thin_under_speech() -> None:
    cue = cue_of(60, dialogue=[(20, 40)], arousal=0.3)
    score = compose(cue)
    under = len(_onsets(score, 20, 40)) / 20
    assert under <= 1.5
    assert under < len(_onsets(score, 0, 20)) / 20


def test_chords_wait_for_the_end_of_a_line() -> None:
    score = compose(cue_of(60, dialogue=[(20, 26), (30, 37)]))
    changes = [float(seconds_at(score.tempo, chord.beat)) for chord in score.chords]
    assert not [at for at in changes if 20 < at < 26 or 30 < at < 37]


def test_chords_change_in_the_pauses_of_a_long_talk() -> None:
    talk = [(at, at + 2.6) for at in range(4, 40, 3)]
    score = compose(cue_of(48, dialogue=talk))
    changes = [float(seconds_at(score.tempo, chord.beat)) for chord in score.chords]
    assert max(after - before for before, after in pairwise(changes)) < 13
    inside = [at for at in changes if any(low < at < high for low, high in talk)]
    assert len(inside) <= 0.2 * len(changes)


def test_a_hit_inside_a_line_that_is_ordered_is_still_struck() -> None:
    cue = cue_of(40, [22.0], dialogue=[(20, 30)], ordered=True)
    score = compose(cue)
    beat = next(hit.beat for hit in score.hits if hit.hit.frame != IN_FRAME)
    struck = [n for p in score.parts if p.role == "accent" for n in p.notes if n.beat == beat]
    assert struck


def test_a_stop_is_followed_by_silence() -> None:
    score = compose(cue_of(30, [(14.0, "stop")]))
    assert not _onsets(score, 14.01, 14.5)
    ends = [
        float(seconds_at(score.tempo, note.beat + note.beats))
        for part in score.parts
        for note in part.notes
        if float(seconds_at(score.tempo, note.beat)) <= 14.001
    ]
    assert max(ends) <= 14.26


def test_a_hit_on_the_out_frame_is_the_last_chord() -> None:
    score = compose(cue_of(20, [20.0]))
    last = score.chords[-1]
    assert seconds_at(score.tempo, last.beat) == 20
    assert last.pitch_classes[0] == score.tonic


def test_a_fade_ends_in_silence() -> None:
    score = compose(cue_of(20, ending="fade"))
    for part in score.parts:
        assert part.controls[-1].value == 0


def test_the_end_closes_on_the_tonic() -> None:
    for emotion in EMOTIONS:
        score = compose(cue_of(45, emotion=emotion))
        assert score.chords[-1].root == score.tonic


def test_a_turn_of_mood_changes_the_mode_at_a_barline() -> None:
    turn = (
        MoodPoint(0.0, Mood(0.7, 0.4, 0.0, "happy")),
        MoodPoint(20.0, Mood(-0.6, -0.3, 0.2, "sad")),
    )
    score = compose(cue_of(40, emotion="happy", arousal=0.4, valence=0.7, moods=turn))
    after = [c for c in score.chords if seconds_at(score.tempo, c.beat) > 24]
    assert score.mode in ("ionian", "mixolydian")
    assert {c.numeral for c in after} & {"i", "iv", "VI", "v"}


def test_a_theme_is_the_same_in_two_cues_and_named_where_it_is_heard() -> None:
    order = (ThemeOrder("Mina", IN_FRAME),)
    first, second = (
        compose(cue_of(24, themes=order, uid=uid, emotion="happy", arousal=0.4))
        for uid in ("a", "b")
    )
    assert [use.name for use in first.themes] == ["Mina"]
    assert first.themes[0].bars[0] == 1

    def rhythm(score: Score) -> list[Fraction]:
        end = score.bars[1].beat
        return [
            note.beat
            for part in score.parts
            if part.role == "melody"
            for note in part.notes
            if note.beat < end
        ]

    if first.bars[0] == second.bars[0]:
        assert rhythm(first) == rhythm(second)


def test_an_impossible_hit_is_dropped_not_smeared() -> None:
    score = compose(cue_of(20, [8.0, 8.1], ordered=True))
    struck = {n.beat for p in score.parts if p.role == "accent" for n in p.notes}
    near = [b for b in struck if 7.5 < seconds_at(score.tempo, b) < 8.6]
    assert len(near) == 1


def test_what_cannot_be_composed_is_refused_in_a_sentence() -> None:
    with pytest.raises(BadArgument, match="style"):
        compose(cue_of(10, style="polka"))
    with pytest.raises(BadArgument, match="mood"):
        compose(cue_of(10, emotion="wistful"))
    with pytest.raises(BadArgument, match="too short"):
        compose(cue_of(0.1))
    with pytest.raises(BadArgument, match="outside"):
        compose(cue_of(10, [11.0]))


def test_a_soft_hit_is_met_by_a_new_chord_and_no_accent() -> None:
    score = compose(cue_of(40, [(17.3, "soft")], ordered=True))
    beat = score.hits[-1].beat
    before, after = (
        next(c for c in score.chords if c.beat + c.beats == beat),
        next(c for c in score.chords if c.beat == beat),
    )
    assert before.numeral != after.numeral
    assert not any(n.accent for p in score.parts for n in p.notes if n.beat == beat)
