"""Engines for voices and pictures have their say in the mood, and are told where they do not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.engines.tiny_models import tiny_clip, tiny_voice_model

from scenescore import reporting
from scenescore.engines import folder_of
from scenescore.engines.registry import descriptors
from scenescore.job import Job
from scenescore.settings import Settings


def _analysed(film: Path, folder: Path) -> dict[str, list[dict[str, object]]]:
    captions = film.with_suffix(".vtt")
    reporting.analyse(film, folder, Settings(captions=captions), Job())
    report: dict[str, list[dict[str, object]]] = json.loads((folder / "report.json").read_text())
    return report


def test_engines_with_weights_are_asked(
    shared_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCENESCORE_MODELS", str(tmp_path / "모델 🎛"))
    monkeypatch.setenv("SCENESCORE_CACHE", str(tmp_path / "cache"))
    film = shared_data / "film" / "friday.mp4"
    without = _analysed(film, tmp_path / "without")
    uses = {each["task"]: each for each in without["engines"]}
    for task in ("voice engine", "picture engine"):
        assert uses[task]["used"] == "none"
        assert uses[task]["why"]
    tiny_voice_model(folder_of(descriptors()["wav2vec2-emotion"]))
    tiny_clip(folder_of(descriptors()["clip-base"]))
    report = _analysed(film, tmp_path / "with")
    uses = {each["task"]: each for each in report["engines"]}
    assert "wav2vec" in str(uses["voice engine"]["used"]).lower()
    assert "clip" in str(uses["picture engine"]["used"]).lower()
    assert {"voice", "picture"} <= {str(each["stage"]) for each in report["timing"]}
    again = _analysed(film, tmp_path / "again")
    cached = {each["stage"]: each["cached"] for each in again["timing"]}
    assert cached["voice"] is cached["picture"] is True
