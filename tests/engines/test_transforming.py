"""Voice and picture engines: real loading and running of tiny random models from folders."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from tests.engines.tiny_models import tiny_clip, tiny_voice_model

from scenescore.engines import PictureReader, VoiceReader, choose
from scenescore.engines import open_picture_reader as open_pictures
from scenescore.engines import open_voice_reader as open_voice
from scenescore.engines.clip import _prepared
from scenescore.errors import Cancelled, ModelMissing
from scenescore.job import Job

NOISE = np.random.default_rng(0).normal(0, 0.1, 16_000).astype(np.float32)
PICTURES = [
    np.random.default_rng(0).integers(0, 255, (48, 90, 3)).astype(np.uint8),
    np.zeros((200, 32, 3), np.uint8),
    np.full((10, 10, 3), 255, np.uint8),
]
WORDS = ["a happy scene.", "a sad one", "anything, at all"]


@pytest.fixture(scope="module")
def voice_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_voice_model(tmp_path_factory.mktemp("m") / "목소리 と 🎙")


@pytest.fixture(scope="module")
def clip_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_clip(tmp_path_factory.mktemp("m") / "그림 と 🎬")


@pytest.fixture(scope="module")
def voice(voice_folder: Path) -> VoiceReader:
    return open_voice(choose("voice", str(voice_folder)))


@pytest.fixture(scope="module")
def clip(clip_folder: Path) -> PictureReader:
    return open_pictures(choose("picture", str(clip_folder)))


def test_a_voice_has_valence_and_arousal(voice: VoiceReader) -> None:
    read = voice.read(NOISE, Job())
    assert -1 <= read.valence <= 1
    assert -1 <= read.arousal <= 1
    assert voice.read(NOISE, Job()) == read
    louder = voice.read(NOISE * 5, Job())  # the model hears no level: sound is normalised
    assert louder.arousal == pytest.approx(read.arousal, abs=1e-3)
    assert voice.read(NOISE[::-1].copy(), Job()) != read


@pytest.mark.parametrize("samples", [0, 1, 399, 401])
def test_hardly_any_sound_is_read_too(voice: VoiceReader, samples: int) -> None:
    assert np.isfinite(voice.read(np.zeros(samples, np.float32), Job()).arousal)


def test_outputs_are_known_by_their_names(voice_folder: Path, tmp_path: Path) -> None:
    other = shutil.copytree(voice_folder, tmp_path / "other")
    config = json.loads((other / "config.json").read_text())
    config["id2label"] = {"0": "valence", "1": "dominance", "2": "arousal"}
    (other / "config.json").write_text(json.dumps(config))
    first, second = (open_voice(choose("voice", str(f))) for f in (voice_folder, other))
    one, two = first.read(NOISE, Job()), second.read(NOISE, Job())
    assert (one.valence, one.arousal) == pytest.approx((two.arousal, two.valence))


def test_pictures_are_matched_with_words(clip: PictureReader) -> None:
    fits = clip.match(PICTURES, WORDS, Job())
    assert fits.shape == (3, 3)
    assert np.allclose(fits.sum(axis=1), 1, atol=1e-5)
    assert np.array_equal(clip.match(PICTURES, WORDS, Job()), fits)
    alone = np.concatenate([clip.match([picture], WORDS, Job()) for picture in PICTURES])
    assert np.allclose(alone, fits, atol=1e-5)
    assert clip.match([], WORDS, Job()).shape == (0, 3)


def test_pictures_are_prepared_as_clip_was_trained() -> None:
    white = _prepared(np.full((50, 80, 3), 255, np.uint8), 32)
    assert white.shape == (3, 32, 32)
    expected = [(1 - 0.48145466) / 0.26862954, (1 - 0.4578275) / 0.26130258]
    assert white[:2, 5, 5].tolist() == pytest.approx(expected, abs=1e-4)
    middle = np.zeros((32, 96, 3), np.uint8)
    middle[:, 32:64] = 255  # what lies left and right of the centre is not looked at
    assert torch.allclose(_prepared(middle, 32), white, atol=1e-4)


def test_both_stop_when_asked(voice: VoiceReader, clip: PictureReader) -> None:
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        voice.read(NOISE, job)
    with pytest.raises(Cancelled):
        clip.match(PICTURES, WORDS, job)


def _damaged(folder: Path, copy: Path, how: str) -> Path:
    shutil.copytree(folder, copy)
    weights = copy / "model.safetensors"
    if how == "truncated":
        weights.write_bytes(weights.read_bytes()[:-1000])
    elif how == "a pickle":
        torch.save({"a": torch.zeros(1)}, weights)
    elif how == "incomplete":
        held = load_file(weights)
        save_file(dict(list(held.items())[::2]), weights, metadata={"format": "pt"})
    elif how == "no configuration":
        (copy / "config.json").write_text("{")
    return copy


@pytest.mark.parametrize("how", ["truncated", "a pickle", "incomplete", "no configuration"])
def test_damaged_folders_are_told(
    voice_folder: Path, clip_folder: Path, tmp_path: Path, how: str
) -> None:
    with pytest.raises(ModelMissing, match="damaged"):
        open_voice(choose("voice", str(_damaged(voice_folder, tmp_path / "v", how))))
    with pytest.raises(ModelMissing, match="damaged"):
        open_pictures(choose("picture", str(_damaged(clip_folder, tmp_path / "c", how))))


def test_the_wrong_models_folder_is_told(voice_folder: Path, clip_folder: Path) -> None:
    with pytest.raises(ModelMissing):
        open_voice(choose("voice", str(clip_folder)))
    with pytest.raises(ModelMissing):
        open_pictures(choose("picture", str(voice_folder)))


def test_missing_weights_are_named(voice_folder: Path, tmp_path: Path) -> None:
    shutil.copy(voice_folder / "config.json", tmp_path)
    with pytest.raises(ModelMissing, match=r"model\.safetensors are not here"):
        open_voice(choose("voice", str(tmp_path)))
