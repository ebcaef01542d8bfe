"""An engine in a whole analysis: used by itself, kept under its weights, never in the way."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
import soundfile
from tests.engines.tiny_models import tiny_whisper

from scenescore.analysis import Analysis, analyse_edit
from scenescore.cache import file_sha256
from scenescore.edit import read_edit
from scenescore.engines import engine_named, folder_of
from scenescore.engines.places import remember_verified
from scenescore.errors import ModelMissing, OutputUnwritable
from scenescore.job import Job
from scenescore.settings import Settings
from scenescore.stages import Stages

TINY = engine_named("whisper-tiny")


@pytest.fixture(autouse=True)
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SCENESCORE_MODELS", str(tmp_path / "모델"))
    folder_of(TINY).mkdir(parents=True)
    return folder_of(TINY) / "tiny.pt"


@pytest.fixture
def sound(shared_data: Path, tmp_path: Path) -> Path:
    """Two seconds of somebody speaking."""
    speech, rate = soundfile.read(shared_data / "speech" / "jfk.flac", stop=3 * 44_100)
    path = tmp_path / "연설 🎙.wav"
    soundfile.write(path, np.asarray(speech)[: 2 * rate], rate)
    return path


def _pass_for_published(path: Path) -> None:
    """As if the file had been fetched and verified."""
    assert TINY.files[0].sha256
    remember_verified(path, TINY.files[0].sha256)


def _analysed(sound: Path, words: str | None = None) -> tuple[Analysis, dict[str, bool]]:
    stages = Stages(Job())
    analysis = analyse_edit(read_edit(sound), Settings(words=words), stages)
    return analysis, {time.stage: time.cached for time in stages.times}


def _used(analysis: Analysis) -> list[str]:
    return [use.used for use in analysis.heard.engines if use.task == "words"]


def test_the_engine_that_is_here_is_used_and_its_work_is_kept(sound: Path, models: Path) -> None:
    _pass_for_published(tiny_whisper(models))
    first, cached = _analysed(sound)
    assert _used(first) == ["Whisper tiny"]
    assert not cached["transcribe"]
    again, cached = _analysed(sound)
    assert cached["transcribe"]
    assert again.heard == first.heard
    without, cached = _analysed(sound, "none")
    assert cached["listen"]
    assert "transcribe" not in cached
    assert _used(without) == ["none"]


def test_other_weights_transcribe_again(sound: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.pt"
    for seed in (1, 2):
        _, cached = _analysed(sound, str(tiny_whisper(own, seed)))
        assert not cached["transcribe"]
        assert cached["listen"] == (seed == 2)


def test_weights_that_cannot_be_opened_cost_only_the_words(sound: Path, models: Path) -> None:
    models.write_bytes(b"no checkpoint at all")
    _pass_for_published(models)
    analysis, _ = _analysed(sound)
    assert _used(analysis) == ["none"]
    assert [r.code for r in analysis.heard.remarks] == ["words-engine"]
    assert file_sha256(models)  # the file is left as it is
    with pytest.raises(ModelMissing, match="damaged"):
        _analysed(sound, "whisper-tiny")


def test_no_room_for_an_engines_work_costs_its_words_only(
    sound: Path, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _pass_for_published(tiny_whisper(models))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "없는 폴더"))
    analysis, _ = _analysed(sound)
    assert _used(analysis) == ["none"]
    (told,) = [r for r in analysis.heard.remarks if r.code == "words-engine"]
    assert told.message.startswith("The sound of the speech cannot be kept")
    with pytest.raises(OutputUnwritable):  # who orders an engine is told at once
        _analysed(sound, "whisper-tiny")
