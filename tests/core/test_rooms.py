"""Caches need no care: whatever makes a result, code or data, is in the key of it."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from scenescore import rooms


@pytest.mark.parametrize("name", ["evidence.toml", "families.json", "lexicons/ko.toml"])
def test_tables_and_what_was_learned_count_as_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    data = tmp_path / "data"
    whole = Path(str(files("scenescore_resources")))
    shutil.copytree(whole, data, ignore=shutil.ignore_patterns("*.onnx"))
    places = {"scenescore": files("scenescore"), "scenescore_resources": data}
    monkeypatch.setattr(rooms, "files", places.__getitem__)
    before = rooms.code_version.__wrapped__("listen")
    table = data / name
    table.write_text(table.read_text("utf-8") + "\n", "utf-8")
    assert rooms.code_version.__wrapped__("listen") != before


def test_another_version_of_what_decodes_is_another_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = rooms.code_version.__wrapped__("watch")
    assert rooms.version_of("av")
    assert rooms.version_of("no-such-package") == ""
    monkeypatch.setattr(rooms, "version_of", lambda package: f"another {package}")
    assert rooms.code_version.__wrapped__("watch") != before
