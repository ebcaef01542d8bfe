"""The session with an edit: real workers, no widget, nothing lost and nothing written unasked."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLockFile, QTimer
from pytestqt.qtbot import QtBot
from tests.ui.conftest import Told, listen, session_of
from tests.worker.conftest import SMALL_FONT, STUCK

from scenescore.strokes import Stroke
from scenescore.worker.orders import LocksOrder, Studio
from scenescore_ui.controller import Engine, Session
from scenescore_ui.controller.long_work import LongWork
from scenescore_ui.work.model import Selection
from scenescore_ui.work.places import places_of
from scenescore_ui.worker.process import ProcessTransport

PATIENCE_MS = 120_000


def _until(qtbot: QtBot, wanted: Callable[[], object]) -> None:
    qtbot.waitUntil(lambda: bool(wanted()), timeout=PATIENCE_MS)


def _analysed(session: Session, qtbot: QtBot, film: Path) -> None:
    assert session.open(film)
    _until(qtbot, lambda: session.report is not None)


def _scored(session: Session, qtbot: QtBot, film: Path) -> str:
    """The first five seconds have music; the uid of their cue."""
    _analysed(session, qtbot, film)
    session.edits.set_studio(Studio(soundfont=SMALL_FONT))
    session.score(frames=(0, 120))
    _until(qtbot, lambda: session.work.cues)
    assert session.take(session.work.cues[0])
    return session.work.cues[0].uid


def _take(session: Session, qtbot: QtBot) -> str:
    """The name of the first cue's take, once it is there."""
    _until(qtbot, lambda: session.take(session.work.cues[0]) is not None)
    take = session.take(session.work.cues[0])
    assert take is not None
    return take.take


def test_an_edit_is_opened_bent_saved_and_opened_again(
    session: Session, told: Told, qtbot: QtBot, own_film: Path
) -> None:
    uid = _scored(session, qtbot, own_film)
    told.clear()
    before = {path: path.read_bytes() for path in own_film.parent.iterdir() if path.is_file()}
    first = _take(session, qtbot)
    sounds: list[object] = []
    session.playable.connect(lambda of, sound: sounds.append((of, sound.samples)))
    session.edits.bend(Stroke("arousal", ((1.0, 0.9), (4.0, 0.9))))
    second = _take(session, qtbot)
    assert sounds
    assert sounds[0][0] == uid  # type: ignore[index]
    session.edits.add_hit(uid, 60)
    third = _take(session, qtbot)
    assert len({first, second, third}) == 3
    session.undo.undo()
    heard = session.heard(uid)
    assert heard is not None
    assert heard.take == second  # it is there at once, and what is heard and drawn
    assert _take(session, qtbot) == second
    session.undo.undo()
    assert _take(session, qtbot) == first
    assert session.work.feeling.strokes == ()
    session.undo.redo()
    session.select(Selection(0, 120, cue=uid))
    session.move_playhead(10_000)
    assert session.view.playhead == 143
    work, view = session.work, session.view
    session.close()
    assert (session.path, session.report, session.work.cues) == (None, None, ())
    assert session.open(places_of(own_film).file)  # the saved work itself
    assert session.open(own_film)  # it is open already
    assert session.report is not None  # without analysing again
    assert (session.work, session.view) == (work, view)
    assert _take(session, qtbot) == second
    assert before[own_film] == own_film.read_bytes()
    assert told == []


def test_work_is_saved_while_the_edit_plays(session: Session, qtbot: QtBot, own_film: Path) -> None:
    _analysed(session, qtbot, own_film)
    file = places_of(own_film).file
    playing = QTimer(session)
    playing.timeout.connect(lambda: session.move_playhead((session.view.playhead + 1) % 100))
    playing.start(40)
    session.edits.bend(Stroke("tension", ((1.0, 0.625), (2.0, 0.625))))
    _until(qtbot, lambda: "0.625" in file.read_text(encoding="utf-8"))
    assert playing.isActive()


def test_locks_takes_and_accepting(
    session: Session, told: Told, qtbot: QtBot, own_film: Path, tmp_path: Path
) -> None:
    uid = _scored(session, qtbot, own_film)
    first = session.work.cues[0].recipe
    session.edits.keep_take(uid)
    assert session.edits.lock(uid, LocksOrder(chords=True))
    session.edits.new_take(uid)
    assert not session.edits.lock(uid, LocksOrder(theme=True))  # there is nothing to keep yet
    session.delivery.accept(tmp_path / "early")
    assert told.pop() == ("Some music is still being made.", "Accept when it is done.")
    locked = _take(session, qtbot)
    session.edits.choose_take(uid, 0)
    assert session.work.cues[0].recipe == first
    assert _take(session, qtbot) != locked
    take = session.take(session.work.cues[0])
    assert take is not None
    for file in (session.sound(take), *(session.sound(take, stem) for stem in take.stems)):
        assert file is not None
        assert file.is_file()
    assert session.sound(take, "kazoo") is None
    with qtbot.waitSignal(session.accepted, timeout=PATIENCE_MS) as accepted:
        session.delivery.accept(tmp_path / "받음 🎵")
    (result,) = accepted.args
    assert {path.name for path in result.files} >= {"scored.otio", "report.html"}
    session.edits.no_music(0, 120)
    session.delivery.accept(tmp_path / "none")
    assert told.pop() == ("There is no music to accept yet.", "Score a scene first.")
    assert not (tmp_path / "none").exists()


def test_long_work_is_shown_and_cancelled(
    session: Session, told: Told, qtbot: QtBot, new_film: Path
) -> None:
    assert session.open(new_film)
    assert session.engine.long_work is not None
    assert session.engine.long_work.what == "analyse"
    _until(qtbot, lambda: session.engine.long_work and session.engine.long_work.stage)
    with qtbot.waitSignal(session.engine.stopped, timeout=PATIENCE_MS):
        session.engine.cancel()
        assert session.engine.long_work.cancelling
    assert session.engine.long_work is None
    assert session.report is None
    session.analyse()
    _until(qtbot, lambda: session.report is not None)
    assert told == []


def test_closing_while_working_is_safe(session: Session, qtbot: QtBot, new_film: Path) -> None:
    assert session.open(new_film)
    _until(qtbot, lambda: session.engine.long_work and session.engine.long_work.stage)
    session.close()
    assert places_of(new_film).file.is_file()
    assert session.open(new_film)
    _until(qtbot, lambda: session.report is not None)


def test_a_crash_is_told_and_nothing_is_lost(qtbot: QtBot, one_cache: None, new_film: Path) -> None:
    engine = Engine()
    command = [sys.executable, "-X", "utf8", "-c", STUCK.format(what="")]
    crash = [*command[:-1], command[-1].replace("program.main()", "import os; os.abort()")]
    commands = [crash] * 3
    engine.client.transport = lambda: ProcessTransport(engine, commands.pop() if commands else None)
    session = session_of("ko", engine)
    told = listen(session)
    assert session.open(new_film)
    _until(qtbot, lambda: told)
    assert told[0][0] == "엔진을 시작할 수 없습니다."
    session.analyse()
    _until(qtbot, lambda: session.report is not None)
    transport = engine.client._worker
    assert transport is not None
    work, report = session.work, session.report
    session.analyse()
    transport.kill()
    _until(qtbot, lambda: len(told) == 2)
    assert told[1][0] == "엔진이 갑자기 멈췄습니다. 작업은 잃지 않았습니다."
    assert (session.work, session.report) == (work, report)
    session.close()
    engine.close()
    session.deleteLater()


def test_what_cannot_be_opened_is_told(session: Session, told: Told, own_film: Path) -> None:
    assert not session.open(own_film.with_name("없음.otio"))
    assert told.pop()[0] == "“없음.otio” is not there."
    places = places_of(own_film)
    places.folder.mkdir()
    lock = QLockFile(str(places.folder / "open.lock"))
    assert lock.tryLock(0)
    assert not session.open(own_film)
    assert told.pop()[0] == f"“{own_film.name}” is open in another panel."
    lock.unlock()
    assert session.path is None


def test_a_damaged_work_steps_aside(
    session: Session, told: Told, qtbot: QtBot, own_film: Path
) -> None:
    file = places_of(own_film).file
    file.write_text("{", encoding="utf-8")
    _analysed(session, qtbot, own_film)
    assert told[0][0] == f"The saved work {file.name} is damaged."
    assert file.with_name(f"{file.name}.old").read_text(encoding="utf-8") == "{"


def test_an_edit_that_changed_is_analysed_again(
    session: Session, told: Told, qtbot: QtBot, own_film: Path
) -> None:
    _analysed(session, qtbot, own_film)
    session.close()
    with own_film.open("ab") as file:
        file.write(b"\0" * 8)
    assert session.open(own_film)
    assert session.report is None
    assert told[0][0] == f"“{own_film.name}” has changed since you worked on it."
    _until(qtbot, lambda: session.report is not None)


def test_what_a_killed_worker_left_is_swept(session: Session, qtbot: QtBot, own_film: Path) -> None:
    folder = places_of(own_film).folder
    for name in (".scenescore-abc", "takes/half/.scenescore-x", "takes/half/cues"):
        (folder / name).mkdir(parents=True)
    _analysed(session, qtbot, own_film)
    assert not (folder / "takes" / "half").exists()
    assert [path.name for path in folder.glob(".*")] == []


def test_time_left_is_told_when_it_is_known() -> None:
    work = LongWork("score", started=100.0, fraction=0.25)
    assert work.seconds_left(101.0) is None
    assert work.seconds_left(110.0) == 30
    assert LongWork("score", 100.0).seconds_left(200.0) is None
