"""Cues that follow music of the edit: its tempo, its key, its beats."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from training.sound_kinds.sources import cue_of

from scenescore.compose import compose
from scenescore.model import Cue, Edit, Followed, FoundMusic, Heard, Hit, LoudnessTrack
from scenescore.spotting.following import follow
from scenescore.timebase import Rate, Span

RATE = Rate.of(25)
EDIT = Edit("e", RATE, 0, 3000, False, "e.otio", "otio", "x")
BEATS = tuple(round(10 + 0.1 + n * 0.6, 3) for n in range(120))
MUSIC = FoundMusic(
    Span(Fraction(10), Fraction(80)), -25.0, 0.5, 100.0, Fraction(101, 10), "D minor", beats=BEATS
)


def _cue(start: int, end: int, *, ordered: bool = False) -> Cue:
    entry = Hit(start, "entry", 1.0, "start", ordered=ordered)
    base = cue_of("sad", "intimate_piano", 3)
    hits = (entry, Hit(start + 3, "soft", 0.2, "cut"), Hit(start + 200, "hard", 0.8, "cut"))
    return replace(base, in_frame=start, out_frame=end, rate=RATE, hits=hits)


def _heard(*music: FoundMusic) -> Heard:
    return Heard((), (), (), LoudnessTrack(Fraction(1, 10), ()), music=music)


def test_a_cue_over_music_begins_on_its_beat_in_its_key_and_tempo() -> None:
    (cue,), (remark,) = follow([_cue(510, 1500)], EDIT, _heard(MUSIC))
    assert min(abs(float(cue.span.start) - beat) for beat in BEATS) <= 0.02
    assert cue.hits[0] == Hit(cue.in_frame, "entry", 1.0, "start")
    assert [hit.frame for hit in cue.hits] == sorted(hit.frame for hit in cue.hits)
    assert cue.moods[0].seconds == 0
    assert remark.code == "music-followed"
    score = compose(cue)
    assert (score.tonic, score.mode in ("aeolian", "dorian", "phrygian", "locrian")) == (2, True)
    assert {key.tonic for key in score.keys} == {2}
    knots = score.tempo.knots
    bpm = 60 * (knots[-1][0] - knots[0][0]) / (knots[-1][1] - knots[0][1])
    assert min(abs(float(bpm) / (100 * octave) - 1) for octave in (0.5, 1, 2)) < 0.03


def test_an_ordered_entry_is_not_moved() -> None:
    (cue,), _ = follow([_cue(512, 1500, ordered=True)], EDIT, _heard(MUSIC))
    assert cue.in_frame == 512
    assert cue.follows == Followed(100.0, 2, minor=True)


def test_music_near_by_is_followed_and_far_off_is_not() -> None:
    near, far = _cue(2200, 2500), _cue(2600, 2900)
    (first, second), remarks = follow([near, far], EDIT, _heard(MUSIC))
    assert first.follows.tempo_bpm == 100
    assert first.in_frame == near.in_frame
    assert second == far
    assert len(remarks) == 1


@pytest.mark.parametrize(
    "music", [replace(MUSIC, tempo_bpm=None, beats=()), replace(MUSIC, key=None)]
)
def test_what_is_not_known_is_not_followed_and_is_said(music: FoundMusic) -> None:
    (cue,), (remark,) = follow([_cue(512, 1500)], EDIT, _heard(music))
    assert (cue.follows.tempo_bpm is None) == (music.tempo_bpm is None)
    assert (cue.follows.tonic is None) == (music.key is None)
    assert remark.hint
    compose(cue)


def test_without_music_nothing_changes() -> None:
    cue = _cue(512, 1500)
    assert follow([cue], EDIT, _heard()) == ((cue,), [])


def test_a_cue_never_begins_before_the_one_before_it_has_ended() -> None:
    cues = [_cue(300, 512), _cue(512, 1500)]
    fitted, _ = follow(cues, EDIT, _heard(MUSIC))
    assert fitted[0].out_frame <= fitted[1].in_frame
