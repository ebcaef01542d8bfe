"""The doctor: what is well, what is doubtful, what is wrong, and the checks of other parts."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from scenescore import doctor
from scenescore.model import Finding, Remark, SoundFont


def _found(what: str) -> Finding:
    return next(finding for finding in doctor.examine() if finding.what == what)


def test_what_is_not_well_or_doubtful_has_a_cure() -> None:
    findings = doctor.examine()
    assert {"FFmpeg", "SoundFont", "Cache folder", "Folder of the engines"} <= {
        finding.what for finding in findings
    }
    assert all(finding.cure for finding in findings if finding.doubtful or not finding.well)


def test_a_cache_that_is_a_file_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "캐시").write_text("")
    monkeypatch.setenv("SCENESCORE_CACHE", str(tmp_path / "캐시"))
    finding = _found("Cache folder")
    assert not finding.well
    assert "SCENESCORE_CACHE" in finding.cure


def test_the_probe_of_a_folder_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCENESCORE_CACHE", str(tmp_path / "cache"))
    assert _found("Cache folder").well
    assert [item.name for item in (tmp_path / "cache").glob("*.txt")] == []


def test_a_second_best_soundfont_is_doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    font = SoundFont("TimGM6mb", "/a.sf2", "0", "GPL-2.0")
    remark = Remark("soundfont-second-best", "It plays.", "Install a better one.")
    monkeypatch.setattr("scenescore.render.find_soundfont", lambda path: (font, (remark,)))
    finding = _found("SoundFont")
    assert (finding.well, finding.doubtful, finding.cure) == (True, True, "Install a better one.")


def test_a_part_brings_its_checks_and_one_that_cannot_load_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real: Callable[..., object] = importlib.metadata.entry_points
    own = Finding("Own", True, "fine")

    def broken() -> object:
        raise ImportError("nobody")

    parts = [
        SimpleNamespace(name="broken", load=broken),
        SimpleNamespace(name="own", load=lambda: lambda: (own,)),
    ]

    def found(*, group: str) -> object:
        return parts if group == doctor.PARTS else real(group=group)

    monkeypatch.setattr(importlib.metadata, "entry_points", found)
    assert own in doctor.examine()
