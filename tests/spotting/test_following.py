"""Cues that follow music of the edit: its tempo, its key, its beats."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from training.sound_kinds.sources import cue_of

from scenescore.compose import compose
from scenescore.model import Cue, Edit, Followed, FoundMusic, Heard, Hit, LoudnessTrack, Score
from scenescore.spotting.following import follow
from scenescore.tempomap import seconds_at
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
    assert (score.tonic, score.mode) == (2, "aeolian")
    assert {(key.tonic, key.mode) for key in score.keys} == {(2, "aeolian")}
    assert _out_of_step(cue, score, BEATS) < 0.021  # it enters on a frame


def _out_of_step(cue: Cue, score: Score, beats: tuple[float, ...]) -> float:
    """The farthest that a bar of a score lies from the music's beats, in seconds."""
    start = float(cue.span.start)
    bars = [start + float(seconds_at(score.tempo, bar.beat)) for bar in score.bars]
    heard = [bar for bar in bars if beats[0] <= bar <= min(beats[-1], float(cue.span.end))]
    assert len(heard) > 3
    return max(min(abs(bar - beat) for beat in beats) for bar in heard)


@pytest.mark.parametrize("octave", [1, 2])
def test_a_cue_stays_in_step_with_players_who_are_no_clock(octave: int) -> None:
    """The tempo falls by 8 % over a minute, and every beat is found some 10 ms off."""
    rng = np.random.default_rng(3)
    steps = 0.6 / octave * np.linspace(1, 1.08, 110 * octave)
    played = 10 + np.cumsum(steps)
    beats = tuple(np.round(played + rng.normal(0, 0.008, len(played)), 3).tolist())
    music = replace(MUSIC, tempo_bpm=float(60 / steps.mean()), beats=beats)
    (cue,), _ = follow([_cue(510, 1900)], EDIT, _heard(music))
    assert _out_of_step(cue, compose(cue), tuple(played.tolist())) < 0.025


def test_hits_stay_on_their_frame_and_on_a_barline_where_the_music_has_a_beat() -> None:
    """Frame 928 is half a frame after a beat; 1013 lies between two, and no order asks for it."""
    cue = _cue(510, 1900)
    hits = tuple(Hit(frame, "hard", 0.8, "cut") for frame in (928, 1013))
    (cue,), _ = follow([replace(cue, hits=(cue.hits[0], *hits))], EDIT, _heard(MUSIC))
    score = compose(cue)
    on, off = (next(h for h in score.hits if h.hit.frame == frame) for frame in (928, 1013))
    assert (on.on_barline, off.on_barline) == (True, False)
    for hit in (on, off):
        assert seconds_at(score.tempo, hit.beat) == cue.seconds_at(hit.hit.frame)
    assert _out_of_step(cue, score, BEATS) < 0.03


@pytest.mark.parametrize(("key", "mode"), [("D minor", "aeolian"), ("D major", "ionian")])
def test_the_mode_is_that_of_the_key_whatever_the_mood(key: str, mode: str) -> None:
    angry = replace(cue_of("anger", "orchestral_drama", 3), rate=RATE, in_frame=510, out_frame=1500)
    (cue,), _ = follow([replace(angry, hits=())], EDIT, _heard(replace(MUSIC, key=key)))
    assert {(at.tonic, at.mode) for at in compose(cue).keys} == {(2, mode)}


def test_an_ordered_entry_is_not_moved() -> None:
    (cue,), _ = follow([_cue(512, 1500, ordered=True)], EDIT, _heard(MUSIC))
    assert cue.in_frame == 512
    assert cue.follows == Followed(100.0, 2, minor=True, beats=BEATS)


def test_music_near_by_is_followed_and_far_off_is_not() -> None:
    near, far = _cue(2200, 2500), _cue(2600, 2900)
    (first, second), remarks = follow([near, far], EDIT, _heard(MUSIC))
    assert first.follows.tempo_bpm == 100
    assert first.in_frame == near.in_frame
    assert second == far
    (told,) = remarks
    assert told.message == f"The music at 00:00:10:00 (100 BPM, D minor) is followed by: {near.id}."


def test_a_cue_does_not_wait_for_beats_that_begin_later() -> None:
    late = replace(MUSIC, beats=tuple(beat for beat in BEATS if beat > 24))
    (cue,), _ = follow([_cue(510, 1900)], EDIT, _heard(late))
    assert cue.in_frame == 510
    assert _out_of_step(cue, compose(cue), BEATS) < 0.21  # it glides into step from its entry
    start = float(cue.span.start)
    bars = [start + float(seconds_at(compose(cue).tempo, bar.beat)) for bar in compose(cue).bars]
    later = [bar for bar in bars if 40 < bar < 70]
    assert all(min(abs(bar - beat) for beat in BEATS) < 0.005 for bar in later)


def test_music_without_tempo_and_key_and_music_far_off_are_told() -> None:
    unclear = replace(MUSIC, tempo_bpm=None, beats=(), key=None)
    for music, message in (
        (unclear, "The music at 00:00:10:00 is not followed: neither its tempo nor its key"),
        (MUSIC, "No cue lies near enough"),
    ):
        cue = _cue(2600, 2900)
        (same,), (told,) = follow([cue], EDIT, _heard(music))
        assert same == cue
        assert told.message.startswith(message)


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
    (same,), (told,) = follow([cue], EDIT, _heard())
    assert same == cue
    assert told.message == "There is no music in the edit that could be followed."


def test_a_cue_never_begins_before_the_one_before_it_has_ended() -> None:
    cues = [_cue(300, 512), _cue(512, 1500)]
    fitted, _ = follow(cues, EDIT, _heard(MUSIC))
    assert fitted[0].out_frame <= fitted[1].in_frame
