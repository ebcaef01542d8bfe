"""Caches need no care: whatever makes a result, code or data, is in the key of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from scenescore import rooms


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    yield
    _forget()


def _forget() -> None:
    rooms.code_version.cache_clear()
    rooms._shared.cache_clear()


def _version_of(room: str) -> str:
    """As a process that starts now would have it."""
    _forget()
    return rooms.code_version(room)


@pytest.mark.parametrize("name", ["evidence.toml", "families.json", "lexicons/ko.toml"])
def test_tables_and_what_was_learned_count_as_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    data = tmp_path / "data"
    whole = Path(str(files("scenescore_resources")))
    shutil.copytree(whole, data, ignore=shutil.ignore_patterns("*.onnx"))
    places = {"scenescore": files("scenescore"), "scenescore_resources": data}
    monkeypatch.setattr(rooms, "files", places.__getitem__)
    before = _version_of("listen")
    table = data / name
    table.write_text(table.read_text("utf-8") + "\n", "utf-8")
    assert _version_of("listen") != before


def test_another_version_of_what_decodes_is_another_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = _version_of("watch")
    assert rooms.version_of("av")
    assert rooms.version_of("no-such-package") == ""
    monkeypatch.setattr(rooms, "version_of", lambda package: f"another {package}")
    assert _version_of("watch") != before
