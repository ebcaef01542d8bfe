"""Speech is found, in clean sound and under music, and nowhere else."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.signal import fftconvolve

from scenescore.listen import VoiceDetector, speech_spans
from scenescore.listen.silero import CHUNK
from scenescore.listen.voice import VOICE_RATE, Samples

MUSIC = "Kevin_MacLeod_-_P_I_Tchaikovsky_Dance_of_the_Sugar_Plum_Fairy.hq.ogg"
STRINGS = "Hungarian_Dance_number_5_-_Allegro_in_F_sharp_minor_(string_orchestra).hq.ogg"
SONG = "Karissa_Hobbs_-_Lets_Go_Fishin.hq.ogg"


def _mono(path: Path, seconds: float | None = None) -> Samples:
    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    if seconds:
        sound = sound[: int(seconds * rate)]
    return soxr.resample(sound.mean(axis=1), rate, VOICE_RATE)


def _heard(sound: Samples, block: int = VOICE_RATE) -> VoiceDetector:
    detector = VoiceDetector()
    for start in range(0, len(sound), block):
        detector.feed(sound[start : start + block])
    detector.finish()
    return detector


def _seconds(detector: VoiceDetector, end: Fraction) -> float:
    return sum(float(spoken.span.duration) for spoken in detector.speech(end))


def test_a_speech_is_heard_and_its_pauses_are_not(shared_data: Path) -> None:
    sound = _mono(shared_data / "speech" / "jfk.flac")
    speech = _heard(sound).speech(Fraction(len(sound), VOICE_RATE))
    assert 3 <= len(speech) <= 6
    assert any(float(b.span.start - a.span.end) > 0.8 for a, b in pairwise(speech))
    assert speech[0].span.start < 0.5


def test_speech_under_music_is_still_heard(shared_data: Path) -> None:
    speech = _mono(shared_data / "speech" / "jfk.flac")
    music = _mono(shared_data / "music" / MUSIC, 12)[: len(speech)]
    as_loud = music * np.sqrt(np.mean(speech**2) / np.mean(music**2))
    end = Fraction(len(speech), VOICE_RATE)
    clean, mixed = _heard(speech), _heard((speech + as_loud).astype(np.float32))
    assert _seconds(mixed, end) >= 0.9 * _seconds(clean, end)


@pytest.mark.parametrize("music", [MUSIC, STRINGS])
def test_speech_is_heard_under_music_twice_as_loud(shared_data: Path, music: str) -> None:
    speech = _mono(shared_data / "speech" / "3436-172162-0000.ogg")
    under = _mono(shared_data / "music" / music, 20)[-len(speech) :]
    louder = under * 2 * np.sqrt(np.mean(speech**2) / np.mean(under**2))
    end = Fraction(len(speech), VOICE_RATE)
    clean, mixed = _heard(speech), _heard((speech + louder).astype(np.float32))
    found = sum(float(a.span.overlap(b.span)) for a in clean.speech(end) for b in mixed.speech(end))
    assert found >= 0.8 * _seconds(clean, end)


def test_speech_in_a_hall_is_heard(shared_data: Path) -> None:
    speech = _mono(shared_data / "speech" / "jfk.flac")
    count = VOICE_RATE
    echo = np.random.default_rng(6).normal(0, 1, count) * 10 ** (-3 * np.arange(count) / count)
    echo *= 0.7 / np.sqrt(np.sum(echo**2))
    echo[0] = 1.0
    ringing = fftconvolve(speech, echo)[: len(speech)].astype(np.float32) / 2
    end = Fraction(len(speech), VOICE_RATE)
    assert _seconds(_heard(ringing), end) >= 0.9 * _seconds(_heard(speech), end)


def test_a_sung_voice_is_no_speech(shared_data: Path) -> None:
    song = _mono(shared_data / "music" / SONG)[30 * VOICE_RATE : 50 * VOICE_RATE]
    heard = _heard(song)
    assert _seconds(heard, Fraction(20)) < 1.5
    assert sum(float(each.span.duration) for each in heard.voices(Fraction(20))) > 5


def test_music_and_silence_are_no_speech(shared_data: Path) -> None:
    music = _mono(shared_data / "music" / MUSIC, 15)
    assert _seconds(_heard(music), Fraction(15)) < 1.5
    assert not _heard(np.zeros(VOICE_RATE * 3, np.float32)).speech(Fraction(3))


def test_the_size_of_blocks_changes_nothing(shared_data: Path) -> None:
    sound = _mono(shared_data / "speech" / "jfk.flac", 3)
    whole, pieces = _heard(sound), _heard(sound, block=777)
    assert np.array_equal(whole.probabilities, pieces.probabilities)


def test_every_chunk_has_its_probability_and_ending_twice_changes_nothing() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, 70_001).astype(np.float32)
    detector = _heard(noise)
    once = detector.probabilities
    detector.finish()
    assert len(once) == -(-len(noise) // CHUNK)
    assert np.array_equal(detector.probabilities, once)


@given(
    hnp.arrays(np.float32, st.integers(0, 200), elements=st.floats(0, 1, width=32)),
    st.integers(1, 8),
)
def test_spans_are_ordered_apart_and_inside(values: Samples, seconds: int) -> None:
    end = Fraction(seconds)
    speech = speech_spans(values, VoiceDetector.hop, end)
    for spoken in speech:
        assert 0 <= spoken.span.start < spoken.span.end <= end
        assert 0 <= spoken.confidence <= 1
    assert all(a.span.end <= b.span.start for a, b in pairwise(speech))


@pytest.mark.parametrize("gap", [1, 4, 6])
def test_short_gaps_are_bridged(gap: int) -> None:
    values = np.array([0.9] * 20 + [0.0] * gap + [0.9] * 20, np.float32)
    assert len(speech_spans(values, VoiceDetector.hop, Fraction(10))) == 1
    values = np.array([0.9] * 20 + [0.0] * (gap + 20) + [0.9] * 20, np.float32)
    assert len(speech_spans(values, VoiceDetector.hop, Fraction(10))) == 2
