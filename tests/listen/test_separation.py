"""Music taken out of dialogue: what is left, where, and how well, measured on known speech."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st

from scenescore.engines import Stems, Stereo
from scenescore.errors import Cancelled
from scenescore.job import Job
from scenescore.listen.separation import separated
from scenescore.listen.unmixing import SpeechGate
from scenescore.model import Remark
from scenescore.timebase import SAMPLE_RATE, Span


class Halver:
    """A separator that calls half of each sample dialogue, at any rate."""

    remarks: tuple[Remark, ...] = ()

    def __init__(self, sample_rate: int) -> None:
        self.sample_rate = sample_rate

    def separate(self, blocks: Iterable[Stereo], samples: int, job: Job) -> Iterator[Stems]:
        for block in blocks:
            job.check()
            yield Stems(block / 2, block / 2)


def _noise(seconds: float, seed: int = 0) -> Stereo:
    sound = np.random.default_rng(seed).normal(0, 0.1, (round(seconds * SAMPLE_RATE), 2))
    return sound.astype(np.float32)


def _blocks(sound: Stereo, length: int = SAMPLE_RATE) -> Iterator[Stereo]:
    return (sound[start : start + length] for start in range(0, len(sound), length))


def _span(start: float, end: float) -> Span:
    return Span(Fraction(start), Fraction(end))


@pytest.mark.parametrize("rate", [48_000, 44_100])
def test_only_what_lies_in_music_is_separated(rate: int) -> None:
    sound = soxr.resample(_noise(4.5), 24_000, SAMPLE_RATE).astype(np.float32)  # below 12 kHz
    music = [_span(1, 3), _span(5, 8)]
    out = np.concatenate([*separated(_blocks(sound), music, lambda _: Halver(rate), Job())])
    assert out.shape == sound.shape
    inside = [
        slice(round(a * SAMPLE_RATE), round(b * SAMPLE_RATE)) for a, b in ((1.3, 2.7), (5.3, 7.7))
    ]
    outside = [
        slice(round(a * SAMPLE_RATE), round(b * SAMPLE_RATE)) for a, b in ((0, 1), (3, 5), (8, 9))
    ]
    for part in outside:
        assert np.array_equal(out[part], sound[part])
    for part in inside:
        assert np.allclose(out[part], sound[part] / 2, atol=2e-3)


def test_dialogue_is_kept_in_music_that_begins_later() -> None:
    one_side = _noise(12)[:, :1]
    sound = np.repeat(one_side, 2, axis=1)  # in the middle, as dialogue is
    speech = [_span(1, 2), _span(8, 10)]
    out = np.concatenate(
        [*separated(_blocks(sound), [_span(4, 12)], lambda s: SpeechGate(speech, s), Job())]
    )
    level = np.abs(out).mean(axis=1).reshape(12, -1).mean(axis=1)  # of each second
    assert np.array_equal(out[: 4 * SAMPLE_RATE], sound[: 4 * SAMPLE_RATE])
    assert (level[8:10] > 0.001).all()
    assert (level[5:7] == 0).all()
    assert level[10:].max() < level[8:10].min() / 3


def test_progress_never_falls_back() -> None:
    told: list[float] = []
    job = Job(lambda progress: told.append(progress.fraction))

    def blocks() -> Iterator[Stereo]:
        for place, block in enumerate(_blocks(_noise(24))):
            job.step(place / 24)
            yield block

    list(separated(blocks(), [_span(1, 9), _span(12, 24)], lambda s: SpeechGate([], s), job))
    assert told == sorted(told)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(0, 90), min_size=2, max_size=6, unique=True).map(sorted),
    st.integers(500, 100_000),
    st.sampled_from([48_000, 44_100]),
)
def test_no_sample_is_lost_or_made(edges: list[int], block: int, rate: int) -> None:
    sound = _noise(8.1)
    music = [_span(a / 10, b / 10) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    out = [*separated(_blocks(sound, block), music, lambda _: Halver(rate), Job())]
    assert sum(len(piece) for piece in out) == len(sound)


def test_the_gate_gives_both_parts_of_the_mix_and_no_dialogue_in_silence_of_speech() -> None:
    sound = _noise(13)
    gate = SpeechGate([_span(3, 5)])
    stems = [*gate.separate(_blocks(sound, 7777), len(sound), Job())]
    dialogue = np.concatenate([each.dialogue for each in stems])
    music = np.concatenate([each.music for each in stems])
    assert np.allclose(dialogue + music, sound, atol=1e-6)
    assert not dialogue[: round(2.9 * SAMPLE_RATE)].any()
    assert not dialogue[round(5.1 * SAMPLE_RATE) :].any()
    assert dialogue[3 * SAMPLE_RATE : 5 * SAMPLE_RATE].any()


def test_the_gate_can_be_stopped() -> None:
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        list(SpeechGate([_span(0, 9)]).separate(_blocks(_noise(20)), 20 * SAMPLE_RATE, job))


def _stereo(path: Path, seconds: int) -> Stereo:
    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    both = np.repeat(sound, 2, axis=1) if sound.shape[1] == 1 else sound
    return np.asarray(soxr.resample(both, rate, SAMPLE_RATE)[: seconds * SAMPLE_RATE], np.float32)


def _si_sdr(estimate: Stereo, clean: Stereo) -> float:
    target = (estimate * clean).sum() / np.square(clean).sum() * clean
    return float(10 * np.log10(np.square(target).sum() / np.square(estimate - target).sum()))


@pytest.mark.parametrize("name", ["Hungarian", "Vibe", "Sugar"])
@pytest.mark.parametrize("over", [0, 10])
def test_the_baseline_brings_known_speech_nearer(shared_data: Path, name: str, over: int) -> None:
    """The bench measures more; every piece and level must gain."""
    speech = _stereo(shared_data / "speech" / "198-209-0000.ogg", 8)
    music = _stereo(next((shared_data / "music").glob(f"*{name}*.ogg")), 8)
    mix = speech / np.std(speech) + music / np.std(music) / 10 ** (over / 20)
    gate = SpeechGate([_span(0, 8)])
    kept = np.concatenate([s.dialogue for s in gate.separate(_blocks(mix * 0.05), len(mix), Job())])
    assert _si_sdr(kept, speech) > _si_sdr(mix, speech) + 0.5
