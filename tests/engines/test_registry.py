"""Engines are chosen by what is there, named when they are missing, and opened lazily."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scenescore.engines import NO_ENGINE, choose, descriptors, engine_named, registry
from scenescore.engines.places import folder_of, remember_verified
from scenescore.errors import BadArgument, ModelMissing, ToolMissing

HERE = ("words", "separation", "voice", "picture")


@pytest.fixture(autouse=True)
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "모델 🎬"
    monkeypatch.setenv("SCENESCORE_MODELS", str(folder))
    return folder


def _put(name: str) -> None:
    """Files that pass for the published ones, as if they had been verified."""
    engine = engine_named(name)
    for file in engine.files:
        path = folder_of(engine) / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.name.encode())
        remember_verified(path, file.sha256 or "0" * 64)


def test_the_table_is_sound() -> None:
    for task in HERE:
        of_task = [each for each in descriptors().values() if each.task == task]
        assert sum(each.suggested for each in of_task) == 1
        assert len({each.rank for each in of_task}) == len(of_task)
    for each in descriptors().values():
        for file in each.files:
            assert not file.url or file.url.endswith(f"/{file.name}")
            assert (file.sha256 is None) == (file.url is None)


def test_whispers_addresses_are_those_of_its_own_package() -> None:
    whisper = pytest.importorskip("whisper")
    ours = [each.files[0] for each in descriptors().values() if each.module == "whisper"]
    assert len(ours) == 7
    for file in ours:
        assert file.url in whisper._MODELS.values()
        assert file.url is not None
        assert file.url.split("/")[-2] == file.sha256


@pytest.mark.parametrize("note", ["[]", "null", '{"tiny.pt": 3}', '{"tiny.pt": ["a"]}', "{"])
def test_damaged_notes_of_what_was_verified_are_made_again(note: str) -> None:
    _put("whisper-tiny")
    (folder_of(engine_named("whisper-tiny")) / "verified.json").write_text(note)
    choice = choose("words")
    assert choice.descriptor is None
    assert "SHA-256 is wrong" in choice.use.why


@pytest.mark.parametrize("task", HERE)
def test_without_weights_the_baseline_runs_and_the_better_is_named(task: str) -> None:
    choice = choose(task, baseline="by ear")  # type: ignore[arg-type]
    best = registry.suggested(task)  # type: ignore[arg-type]
    assert choice.descriptor is None
    assert choice.use.used == "by ear"
    assert best.title in choice.use.why
    assert best.id in choice.use.why


def test_the_best_that_is_here_is_taken() -> None:
    _put("whisper-tiny")
    assert choose("words").use.used == "Whisper tiny"
    assert "whisper-small" in choose("words").use.why
    _put("whisper-large-v3")
    choice = choose("words")
    assert (choice.use.used, choice.use.why) == ("Whisper large v3", "")
    assert choice.revision != choose("words", "whisper-tiny").revision
    assert not choice.ordered
    assert choose("words", "whisper-tiny").ordered


def test_damaged_weights_are_passed_over_and_told() -> None:
    _put("whisper-tiny")
    _put("whisper-small")
    (folder_of(engine_named("whisper-small")) / "small.pt").write_bytes(b"half")
    assert choose("words").use.used == "Whisper tiny"
    (folder_of(engine_named("whisper-tiny")) / "tiny.pt").write_bytes(b"half")
    assert choose("words").descriptor is None
    assert "SHA-256 is wrong" in choose("words").use.why
    with pytest.raises(ModelMissing, match="SHA-256 is wrong"):
        choose("words", "whisper-tiny")


def test_doing_without_is_a_choice() -> None:
    _put("whisper-tiny")
    choice = choose("words", NO_ENGINE)
    assert choice.descriptor is None
    assert choice.use.why == "no engine was wanted"


def test_what_is_wanted_and_missing_is_an_error() -> None:
    with pytest.raises(ModelMissing, match="not here") as missing:
        choose("words", "whisper-tiny")
    assert missing.value.hint == "Run: scenescore models fetch whisper-tiny"
    with pytest.raises(ModelMissing) as by_hand:
        choose("voice", "wav2vec2-emotion")
    assert by_hand.value.hint == "Run: scenescore models where wav2vec2-emotion"
    for name in ("whisper-huge", "htdemucs"):
        with pytest.raises(BadArgument, match="no engine") as unknown:
            choose("words", name)
        assert "whisper-tiny" in unknown.value.hint


@pytest.mark.parametrize("wanted", ["/no/such.pt", "weights/폴더", "나의 모델.safetensors"])
def test_weights_that_are_not_there_are_not_taken_for_a_name(wanted: str) -> None:
    with pytest.raises(BadArgument, match=r"weights .* are not there"):
        choose("words", wanted)


def test_packages_that_are_missing_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry.importlib.util, "find_spec", lambda _: None)
    assert "pip install 'scenescore[speech]'" in choose("words").use.why
    with pytest.raises(ToolMissing, match="torch, whisper") as caught:
        choose("words", "whisper-tiny")
    assert "scenescore[speech]" in caught.value.hint


def test_an_own_checkpoint_is_known_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "내 모델.pt"
    path.write_bytes(b"one")
    first = choose("words", str(path))
    assert (first.use.used, first.place, first.ordered) == ("내 모델.pt", path, True)
    path.write_bytes(b"two!")
    assert choose("words", str(path)).revision != first.revision


def test_nothing_heavy_is_imported_to_choose() -> None:
    code = (
        "import sys; from scenescore.engines import choose; choose('words'); choose('picture');"
        "print([m for m in ('torch', 'whisper', 'transformers', 'numba') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
