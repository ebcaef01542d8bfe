"""The player keeps up with a session: real workers, real takes, heard as they are made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.worker.conftest import SMALL_FONT

from scenescore.worker.orders import Studio
from scenescore_ui.controller import Engine, Session
from scenescore_ui.player import MUSIC, Following, NullSink, Player
from scenescore_ui.player.desk import Side
from scenescore_ui.player.programme import Programme
from scenescore_ui.strings import Strings

PATIENCE_MS = 120_000


@pytest.fixture
def session(qtbot: QtBot, one_cache: None) -> Iterator[Session]:
    session = Session(Engine(), Strings("en"))
    session.engine.setParent(session)
    yield session
    session.close()
    session.engine.close()
    session.deleteLater()


@pytest.fixture
def player(session: Session) -> Iterator[Player]:
    player = Player(session, NullSink)
    yield player
    player.close()


def _until(qtbot: QtBot, wanted: Callable[[], object]) -> None:
    qtbot.waitUntil(lambda: bool(wanted()), timeout=PATIENCE_MS)


def _programme(player: Player) -> Programme:
    return player._programme


def test_what_the_session_has_is_what_is_played(
    session: Session, player: Player, qtbot: QtBot, own_film: Path
) -> None:
    following = Following(session, player, session)
    assert player.edit is None
    session.open(own_film)
    _until(qtbot, lambda: player.edit)
    session.edits.set_studio(Studio(soundfont=SMALL_FONT))
    session.score(frames=(0, 120))
    _until(qtbot, lambda: _programme(player).takes)
    (first,) = _programme(player).takes.values()
    assert all(path.is_file() for path in first.stems.values())
    assert not player.has_sides

    session.move_playhead(30)
    assert player.frame == 30
    player.step(2)
    assert session.view.playhead == 32

    uid, first_recipe = session.work.cues[0].uid, session.work.cues[0].recipe
    session.edits.keep_take(uid)
    player.play()
    session.edits.new_take(uid)
    assert _programme(player).takes[uid] == first  # until there is another
    _until(qtbot, lambda: MUSIC in _programme(player).takes[uid].stems)
    assert _programme(player).on(Side.B)[uid] == first
    _until(qtbot, lambda: MUSIC not in _programme(player).takes[uid].stems)
    second = _programme(player).takes[uid]
    assert second != first
    assert _programme(player).on(Side.B)[uid] == first  # kept, so compared with
    session.undo.undo()
    _until(qtbot, lambda: _programme(player).takes[uid] == first)
    following.compare(uid, first_recipe)
    assert player.has_sides  # what was heard before: no take is compared with itself
    assert _programme(player).on(Side.B)[uid] == second
    player.pause()

    session.edits.no_music(0, 144)
    _until(qtbot, lambda: _programme(player).takes == {})
    _until(qtbot, lambda: not session.engine.client.tasks)  # the marker has it analysed again
    findings = session.findings
    session.close()
    assert player.edit is None
    session.open(own_film)
    assert player.edit is not None
    assert player.frame == session.view.playhead > 0

    session.close()
    assert findings is not None
    (findings.folder / findings.files.edit).write_text("{")
    with qtbot.waitSignal(session.told, timeout=PATIENCE_MS) as told:
        session.open(own_film)
    assert [each(session.strings) for each in told.args] == [
        session.strings("report_unreadable"),
        session.strings("report_unreadable_hint"),
    ]
    assert player.edit is None
