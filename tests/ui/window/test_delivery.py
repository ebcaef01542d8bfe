"""What leaves the window: the score shown, files revealed and exported, the music accepted."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog
from tests.ui.window.conftest import PATIENCE_MS, Panel

from scenescore_ui.window.roll import RollWindow


def test_the_score_is_shown(panel: Panel) -> None:
    panel.do("cue", panel.say("do_show_score"))
    shown = panel.window.findChild(RollWindow)
    assert shown is not None
    full = shown.roll.grab().toImage()
    for row in range(shown.parts.count()):
        shown.parts.item(row).setCheckState(shown.parts.item(row).checkState().Unchecked)
    assert len(shown.roll.hidden_parts) == shown.parts.count()
    assert shown.roll.grab().toImage() != full
    shown.close()


def test_files_are_revealed_and_exported(
    panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say, shown = panel.say, []
    monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(lambda url: shown.append(url)))
    panel.do("cue", say("do_reveal"))
    assert [Path(url.toLocalFile()).name for url in shown] == ["1m01"]
    out = tmp_path / "밖으로"
    out.mkdir()
    answer = str(out / "곡")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *a: (answer, "")))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *a: str(out)))
    export, copies = say("do_export"), panel.window.doors.copies
    with panel.qtbot.waitSignal(copies.done):
        panel.do("cue", export, say("do_export_midi"))
    assert (out / "곡.mid").read_bytes().startswith(b"MThd")
    with panel.qtbot.waitSignal(copies.done):
        panel.do("cue", export, say("do_export_stems"))
    names = {path.name for path in out.glob("*.wav")}
    assert {"1m01.wav", *(f"1m01 {s}.wav" for s in _stems(panel))} == names
    assert out.name in panel.window.notice.message.text()
    panel.window.notice.buttons[0].click()
    assert shown[-1] == QUrl.fromLocalFile(str(out))
    with panel.qtbot.waitSignal(panel.window.session.accepted, timeout=PATIENCE_MS):
        panel.do("cue", export, say("do_export_film"))
    assert (out / "곡.mp4").stat().st_size > 1000


def _stems(panel: Panel) -> list[str]:
    take = panel.window.session.take_of(panel.uid)
    assert take is not None
    return [*take.stems]


def test_where_nothing_can_be_written_it_is_said(
    panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "no folder").touch()
    answer = str(tmp_path / "no folder" / "x.mid")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *a: (answer, "")))
    with panel.qtbot.waitSignal(panel.window.doors.copies.failed):
        panel.do("cue", panel.say("do_export"), panel.say("do_export_midi"))
    assert panel.window.notice.isVisible()


def test_accepting_writes_beside_the_edit(panel: Panel, scored_film: Path) -> None:
    with panel.qtbot.waitSignal(panel.window.session.accepted, timeout=PATIENCE_MS):
        panel.do("cue", panel.say("do_accept"))
    folder = scored_film.with_name(f"{scored_film.stem} scored")
    assert (folder / "scored.otio").is_file()
    told = panel.say("accepted", name="scored.otio", folder=folder.name)
    assert panel.window.notice.message.text() == told
