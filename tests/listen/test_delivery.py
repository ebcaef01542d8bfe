"""Pitch, syllables and pauses are what was spoken, and a livelier delivery is more aroused."""

from __future__ import annotations

import shutil
import subprocess
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from scenescore.listen.delivery import RATE, Delivery, DeliveryMeter, Samples
from scenescore.listen.manner import with_voices
from scenescore.listen.speakers import usual_pitches
from scenescore.listen.voice_table import voice_table
from scenescore.media import PowerMeter
from scenescore.model import Phrase, Speech, Voice
from scenescore.timebase import Span

KOREAN = "오늘 아침은 조용하고 추웠다. 편지가 오기 전에는 아무도 창문을 열지 않았다."
ENGLISH = "The winter morning was quiet and cold. Nobody had opened the window before."
SYLLABLES = {"ko": 29, "en-us": 22}


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


@pytest.mark.parametrize("block", [160, 777, 50_000])
def test_blocks_of_any_size_are_heard_alike(block: int) -> None:
    sound = np.random.default_rng(4).normal(0, 0.1, 70_001).astype(np.float32)
    whole, pieces = _heard(sound), _heard(sound, block)
    assert len(whole.pitch) == -(-len(sound) // 160)
    assert np.array_equal(whole.pitch, pieces.pitch)
    assert np.array_equal(whole.level, pieces.level)


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed")
@pytest.mark.parametrize("language", ["ko", "en-us"])
def test_syllables_are_counted_in_any_language(tmp_path: Path, language: str) -> None:
    voices = {speed: _voice(_say(tmp_path, language, speed)) for speed in (120, 260)}
    for speed, voice in voices.items():
        assert voice is not None
        length = len(_say(tmp_path, language, speed)) / RATE
        counted = voice.syllables_per_s * length * (1 - voice.pauses)
        assert counted == pytest.approx(SYLLABLES[language], rel=0.15)
    assert voices[260].arousal > voices[120].arousal


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
    usual, known = usual_pitches([100, 104, 110, 210, 220, 215], table)
    assert known
    assert usual[0] == usual[2] == pytest.approx(104)
    assert usual[3] == usual[5] == pytest.approx(215)
    usual, known = usual_pitches([100, 104, 110, 118], table)
    assert known
    assert len(set(usual)) == 1
    assert usual_pitches([240], table) == ([table.speakers.usual_hz], False)


def test_every_measure_names_its_study() -> None:
    assert all(len(measure.study) > 20 for measure in voice_table().measures.values())
