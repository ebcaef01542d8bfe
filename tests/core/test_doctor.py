"""The doctor: what is well, what is doubtful, what is wrong, which editing program answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from scenescore import doctor
from scenescore.cli import app
from scenescore.hosting import Answer
from scenescore.model import Finding, Remark, SoundFont


def _found(what: str) -> Finding:
    return next(finding for finding in doctor.examine() if finding.what == what)


def test_what_is_not_well_or_doubtful_has_a_cure() -> None:
    findings = doctor.examine()
    assert {"Film formats", "SoundFont", "Cache folder", "Folder of the engines"} <= {
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


def test_a_program_says_whether_it_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    stands = Finding("Scripting", False, "closed", "Open it.")

    class Closed:
        id, name = "closed", "Closed Editor"

        def check(self) -> Answer:
            return Answer(False, "Nobody is there.", (stands,))

    class Files(Closed):
        id = "files"

    monkeypatch.setattr("scenescore.hosting.find_hosts", lambda: iter([Closed(), Files()]))
    found = [each for each in doctor.examine() if each.what in ("Closed Editor", "Scripting")]
    assert found == [Finding("Closed Editor", True, "Nobody is there."), stands]


def test_a_computer_without_a_loudspeaker_is_doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    sounddevice = pytest.importorskip("sounddevice")

    def none(kind: str) -> None:
        raise sounddevice.PortAudioError(-1)

    monkeypatch.setattr(sounddevice, "query_devices", none)
    finding = _found("Sound")
    assert (finding.well, finding.doubtful) == (True, True)
    monkeypatch.setattr(sounddevice, "query_devices", lambda kind: {"name": "스피커 🔊"})
    assert _found("Sound") == Finding("Sound", True, "스피커 🔊")


def test_the_command_says_the_cure_of_what_is_doubtful_and_is_content(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    doubtful = Finding("Sound", True, "no device", "Connect one.", True)
    monkeypatch.setattr(doctor, "examine", lambda: (Finding("Python", True, "3"), doubtful))
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 0
    assert "ok    Python: 3" in result.output
    assert "warn  Sound: no device\n      Connect one." in result.output
    wrong = Finding("Disk", False, "full", "Free some space.")
    monkeypatch.setattr(doctor, "examine", lambda: (wrong,))
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 2
    assert "MISS  Disk: full" in result.output
