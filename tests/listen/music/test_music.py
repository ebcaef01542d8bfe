"""What is told of music that an edit already holds, on scores whose tempo and key are known."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
import soundfile
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st
from training.sound_kinds.sources import cue_of

from scenescore.compose import compose
from scenescore.job import Job
from scenescore.listen.music import MusicMeter, Traces, find_music, named_key
from scenescore.listen.music.feeling import feeling_of, traits
from scenescore.listen.music.key import BINS, PARTS, key_of
from scenescore.listen.music.parting import SIDE, parts_of
from scenescore.listen.music.pulse import ONSET_RATE, pulse_of
from scenescore.listen.voice import VOICE_RATE, Samples
from scenescore.media import PowerMeter, read_wav_blocks
from scenescore.model import FoundMusic, Score, SoundSpan, Speech
from scenescore.render import find_soundfont, render_cue
from scenescore.timebase import SAMPLE_RATE, Span

SECONDS = 32


def _played(palette: str, emotion: str, seed: int) -> tuple[Score, Samples]:
    """A cue of our own composer, and its sound at 48 kHz, mono."""
    font, _ = find_soundfont(None)
    cue = cue_of(emotion, palette, seed)
    score = compose(cue)
    with TemporaryDirectory() as work:
        raw = render_cue(cue, score, font, Path(work), Job())
        stems = [np.concatenate([*read_wav_blocks(Path(s.path))]) for s in raw.stems]
    start = raw.span.sample_at(0)
    mono = np.sum(stems, axis=0)[start : start + SECONDS * SAMPLE_RATE].mean(axis=1)
    return score, np.asarray(mono, np.float32)


def _traces(sound: Samples) -> Traces:
    meter = MusicMeter()
    for start in range(0, len(sound), VOICE_RATE):
        meter.feed(sound[start : start + VOICE_RATE])
    return meter.finish()


def _found(sound: Samples, speech: tuple[Speech, ...] = ()) -> FoundMusic:
    """The first stretch of a sound at 48 kHz, all of which is taken to be music."""
    return _stretches(sound, speech)[0]


def _stretches(sound: Samples, speech: tuple[Speech, ...] = ()) -> tuple[FoundMusic, ...]:
    power = PowerMeter(SAMPLE_RATE)
    power.feed(np.stack((sound, sound), axis=1))
    traces = _traces(soxr.resample(sound, SAMPLE_RATE, VOICE_RATE).astype(np.float32))
    span = Span(Fraction(0), Fraction(len(sound), SAMPLE_RATE))
    return find_music(traces, [SoundSpan(span, "music", 0.9)], speech, power.track())


def _bpm(score: Score) -> float:
    first, last = score.tempo.knots[0], score.tempo.knots[-1]
    return float(60 * (last[0] - first[0]) / (last[1] - first[1]))


@pytest.mark.parametrize(
    ("palette", "emotion", "seed"), [("acoustic_folk", "happy", 0), ("lo_fi", "happy", 2)]
)
def test_tempo_key_and_beats_of_our_own_scores(palette: str, emotion: str, seed: int) -> None:
    score, sound = _played(palette, emotion, seed)
    found = _found(sound)
    assert found.tempo_bpm
    assert min(abs(found.tempo_bpm / _bpm(score) / octave - 1) for octave in (0.5, 1, 2)) < 0.04
    assert found.key
    key = named_key(found.key)
    fifths = (key.tonic - score.tonic) % 12
    assert fifths in (0, 3, 5, 7, 9)  # the key itself, its relative, a fifth either way
    grid = 60 / found.tempo_bpm
    steady = np.diff(found.beats)
    assert np.median(np.abs(steady - grid)) < 0.03
    assert found.beat == Fraction(round(found.beats[0] * 1000), 1000)


def test_happy_music_is_told_from_sad() -> None:
    happy = _found(_played("upbeat_pop", "happy", 3)[1])
    sad = _found(_played("chamber_strings", "sad", 3)[1])
    assert happy.valence is not None
    assert sad.valence is not None
    assert happy.arousal is not None
    assert sad.arousal is not None
    assert happy.valence > sad.valence + 0.2
    assert happy.arousal > sad.arousal + 0.2
    assert happy.energy > sad.energy


def _recording(folder: Path, name: str, seconds: int = 40) -> Samples:
    (path,) = (folder / "music").glob(f"*{name}*.ogg")
    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    mono = soxr.resample(sound.mean(axis=1), rate, SAMPLE_RATE).astype(np.float32)
    return np.asarray(mono[: seconds * SAMPLE_RATE])


def test_real_music(shared_data: Path) -> None:
    """The notes beside them: the trumpet is in F; the dance, here, sounds in G minor; E minor is
    the key of Tchaikovsky's fairy."""
    trumpet = _found(_recording(shared_data, "trumpet"))
    assert (trumpet.key, trumpet.families) == ("F minor", ("winds",))
    dance = _found(_recording(shared_data, "Hungarian"))
    assert dance.key == "G minor"
    assert set(dance.families) <= {"strings"}
    assert "percussion" in _found(_recording(shared_data, "Vibe")).families
    fairy = _found(_recording(shared_data, "Sugar"))
    assert fairy.key == "E minor"
    assert not fairy.vocal


@pytest.mark.parametrize("fade_s", [0.1, 2.0])
def test_music_that_turns_into_other_music_is_two(shared_data: Path, fade_s: float) -> None:
    """A dance of strings runs into jazz, as in a trailer: each has a key of its own."""
    one, other = (
        _recording(shared_data, name)[: 22 * SAMPLE_RATE] for name in ("Hungarian", "Vibe")
    )
    one, other = (each / np.std(each) * 0.05 for each in (one, other))
    fade = int(fade_s * SAMPLE_RATE)
    ramp = np.linspace(1, 0, fade)
    joint = one[-fade:] * ramp + other[:fade] * (1 - ramp)
    both = np.concatenate((one[:-fade], joint, other[fade:])).astype(np.float32)
    first, second = _stretches(both)
    assert first.span.end == second.span.start
    assert abs(first.span.end - (22 - Fraction(fade_s) / 2)) <= 2
    assert (first.key, second.key) == ("G minor", _found(other.astype(np.float32)).key)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 90), st.integers(0, 9))
def test_no_part_of_music_is_shorter_than_what_tells_it(count: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    pitches = rng.random((count, BINS)).astype(np.float32) ** 8
    colours = 10 ** rng.normal(-4, 2, (count, 24)).astype(np.float32)
    cuts = parts_of(pitches, colours, rng.random(count) < 0.7)
    ends = (0, *cuts, count)
    assert all(b - a >= SIDE for a, b in pairwise(ends)) or ends == (0, count)


def test_a_third_that_is_both_says_little_of_mode() -> None:
    """C and G sound in either mode: a tonic is told, its third hardly."""
    bare, major = np.zeros(BINS), np.zeros(BINS)
    for tone, weight in ((0, 1.0), (7, 0.8), (2, 0.4), (5, 0.4)):
        bare[tone * PARTS] = major[tone * PARTS] = weight
    major[4 * PARTS] = 0.7
    open_fifth, clear = key_of(bare), key_of(major)
    assert open_fifth is not None
    assert clear is not None
    assert (clear.tonic, clear.minor, clear.third) == (0, False, 1.0)
    assert open_fifth.tonic == 0
    assert open_fifth.third < 0.5


def test_a_song_is_sung_and_dialogue_over_music_is_not() -> None:
    random = np.random.default_rng(2)
    time = np.arange(20 * SAMPLE_RATE) / SAMPLE_RATE
    music = 0.05 * np.sin(2 * np.pi * 220 * time).astype(np.float32)
    voice = np.where((time % 4) < 2, random.normal(0, 1, len(time)), 0).astype(np.float32)
    lines = tuple(Speech(Span(Fraction(4 * n), Fraction(4 * n + 2))) for n in range(5))
    assert _found(music + 0.01 * voice, lines).vocal
    assert not _found(music + 0.3 * voice, lines).vocal


def test_clicks_at_a_known_tempo_have_their_beats() -> None:
    onsets = np.zeros(20 * ONSET_RATE, np.float32)
    onsets[30::50] = 1  # 120 a minute from 0.3 s
    pulse = pulse_of(onsets)
    assert pulse
    assert pulse.bpm == pytest.approx(120, rel=0.005)
    assert all(abs((beat - 0.05) % 0.5 - 0.25) < 0.041 for beat in pulse.beats)


def test_chance_and_too_little_have_no_tempo_and_noise_no_key() -> None:
    random = np.random.default_rng(5)
    assert pulse_of(random.random(3000).astype(np.float32)) is None
    assert pulse_of(np.zeros(3000, np.float32)) is None
    assert pulse_of(np.tile([1, 0, 0, 0, 0], 100).astype(np.float32)) is None
    assert key_of(np.ones(BINS)) is None


@pytest.mark.parametrize("tonic", range(12))
@pytest.mark.parametrize("tuning", [-2, 0, 1])
def test_a_scale_is_its_key_in_any_tuning(tonic: int, tuning: int) -> None:
    pitches = np.zeros(BINS)
    for step, weight in ((0, 3), (2, 1), (4, 2), (5, 1), (7, 3), (9, 1), (11, 1)):
        pitches[((tonic + step) * PARTS + tuning) % BINS] = weight
    key = key_of(pitches)
    assert key
    assert (key.tonic, key.minor) == (tonic, False)
    assert named_key(key.name).tonic == tonic


def test_the_length_of_blocks_changes_nothing() -> None:
    sound = np.random.default_rng(1).normal(0, 0.1, 9 * VOICE_RATE + 123).astype(np.float32)
    small, meter = _traces(sound), MusicMeter()
    meter.feed(sound)
    whole = meter.finish()
    assert np.array_equal(small.onsets, whole.onsets)
    assert np.array_equal(small.pitches, whole.pitches)
    assert small.colours.shape[0] == small.pitches.shape[0] == 19


def test_traits_move_feeling_as_the_table_says() -> None:
    for name, trait in traits().traits.items():
        low, high = (feeling_of({name: trait.centre + d * trait.spread}) for d in (-1, 1))
        for axis, weight in enumerate((trait.valence, trait.arousal)):
            if weight:
                assert (high[axis] or 0) > 0 > (low[axis] or 0)
            else:
                assert high[axis] is low[axis] is None
