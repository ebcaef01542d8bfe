"""Separation with Demucs' own code on a tiny random checkpoint; a random model tells no truth, so
what is checked is what we add: safe loading, streaming, memory, cancelling."""

from __future__ import annotations

import hashlib
import pickle
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the separation engine is not installed")
pytest.importorskip("demucs", reason="the separation engine is not installed")

from scenescore.engines import Stereo, engine_named  # noqa: E402
from scenescore.engines.demucs import DemucsSeparator, load  # noqa: E402
from scenescore.errors import Cancelled, ModelMissing, ToolMissing  # noqa: E402
from scenescore.job import Job, Progress  # noqa: E402

RATE = 44_100
SEGMENT = Fraction(3, 2)


def _package(**changes: Any) -> dict[str, Any]:
    """A checkpoint as Demucs writes them, of a model small enough for a test."""
    from demucs.htdemucs import HTDemucs

    torch.manual_seed(7)
    sizes = {"channels": 8, "nfft": 2048, "depth": 4, "t_layers": 1, "t_heads": 2}
    kwargs = {**sizes, "bottom_channels": 32, "growth": 2, "segment": SEGMENT}
    sources = ["drums", "bass", "other", "vocals"]
    model = HTDemucs(sources, **kwargs)
    whole = {"klass": HTDemucs, "args": (sources,), "kwargs": {**kwargs, "a_gone_setting": 1}}
    return {**whole, "state": model.state_dict(), "training_args": {"seed": 1}, **changes}


def _saved(folder: Path, package: dict[str, Any]) -> Path:
    path = folder / "tiny.th"
    torch.save(package, path)
    named = folder / f"tiny-{hashlib.sha256(path.read_bytes()).hexdigest()[:8]}.th"
    return path.rename(named)


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _saved(tmp_path_factory.mktemp("가중치 🎚"), _package())


@pytest.fixture
def separator(checkpoint: Path) -> DemucsSeparator:
    return load(engine_named("htdemucs"), checkpoint)


def _sound(seconds: float, seed: int = 0) -> Stereo:
    noise = np.random.default_rng(seed).normal(0, 0.1, (round(seconds * RATE), 2))
    return noise.astype(np.float32)


def _separated(
    separator: DemucsSeparator, sound: Stereo, block: int = RATE, job: Job | None = None
) -> tuple[Stereo, Stereo]:
    blocks = (sound[i : i + block] for i in range(0, len(sound), block))
    pieces = list(separator.separate(blocks, len(sound), job or Job()))
    empty = np.zeros((0, 2), np.float32)
    return (
        np.concatenate([empty, *(piece.dialogue for piece in pieces)]),
        np.concatenate([empty, *(piece.music for piece in pieces)]),
    )


@pytest.mark.parametrize("seconds", [0, 0.1, 1.5, 1.6, 5.0])
def test_both_stems_together_are_what_went_in(separator: DemucsSeparator, seconds: float) -> None:
    sound = _sound(seconds)
    dialogue, music = _separated(separator, sound)
    assert dialogue.shape == music.shape == sound.shape
    assert np.allclose(dialogue + music, sound, atol=1e-6)
    assert not len(sound) or np.abs(dialogue).max() > 0


def test_the_length_of_blocks_changes_nothing(separator: DemucsSeparator) -> None:
    sound = _sound(4)
    whole, _ = _separated(separator, sound, len(sound))
    small, _ = _separated(separator, sound, 1234)
    assert np.array_equal(whole, small)


def test_it_is_what_demucs_itself_makes(checkpoint: Path, separator: DemucsSeparator) -> None:
    from demucs.apply import apply_model
    from demucs.states import load_model

    sound = _sound(4)
    theirs = apply_model(load_model(checkpoint), torch.from_numpy(sound.T)[None], shifts=0)
    ours, _ = _separated(separator, sound)
    # Its last pieces see what lies before them where ours see silence after the end.
    inside = slice(0, 3 * RATE)
    assert np.allclose(ours[inside], theirs[0, 3].numpy().T[inside], atol=1e-4)


def test_progress_goes_forward_and_cancelling_stops_inside_a_piece(
    separator: DemucsSeparator,
) -> None:
    seen: list[float] = []

    def listen(progress: Progress) -> None:
        seen.append(progress.fraction)
        if len(seen) == 3:
            job.cancel()

    job = Job(listen)
    with pytest.raises(Cancelled):
        _separated(separator, _sound(20), job=job)
    assert seen == sorted(seen)
    assert 0 < seen[-1] < 0.5


def test_little_memory_means_smaller_pieces_and_is_said(
    separator: DemucsSeparator, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = DemucsSeparator._run

    def limited(self: DemucsSeparator, piece: Stereo) -> Stereo:
        if self._length > 0.8 * RATE * float(SEGMENT):
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return run(self, piece)

    monkeypatch.setattr(DemucsSeparator, "_run", limited)
    monkeypatch.setattr("scenescore.engines.demucs._SHORTEST_S", 0.5)
    sound = _sound(3)
    dialogue, music = _separated(separator, sound)
    assert np.allclose(dialogue + music, sound, atol=1e-6)
    assert [remark.code for remark in separator.remarks] == ["separation-smaller"]


def test_no_memory_at_all_is_said_in_a_sentence(
    separator: DemucsSeparator, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(self: DemucsSeparator, piece: Stereo) -> Stereo:
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried 9 bytes")

    monkeypatch.setattr(DemucsSeparator, "_run", never)
    with pytest.raises(ToolMissing):
        _separated(separator, _sound(2))


class _Trap:
    """Unpickled, it would leave a file behind."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.path,)


def test_code_in_a_checkpoint_is_not_run(tmp_path: Path) -> None:
    trap = tmp_path / "sprung"
    path = _saved(tmp_path, _package(training_args=_Trap(trap)))
    with pytest.raises(ModelMissing):
        load(engine_named("htdemucs"), path)
    assert not trap.exists()
    torch.load(path, weights_only=False)  # the trap works where it is let
    assert trap.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"klass": Fraction},
        {"kwargs": {"segment": 10_000}},
        {"kwargs": {"channels": "many"}},
        {"args": ()},
        {"args": (["drums", "bass"],)},
        {"state": {}},
    ],
)
def test_a_package_that_is_no_separator_is_refused(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(ModelMissing):
        load(engine_named("htdemucs"), _saved(tmp_path, _package(**changes)))


def test_damaged_and_foreign_files_are_refused(checkpoint: Path, tmp_path: Path) -> None:
    half = tmp_path / checkpoint.name
    half.write_bytes(checkpoint.read_bytes()[:5000])
    foreign = tmp_path / "notes.th"
    foreign.write_bytes(pickle.dumps({"klass": 1}))
    for path in (half, foreign, tmp_path / "nothing", tmp_path):
        with pytest.raises(ModelMissing):
            load(engine_named("htdemucs"), path)
