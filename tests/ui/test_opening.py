"""Opening what is no edit, and what moved: nothing is left behind, nothing is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.ui.conftest import Told, drop

from scenescore_ui.app import make_window
from scenescore_ui.controller import Session
from scenescore_ui.strings import Strings
from scenescore_ui.work.model import Work
from scenescore_ui.work.places import places_of

PATIENCE_MS = 120_000
BUNDLED = """<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE fcpxml>
<fcpxml version="1.10"><resources>
<format id="f" frameDuration="1/25s"/>
<asset id="a" name="film" start="0s" duration="6s" hasVideo="1" hasAudio="1">
<media-rep src="{film}"/></asset></resources><library><event><project name="편집">
<sequence format="f" tcStart="0s"><spine>
<asset-clip name="a" ref="a" offset="0s" start="0s" duration="4s"/>
</spine></sequence></project></event></library></fcpxml>"""


def _analysed(session: Session, qtbot: QtBot, path: Path) -> None:
    assert session.open(path)
    qtbot.waitUntil(lambda: session.report is not None, timeout=PATIENCE_MS)


@pytest.mark.parametrize("name", ["장보기 목록.txt", "영상이 아님.mp4", "손상.otio"])
def test_what_is_no_edit_leaves_nothing_beside_it(
    session: Session, told: Told, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_text("우유, 빵, 달걀 🥚", encoding="utf-8")
    session.open(path)
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE_MS)
    assert session.path is None
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_what_was_open_comes_back_instead_of_what_is_no_edit(
    session: Session, told: Told, qtbot: QtBot, own_film: Path
) -> None:
    _analysed(session, qtbot, own_film)
    session.edits.set_style("lo_fi")
    none = own_film.with_name("메모.txt")
    none.write_text("우유", encoding="utf-8")
    session.open(none)
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE_MS)
    assert none.name in told[0][0]
    assert (session.path, session.work.style) == (own_film, "lo_fi")
    assert session.report is not None


def test_a_bundle_of_final_cut_is_opened_and_a_folder_is_told(
    session: Session, told: Told, qtbot: QtBot, tmp_path: Path, own_film: Path
) -> None:
    bundle = tmp_path / "프로젝트.fcpxmld"
    bundle.mkdir()
    assert not session.open(bundle)
    assert told.pop() == (
        session.strings("edit_folder", name=bundle.name),
        session.strings("edit_folder_hint"),
    )
    (bundle / "Info.fcpxml").write_text(BUNDLED.format(film=own_film.as_uri()), encoding="utf-8")
    _analysed(session, qtbot, bundle)
    assert [path.name for path in bundle.iterdir()] == ["Info.fcpxml"]
    session.close()
    assert session.open(bundle)
    assert session.report is not None  # as it was
    (bundle / "Info.fcpxml").write_text(
        BUNDLED.format(film=own_film.as_uri()).replace("4s", "3s"), encoding="utf-8"
    )
    session.analyse()
    qtbot.waitUntil(lambda: session.report.edit.duration_frames == 75, timeout=PATIENCE_MS)  # type: ignore[union-attr]


def test_the_window_says_what_was_wrong_and_is_empty_again(
    qtbot: QtBot, one_cache: None, tmp_path: Path
) -> None:
    path = tmp_path / "장보기 목록.txt"
    path.write_text("우유", encoding="utf-8")
    window = make_window("ko")
    window.show()
    drop(window, path)
    qtbot.waitUntil(lambda: window.notice.isVisible(), timeout=PATIENCE_MS)
    assert path.name in window.notice.message.text()
    assert window.pages.currentWidget() is window.empty
    drop(window, path.with_suffix(".srt"))
    assert window.notice.message.text() == Strings("ko")("cannot_edit")
    window.close()
    window.deleteLater()


def test_an_edit_that_was_worked_on_keeps_its_work_when_it_is_broken(
    session: Session, told: Told, qtbot: QtBot, own_film: Path
) -> None:
    _analysed(session, qtbot, own_film)
    session.edits.set_style("lo_fi")
    session.close()
    kept = places_of(own_film).file.read_bytes()
    own_film.write_bytes(b"broken")
    session.open(own_film)
    qtbot.waitUntil(lambda: len(told) > 1, timeout=PATIENCE_MS)
    assert session.work.style == "lo_fi"
    session.close()
    assert len(places_of(own_film).file.read_bytes()) == pytest.approx(len(kept), abs=99)


def test_an_edit_that_changes_while_it_is_read_is_read_again(
    session: Session, told: Told, qtbot: QtBot, new_film: Path
) -> None:
    assert session.open(new_film)
    engine = session.engine
    qtbot.waitUntil(lambda: bool(engine.long_work and engine.long_work.stage), timeout=PATIENCE_MS)
    with new_film.open("ab") as file:  # exported anew meanwhile
        file.write(b"\0" * 8)
    qtbot.waitUntil(lambda: session.report is not None, timeout=PATIENCE_MS)
    session.close()
    assert session.open(new_film)
    assert session.report is None
    assert told == [
        (
            session.strings("edit_changed", name=new_film.name),
            session.strings("edit_changed_hint"),
        )
    ]


def test_captions_that_cannot_be_read_are_let_go(
    session: Session, told: Told, qtbot: QtBot, own_film: Path
) -> None:
    _analysed(session, qtbot, own_film)
    bad = own_film.with_name("자막 아님.srt")
    bad.write_bytes(b"\0\1\2" * 50)
    session.read_as(captions=bad)
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE_MS)
    assert session.source is not None
    assert session.source.captions is None
    assert session.report is not None
    session.close()
    assert session.open(own_film)  # and it is not tried again
    assert session.report is not None


def test_an_edit_that_was_renamed_with_its_work_goes_on(
    session: Session, told: Told, qtbot: QtBot, own_film: Path
) -> None:
    _analysed(session, qtbot, own_film)
    session.edits.set_style("lo_fi")
    session.close()
    renamed = own_film.with_name(f"최종 {own_film.name}")
    before, after = places_of(own_film), places_of(renamed)
    for old, new in ((own_film, renamed), (before.file, after.file), (before.folder, after.folder)):
        shutil.move(old, new)
    assert session.open(after.file)
    assert session.path == renamed
    assert session.work == Work(style="lo_fi", studio=session.work.studio)
    assert session.report is not None
    assert told == []
