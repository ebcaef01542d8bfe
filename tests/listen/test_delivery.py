"""Pitch, syllables and pauses are what was spoken, and a livelier delivery is more aroused."""

from __future__ import annotations

import shutil
import subprocess
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
from hypothesis import example, given
from hypothesis import strategies as st

from scenescore.listen.delivery import RATE, Delivery, DeliveryMeter, Samples
from scenescore.listen.manner import with_voices
from scenescore.listen.speakers import raised_pitches
from scenescore.listen.voice_table import voice_table
from scenescore.media import PowerMeter
from scenescore.model import LoudnessTrack, Phrase, Speech, Voice
from scenescore.timebase import Span

KOREAN = "오늘 아침은 조용하고 추웠다. 편지가 오기 전에는 아무도 창문을 열지 않았다."
ENGLISH = "The winter morning was quiet and cold. Nobody had opened the window before."
SYLLABLES = {"ko": 29, "en-us": 22}
espeak = pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed")


def _heard(sound: Samples, block: int = RATE) -> Delivery:
    meter = DeliveryMeter()
    for start in range(0, len(sound), block):
        meter.feed(sound[start : start + block])
    return meter.finish()


def _voices(sound: Samples, spans: list[Span]) -> list[Voice | None]:
    power = PowerMeter(RATE, hop=Fraction(1, 10))
    power.feed(sound[:, None])
    phrases = tuple(Phrase(span) for span in spans)
    spoken = [Speech(span) for span in spans]
    return [p.voice for p in with_voices(phrases, spoken, _heard(sound), power.track())]


def _voice(sound: Samples) -> Voice | None:
    return _voices(sound, [Span(Fraction(0), Fraction(len(sound), RATE))])[0]


def _read(path: Path) -> Samples:
    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return soxr.resample(sound.mean(axis=1), rate, RATE)


def _reading(shared_data: Path) -> Samples:
    return _read(shared_data / "speech" / "3436-172162-0000.ogg")


def _say(folder: Path, language: str, words_per_minute: int) -> Samples:
    text = KOREAN if language == "ko" else ENGLISH
    path = folder / "말 🎙.wav"
    speak = ["espeak-ng", "-v", language, "-s", str(words_per_minute), "-w", str(path), text]
    subprocess.run(speak, check=True)
    return _read(path)


def _harmonics(hertz: float, seconds: float) -> Samples:
    time = np.arange(round(seconds * RATE)) / RATE
    waves = [np.sin(2 * np.pi * hertz * k * time) / k for k in range(1, int(3000 / hertz))]
    return (0.1 * np.sum(waves, axis=0)).astype(np.float32)


@pytest.mark.parametrize("hertz", [82.0, 130.0, 211.0, 340.0])
def test_pitch_is_that_of_a_harmonic_sound(hertz: float) -> None:
    noise = np.random.default_rng(3).normal(0, 0.005, RATE).astype(np.float32)
    delivery = _heard(_harmonics(hertz, 1.0) + noise)
    middle = slice(10, -10)
    assert np.median(np.abs(12 * np.log2(delivery.pitch[middle] / hertz))) < 0.1
    assert delivery.clear[middle].min() > 0.8
    assert np.median(_heard(noise * 20).clear) < 0.4


def test_two_voices_of_one_phrase_far_apart_have_the_pitch_of_one() -> None:
    """Half of the moments are low, half high: none lies near to the middle of all."""
    pitch, level = np.repeat([80.0, 240.0], 100), np.zeros(200)
    delivery = Delivery(pitch, np.ones(200), level, level, level)
    span = Span(Fraction(0), Fraction(2))
    loudness = LoudnessTrack(Fraction(1, 10), (0.1,) * 20, (0.1,) * 20)
    (phrase,) = with_voices((Phrase(span),), [Speech(span)], delivery, loudness)
    assert phrase.voice
    assert phrase.voice.pitch_hz == pytest.approx(240)


@pytest.mark.parametrize("block", [160, 777, 50_000])
def test_blocks_of_any_size_are_heard_alike(block: int) -> None:
    sound = np.random.default_rng(4).normal(0, 0.1, 70_001).astype(np.float32)
    whole, pieces = _heard(sound), _heard(sound, block)
    assert len(whole.pitch) == -(-len(sound) // 160)
    assert np.array_equal(whole.pitch, pieces.pitch)
    assert np.array_equal(whole.level, pieces.level)


@espeak
@pytest.mark.parametrize("language", ["ko", "en-us"])
def test_syllables_are_counted_in_any_language(tmp_path: Path, language: str) -> None:
    voices = {speed: _voice(_say(tmp_path, language, speed)) for speed in (120, 260)}
    for speed, voice in voices.items():
        assert voice is not None
        length = len(_say(tmp_path, language, speed)) / RATE
        counted = voice.syllables_per_s * length * (1 - voice.pauses)
        assert counted == pytest.approx(SYLLABLES[language], rel=0.15)
    assert voices[260].arousal > voices[120].arousal


EVENTFUL = [(120, 35, 60), (160, 50, 100), (200, 60, 140), (260, 80, 200), (140, 40, 80)]
"""Words a minute, pitch and amplitude of lines that are more and less lively."""


def _spoken(path: Path, voice: str, speed: int = 170, pitch: int = 50, loud: int = 100) -> Samples:
    text = KOREAN if voice.startswith("ko") else ENGLISH
    given = [
        "-v",
        voice,
        "-s",
        str(speed),
        "-p",
        str(pitch),
        "-a",
        str(loud),
        "-w",
        str(path),
        text,
    ]
    subprocess.run(["espeak-ng", *given], check=True)
    return _read(path)


def _arousals(lines: list[Samples], beside: Samples | None = None, gain: float = 1) -> list[float]:
    """Of lines one after another with a second between; `beside` is laid under them."""
    pause = np.zeros(RATE, np.float32)
    spans, sound = [], pause
    for line in lines:
        spans.append(Span(Fraction(len(sound), RATE), Fraction(len(sound) + len(line), RATE)))
        sound = np.concatenate((sound, line, pause))
    if beside is not None:
        sound = sound + np.resize(beside, len(sound))
    voices = _voices(np.float32(gain) * sound, spans)
    assert all(voices)
    return [voice.arousal for voice in voices if voice]


def _pink(seconds: int, level_db: float) -> Samples:
    spectrum = np.fft.rfft(np.random.default_rng(6).normal(size=seconds * RATE))
    noise = np.fft.irfft(spectrum / np.sqrt(np.maximum(np.arange(len(spectrum)), 1)))
    return (noise / noise.std() * 10 ** (level_db / 20)).astype(np.float32)


@pytest.fixture(scope="module")
def lively(tmp_path_factory: pytest.TempPathFactory) -> list[Samples]:
    path = tmp_path_factory.mktemp("줄") / "line.wav"
    return [_spoken(path, "en-us", *manner) for manner in EVENTFUL]


@espeak
@pytest.mark.parametrize("voice", ["en-us", "en-us+f2", "ko", "de"])
@pytest.mark.parametrize(
    ("name", "values"),
    [("speed", (110, 150, 200, 260)), ("pitch", (10, 40, 65, 90)), ("loud", (30, 70, 120, 200))],
)
def test_quicker_higher_and_louder_lines_are_more_aroused(
    tmp_path: Path, voice: str, name: str, values: tuple[int, ...]
) -> None:
    lines = [_spoken(tmp_path / "line.wav", voice, **{name: value}) for value in values]
    arousals = _arousals(lines)
    assert arousals == sorted(arousals)
    assert arousals[-1] - arousals[0] > 0.3


@espeak
def test_a_recordings_gain_is_nobodys_feeling(lively: list[Samples]) -> None:
    as_it_is = _arousals(lively)
    for gain in (0.05, 0.3, 3.0):
        assert _arousals(lively, gain=gain) == pytest.approx(as_it_is, abs=0.05)


@espeak
def test_a_man_and_a_woman_are_as_aroused(tmp_path: Path, lively: list[Samples]) -> None:
    women = [_spoken(tmp_path / "line.wav", "en-us+f2", *manner) for manner in EVENTFUL]
    assert _arousals(women) == pytest.approx(_arousals(lively), abs=0.12)
    both = _arousals([*lively, *women])
    assert both[: len(lively)] == pytest.approx(both[len(lively) :], abs=0.15)
    man, woman = _arousals(lively[1:2]), _arousals(women[1:2])
    assert man == pytest.approx(woman, abs=0.2)


@espeak
def test_noise_beside_a_voice_is_not_its_effort(lively: list[Samples]) -> None:
    quiet = _arousals(lively)
    assert _arousals(lively, _pink(60, -35)) == pytest.approx(quiet, abs=0.1)
    assert _arousals(lively, _pink(60, -28)) == pytest.approx(quiet, abs=0.15)


@espeak
def test_under_music_the_livelier_line_is_still_the_livelier(
    lively: list[Samples], shared_data: Path
) -> None:
    (piece,) = (shared_data / "music").glob("Hungarian*.ogg")
    music = _read(piece)[20 * RATE : 60 * RATE]
    arousals = _arousals(lively, music / music.std() * np.float32(0.015))
    assert list(np.argsort(arousals)) == list(np.argsort(_arousals(lively)))


def test_a_louder_and_a_higher_faster_reading_is_more_aroused(shared_data: Path) -> None:
    reading = _reading(shared_data)
    plain, loud = _voice(reading), _voice(reading * np.float32(2))
    tape = soxr.resample(reading, RATE * 1.2, RATE)  # a tape run faster: higher and faster
    quick = _voice(tape)
    assert plain
    assert loud
    assert quick
    assert plain.arousal < loud.arousal
    assert plain.arousal < quick.arousal
    assert quick.pitch_hz == pytest.approx(1.2 * plain.pitch_hz, rel=0.05)
    assert quick.syllables_per_s > plain.syllables_per_s
    assert loud.loudness_lufs - plain.loudness_lufs == pytest.approx(6.02, abs=0.1)
    assert 3.5 < plain.syllables_per_s < 6
    assert 0.1 < plain.pauses < 0.35


def test_too_little_voice_tells_nothing(shared_data: Path) -> None:
    reading = _reading(shared_data)
    short = Span(Fraction(1), Fraction(13, 10))
    assert _voices(reading, [short]) == [None]
    assert _voice(np.zeros(RATE, np.float32)) is None
    noise = np.random.default_rng(5).normal(0, 0.1, 3 * RATE).astype(np.float32)
    assert _voice(noise) is None
    beyond = Span(Fraction(1000), Fraction(1001))
    assert _voices(reading, [beyond]) == [None]


def test_a_voice_that_music_drowns_has_no_manner(shared_data: Path) -> None:
    reading = _reading(shared_data)[: 6 * RATE]
    sound = np.concatenate([np.zeros(2 * RATE, np.float32), reading])
    chord = _harmonics(220, 8) + _harmonics(277, 8)
    span = Span(Fraction(2), Fraction(8))
    (clean,), (drowned,) = _voices(sound, [span]), _voices(sound + 2 * chord, [span])
    assert clean is not None
    assert drowned is None


def test_a_speaker_is_high_or_low_among_his_like() -> None:
    table = voice_table()
    man, woman = [100.0, 104.0, 110.0], [210.0, 220.0, 215.0]
    assert raised_pitches(man + woman, table) == pytest.approx(
        [-0.68, 0, 0.97, -0.41, 0.4, 0], abs=0.02
    )
    boys, women = [300.0, 305.0, 310.0], [200.0, 205.0, 210.0]
    assert raised_pitches(boys + women, table)[0] < 0, "two heaps, both above a man's"


def test_of_one_line_a_mans_or_a_womans_usual_pitch_says_nothing() -> None:
    table = voice_table()
    assert raised_pitches([119], table) == raised_pitches([206], table) == [0.0]
    assert raised_pitches([320], table)[0] > 3
    assert raised_pitches([80], table)[0] < -3


@given(st.floats(80, 300), st.floats(0, 9), st.integers(4, 12))
@example(77, 12, 5)
def test_one_speakers_phrases_keep_their_order(hertz: float, range_st: float, lines: int) -> None:
    """However far one voice goes evenly up, a higher phrase is never less raised."""
    pitches = [hertz * 2 ** (range_st * line / (lines - 1) / 12) for line in range(lines)]
    raised = raised_pitches(pitches, voice_table())
    assert all(low <= high + 1e-9 for low, high in pairwise(raised))
    assert raised[-1] - raised[0] == pytest.approx(range_st, abs=1e-6)


def test_every_measure_names_its_study() -> None:
    assert all(len(measure.study) > 20 for measure in voice_table().measures.values())
