"""Whisper's real loading and decoding on a tiny random checkpoint."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest
import torch
from tests.engines.tiny_models import tiny_whisper

from scenescore.engines import Transcriber, choose, open_transcriber
from scenescore.engines.running import Runner, read_checkpoint
from scenescore.engines.whisper import WhisperTranscriber
from scenescore.errors import Cancelled, ModelMissing, ToolMissing
from scenescore.job import Job

NOISE = np.random.default_rng(0).normal(0, 0.1, 16_000).astype(np.float32)


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_whisper(tmp_path_factory.mktemp("모델") / "위스퍼 🎙.pt")


@pytest.fixture(scope="module")
def engine(checkpoint: Path) -> Transcriber:
    return open_transcriber(choose("words", str(checkpoint)))


def test_words_have_times_and_the_same_sound_the_same_words(engine: Transcriber) -> None:
    said = engine.transcribe(NOISE, "ko", Job())
    assert any(segment.words for segment in said)
    for segment in said:
        assert segment.compression_ratio > 0
        assert segment.average_log_probability <= 0
        assert 0 <= segment.no_speech <= 1
        for word in segment.words:
            assert 0 <= word.start <= word.end <= 30
            assert 0 <= word.probability <= 1
    state = torch.random.get_rng_state()
    assert engine.transcribe(NOISE, "ko", Job()) == said
    assert torch.equal(torch.random.get_rng_state(), state)


def test_languages_are_probabilities(engine: Transcriber) -> None:
    assert engine.multilingual
    found = engine.languages(NOISE, Job())
    assert {"en", "ko", "ja"} <= found.keys()
    assert sum(found.values()) == pytest.approx(1, abs=1e-3)


def test_it_stops_between_two_layers(engine: Transcriber) -> None:
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        engine.transcribe(NOISE, "en", job)
    with pytest.raises(Cancelled):
        engine.languages(NOISE, job)
    assert not any(m._forward_pre_hooks for m in engine._model.modules())  # type: ignore[attr-defined]


def test_a_turbo_model_is_not_asked_to_translate(engine: Transcriber) -> None:
    whisper = engine._model  # type: ignore[attr-defined]
    dims = whisper.dims
    try:
        dims.n_audio_layer = 8
        assert engine.translate(NOISE, "ko", Job()) == ()
    finally:
        dims.n_audio_layer = 1


class _Code:
    """What a malicious checkpoint does when it is unpickled."""

    def __init__(self, file: Path) -> None:
        self.file = str(file)

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (Path(self.file),)


def test_code_in_a_checkpoint_is_not_run(tmp_path: Path) -> None:
    trace = tmp_path / "was here"
    modern, old = tmp_path / "modern.pt", tmp_path / "old.pt"
    torch.save({"dims": _Code(trace)}, modern)
    old.write_bytes(pickle.dumps({"dims": _Code(trace)}))
    for path in (modern, old):
        with pytest.raises(ModelMissing, match="no checkpoint that can be loaded safely"):
            open_transcriber(choose("words", str(path)))
    assert not trace.exists()


@pytest.mark.parametrize("size", [0, 100, 100_000, 3_400_000])
def test_a_truncated_checkpoint_is_told(checkpoint: Path, tmp_path: Path, size: int) -> None:
    path = tmp_path / "half.pt"
    path.write_bytes(checkpoint.read_bytes()[:size])
    with pytest.raises(ModelMissing, match="damaged, half-downloaded"):
        open_transcriber(choose("words", str(path)))


def test_another_models_checkpoint_is_told(tmp_path: Path) -> None:
    path = tmp_path / "other.pt"
    for held in ({"weight": torch.zeros(3)}, [1, 2], {"dims": {}, "model_state_dict": {}}):
        torch.save(held, path)
        with pytest.raises(ModelMissing, match="no checkpoint"):
            open_transcriber(choose("words", str(path)))
    with pytest.raises(ModelMissing, match="not here"):
        read_checkpoint(tmp_path / "gone.pt", "")


class _Small(torch.nn.Module):
    """A network that runs out of memory on a GPU, and perhaps everywhere."""

    def __init__(self) -> None:
        super().__init__()
        self.places: list[str] = []

    def to(self, device: str) -> _Small:  # type: ignore[override]
        self.places.append(device)
        return self


def test_a_gpu_that_is_too_small_gives_way_to_the_processor(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scenescore.engines.running.best_device", lambda: "cuda")
    network = _Small()
    runner = Runner(network, "Whisper large v3")

    def work() -> str:
        if runner.device == "cuda":
            raise torch.OutOfMemoryError("CUDA out of memory")
        return "done"

    assert runner.run(work, Job()) == "done"
    assert network.places == ["cuda", "cpu"]
    assert [remark.code for remark in runner.remarks] == ["engine-on-processor"]


def test_no_memory_at_all_is_told() -> None:
    runner = Runner(_Small(), "Whisper large v3")

    def work() -> None:
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory")

    with pytest.raises(ToolMissing, match="not enough memory for Whisper large v3"):
        runner.run(work, Job())


def test_other_failures_are_not_taken_for_want_of_memory() -> None:
    runner = Runner(_Small(), "x")

    def work() -> None:
        raise RuntimeError("shape mismatch")

    with pytest.raises(RuntimeError, match="shape mismatch"):
        runner.run(work, Job())


def test_an_english_model_knows_one_language() -> None:
    class English(_Small):
        is_multilingual = False

    engine = WhisperTranscriber(English(), "x.en")
    assert engine.languages(NOISE, Job()) == {"en": 1.0}
    assert engine.translate(NOISE, "en", Job()) == ()
