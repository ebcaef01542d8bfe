"""Kinds of sound, every half second, and above all music: under speech, under noise, and not."""

from __future__ import annotations

import json
from fractions import Fraction
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st
from training.sound_kinds.mixes import Levels, in_a_hall, mixed, pink, room_tone, white, wind

from scenescore.listen import KindMeter, VoiceDetector
from scenescore.listen.judge import steadied
from scenescore.listen.kinds import STEP
from scenescore.listen.lines import PITCHES, LineMeter
from scenescore.listen.network import WIDTH, averaged, codes_of, logits_of
from scenescore.listen.spectra import FRAMES, Table
from scenescore.listen.voice import VOICE_RATE, Samples
from scenescore.model import SoundSpan, Speech
from scenescore.timebase import Span

SECONDS = 32


def _kinds(sound: Samples, speech: tuple[Speech, ...] = ()) -> tuple[SoundSpan, ...]:
    meter = KindMeter()
    meter.feed(sound)
    meter.finish()
    return meter.kinds(speech, Fraction(len(sound), VOICE_RATE))


def _heard_speech(sound: Samples) -> tuple[Speech, ...]:
    voice = VoiceDetector()
    voice.feed(sound)
    voice.finish()
    return voice.speech(Fraction(len(sound), VOICE_RATE))


def _seconds(kinds: tuple[SoundSpan, ...], kind: str) -> float:
    return float(sum((k.span.duration for k in kinds if k.kind == kind), Fraction(0)))


def _mono(path: Path, seconds: int = SECONDS) -> Samples:
    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    mono = soxr.resample(sound.mean(axis=1), rate, VOICE_RATE).astype(np.float32)
    return np.asarray(mono[: seconds * VOICE_RATE])


@pytest.mark.parametrize("noise", [pink, room_tone, white, wind])
@pytest.mark.parametrize("seed", [1, 2])
def test_noise_alone_is_no_music(noise: object, seed: int) -> None:
    assert callable(noise)
    sound = 0.05 * noise(20 * VOICE_RATE, np.random.default_rng(seed))
    kinds = _kinds(sound.astype(np.float32))
    assert _seconds(kinds, "music") <= 1
    assert _seconds(kinds, "effects") >= 19


@pytest.mark.parametrize("hertz", [0.0, 9.0, 25.0, 41.3])
@pytest.mark.parametrize("level", [0.3, 1.0])
def test_a_pure_rumble_is_no_music(hertz: float, level: float) -> None:
    """Below every pitch: what is left in them is what single precision rounds."""
    times = np.arange(10 * VOICE_RATE) / VOICE_RATE
    sound = level * np.cos(2 * np.pi * hertz * times).astype(np.float32)
    assert _seconds(_kinds(sound), "music") == 0


@pytest.mark.parametrize("name", ["jfk.flac", "198-209-0000.ogg", "3436-172162-0000.ogg"])
def test_speech_alone_is_no_music(shared_data: Path, name: str) -> None:
    sound = _mono(shared_data / "speech" / name)
    kinds = _kinds(sound, _heard_speech(sound))
    assert _seconds(kinds, "music") <= 0.1 * len(sound) / VOICE_RATE
    assert _seconds(kinds, "dialogue") >= 0.6 * len(sound) / VOICE_RATE


@pytest.mark.parametrize("name", ["jfk.flac", "198-209-0000.ogg", "5703-47212-0000.ogg"])
def test_speech_in_a_hall_is_no_music(shared_data: Path, name: str) -> None:
    """Reverberation draws vowels out into lines; before it was learned from all of it was music."""
    sound = in_a_hall(_mono(shared_data / "speech" / name), np.random.default_rng(9))
    kinds = _kinds(sound, _heard_speech(sound))
    assert _seconds(kinds, "music") <= 0.1 * len(sound) / VOICE_RATE


def test_a_lone_trumpet_under_noise_is_music(shared_data: Path) -> None:
    """No recording of the data was learned from; of all kinds a lone wind is nearest to a voice."""
    (path,) = (shared_data / "music").glob("*trumpet*.ogg")
    random = np.random.default_rng(4)
    speech = [_mono(each) for each in sorted((shared_data / "speech").glob("*.ogg"))]
    mix = mixed(_mono(path), speech, pink(SECONDS * VOICE_RATE, random), Levels(0, 0), random)
    said = np.zeros(len(mix.music), bool)
    for each in _kinds(mix.sound, _heard_speech(mix.sound)):
        if each.kind == "music":
            said[int(each.span.start / STEP) : int(each.span.end / STEP)] = True
    assert 2 * (said & mix.music).sum() / (said.sum() + mix.music.sum()) >= 0.8


@pytest.mark.parametrize("start", [0, 4])
@pytest.mark.parametrize("name", ["jfk.flac", "198-209-0000.ogg", "3436-172162-0000.ogg"])
def test_a_few_seconds_of_speech_are_no_music(shared_data: Path, name: str, start: int) -> None:
    """Short clips have little around them that lines could be measured against."""
    sound = _mono(shared_data / "speech" / name)[start * VOICE_RATE : (start + 6) * VOICE_RATE]
    assert _seconds(_kinds(sound, _heard_speech(sound)), "music") <= 1


def test_music_under_speech_and_noise_is_told(shared_data: Path) -> None:
    """The bench measures all pieces and levels; this holds one of each."""
    speech = [_mono(path) for path in sorted((shared_data / "speech").glob("*.ogg"))]
    hits = claimed = there = 0
    for place, path in enumerate(sorted((shared_data / "music").glob("*.ogg"))[1:4:2]):
        random = np.random.default_rng(place)
        noise = (pink, room_tone)[place % 2](SECONDS * VOICE_RATE, random)
        mix = mixed(_mono(path), speech, noise, Levels(-6, 6), random)
        said = np.zeros(len(mix.music), bool)
        for each in _kinds(mix.sound, _heard_speech(mix.sound)):
            if each.kind == "music":
                said[int(each.span.start / STEP) : int(each.span.end / STEP)] = True
        hits += int((said & mix.music).sum())
        claimed += int(said.sum())
        there += int(mix.music.sum())
    assert 2 * hits / (claimed + there) >= 0.85


def test_something_is_told_of_every_moment_and_only_music_overlaps() -> None:
    time = np.arange(12 * VOICE_RATE) / VOICE_RATE
    chord = sum(np.sin(2 * np.pi * f * time) for f in (220, 277.2, 329.6, 440)) / 20
    sound = np.where((time > 3) & (time < 9), chord, 0).astype(np.float32)
    speech = (Speech(Span(Fraction(5), Fraction(7))),)
    kinds = _kinds(sound, speech)
    alone = [k for k in kinds if k.kind != "music"]
    assert all(a.span.end <= b.span.start for a, b in pairwise(alone))
    for half in range(24):
        moment = Fraction(half, 2)
        assert any(k.span.start <= moment < k.span.end for k in kinds)
    music = [k.span for k in kinds if k.kind == "music"]
    assert any(span.overlap(speech[0].span) >= Fraction(3, 2) for span in music)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 7 * VOICE_RATE), st.integers(200, 3 * VOICE_RATE))
def test_kinds_end_with_the_edit_whatever_the_sound(samples: int, block: int) -> None:
    meter, whole = KindMeter(), KindMeter()
    sound = np.random.default_rng(3).normal(0, 0.1, samples).astype(np.float32)
    for start in range(0, samples, block):
        meter.feed(sound[start : start + block])
    whole.feed(sound)
    end = Fraction(29, 4)
    for each in (meter, whole):
        each.finish()
    kinds = meter.kinds((), end)
    assert kinds[0].span.start == 0
    assert max(k.span.end for k in kinds) == end
    assert [(k.span, k.kind) for k in kinds] == [(k.span, k.kind) for k in whole.kinds((), end)]


def test_memory_does_not_hold_the_sound() -> None:
    meter = LineMeter()
    block = np.random.default_rng(1).normal(0, 0.1, VOICE_RATE).astype(np.float32)
    sizes = []
    for _ in range(60):
        meter.feed(block)
        sizes.append(meter._frames.nbytes + meter._spectra._sound.nbytes)
    assert max(sizes[40:]) <= max(sizes[:40])
    meter.finish()
    assert meter.codes.shape == (120, WIDTH)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 40), st.integers(300, 40_000))
def test_sound_in_blocks_is_seen_as_a_whole(seconds: int, block: int) -> None:
    """Batches and their contexts leave no seam: what is seen of it at once is seen in pieces."""
    sound = np.random.default_rng(seconds).normal(0, 0.1, seconds * VOICE_RATE).astype(np.float32)
    sound += 0.1 * np.sin(np.arange(len(sound)) / 9).astype(np.float32)
    meter, seen = _Keeping(), _Keeping()
    for start in range(0, len(sound), block):
        meter.feed(sound[start : start + block])
    meter.finish()
    seen.feed(sound)
    seen.finish()
    frames = np.concatenate(seen.kept or [np.zeros((0, PITCHES), np.float32)])
    codes = codes_of(frames) if len(frames) else meter.codes
    assert len(meter.codes) == -(-len(sound) // (VOICE_RATE // 2))
    assert np.allclose(meter.codes, codes, atol=1e-4)


class _Keeping(LineMeter):
    def __init__(self) -> None:
        super().__init__()
        self.kept: list[np.ndarray] = []

    def prominence(self, power: Table) -> np.ndarray:
        self.kept.append(super().prominence(power))
        return self.kept[-1]


def test_the_network_is_the_one_that_was_learned() -> None:
    """The same weights in torch say the same."""
    torch = pytest.importorskip("torch")
    from training.sound_kinds.net import Lines

    weights = json.loads(files("scenescore_resources").joinpath("sound_kinds.json").read_text())
    twin = Lines()
    twin.load_state_dict(
        {
            name: torch.tensor(weights[name.replace(".weight", "").replace(".", "_")])
            for name in twin.state_dict()
        }
    )
    random = np.random.default_rng(2)
    prominence = random.uniform(-6, 18, (30 * FRAMES, PITCHES)).astype(np.float32)
    spoken = random.random(30)
    with torch.no_grad():
        sights = torch.tensor(averaged(prominence))[None]
        said = twin(sights, torch.tensor(spoken, dtype=torch.float32)[None])[0].numpy()
    assert np.allclose(logits_of(codes_of(prominence), spoken), said, atol=1e-3)


@given(st.lists(st.floats(-9, 9), max_size=60))
def test_a_steady_course_has_no_lonely_doubt(logits: list[float]) -> None:
    course = steadied(np.array(logits))
    assert len(course) == len(logits)
    if all(value > 0.1 for value in logits):
        assert course.all()
    if all(value < -0.1 for value in logits):
        assert not course.any()
    inside = np.flatnonzero(np.diff(course.astype(int)))
    # a run of one half second inside the course would have had to pay for two changes
    assert all(b - a > 1 for a, b in pairwise(inside))
